import type { Article } from '../article/article.ts';
import type { TaggableText, Tagging } from './tagging.ts';

/** What a new pack makes of a stored article. */
export interface Retagging {
  /** The same article with its new tags; the text, the revision and the evidence of its reprint stay. */
  article: Article;
  /** The pack version it had. */
  before: string;
  /** Topics and subtopics it did not have. */
  gained: string[];
  /** Topics and subtopics it no longer has. */
  lost: string[];
}

const tagsOf = ({ topics, subtopics }: Pick<Article, 'topics' | 'subtopics'>): string[] => [
  ...topics,
  ...subtopics,
];
const ofTagging = new Set(['topic', 'subtopic', 'entity']);

/** Tags a stored article again. Running it twice gives the same: its own result has nothing gained and nothing lost. */
export function retag(tag: (text: TaggableText) => Tagging, stored: Article, country?: string): Retagging {
  // Its tags are by the text of its page, of which only the beginning is stored; who replays the page tags it again.
  if (stored.fromPage === true) return { article: stored, before: stored.packVersion, gained: [], lost: [] };
  const { title, summary, language } = stored;
  const tagging = tag({ title, summary, language, ...(country !== undefined && { country }) });
  const article: Article = {
    ...stored,
    topics: tagging.topics,
    subtopics: tagging.subtopics,
    entities: tagging.entities.map((entity) => entity.id),
    evidence: [...tagging.evidence, ...stored.evidence.filter((one) => !ofTagging.has(one.kind))],
    packVersion: tagging.packVersion,
  };
  const [had, has] = [tagsOf(stored), tagsOf(article)];
  return {
    article,
    before: stored.packVersion,
    gained: has.filter((one) => !had.includes(one)),
    lost: had.filter((one) => !has.includes(one)),
  };
}
