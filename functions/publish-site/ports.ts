import type { Decision } from '../../shared/domain/story/decisions.ts';
import type { WireEvent } from '../../shared/domain/site/wire-event.ts';
import type { Story, StoryArticle } from '../../shared/domain/story/story.ts';
import type { FeedReport } from './site.ts';
import type { TranslationPorts } from './translate-shown.ts';

/** A file of the site as readers get it. */
export interface SiteFile {
  path: string;
  body: string | Uint8Array;
  contentType: string;
  cacheControl: string;
}

/** What publishing needs of the world. */
export interface Ports {
  /** Tells other programs what happened, each event at most once; absent where nobody wants to know. */
  tell?(events: readonly WireEvent[]): Promise<void>;
  /** In the order they changed. @param whole all of them; otherwise those whose change was noted, which costs no more than they do */
  storiesChangedSince(instant: string, whole: boolean): Promise<Story[]>;
  readStory(id: string): Promise<{ story: Story; articles: StoryArticle[] } | null>;
  /** What people decided about stories, in the order they decided it. */
  readDecisions(): Promise<Decision[]>;
  feedReports(now: Date): Promise<FeedReport[]>;
  readFile(path: string): Promise<Uint8Array | null>;
  writeFile(file: SiteFile): Promise<void>;
  /** Paths under a prefix. */
  listFiles(prefix: string): Promise<string[]>;
  /** Absent where nobody translates. */
  translations?: TranslationPorts | undefined;
}
