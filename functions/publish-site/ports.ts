import type { SiteFile } from '../../shared/aws/site-bucket.ts';
import type { Story, StoryArticle } from '../../shared/domain/story/story.ts';
import type { FeedReport } from './site.ts';

/** What publishing needs of the world. */
export interface Ports {
  storiesChangedSince(instant: string): Promise<Story[]>;
  readStory(id: string): Promise<{ story: Story; articles: StoryArticle[] } | null>;
  feedReports(now: Date): Promise<FeedReport[]>;
  readFile(path: string): Promise<Uint8Array | null>;
  writeFile(file: SiteFile): Promise<void>;
  /** Paths under a prefix. */
  listFiles(prefix: string): Promise<string[]>;
}
