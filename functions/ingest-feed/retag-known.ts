import type { Article } from '../../shared/domain/article/article.ts';
import { retag } from '../../shared/domain/topics/retag.ts';
import type { TaggableText, Tagging } from '../../shared/domain/topics/tagging.ts';

export interface RetagPorts {
  tag(text: TaggableText): Tagging;
  /** @returns 'changed' where the text was revised meanwhile: nothing is written */
  retagArticle(article: Article): Promise<'retagged' | 'changed'>;
}

const tagsOf = ({ topics, subtopics, entities, evidence, packVersion }: Article): string =>
  JSON.stringify([topics, subtopics, entities, evidence, packVersion]);

/** In place of a pack version: the new tags are stored, and perhaps the story is not queued yet. */
const halfDone = 'again';

/**
 * A body that is read again has its known articles tagged again, after a fault in tagging was mended. The tags are stored
 * with no pack version; the caller queues the story and then stores what is returned, so that a crash in between is seen.
 * @returns the article with its new tags; null where they are those it has
 */
export async function retagKnown(
  ports: RetagPorts,
  known: Article,
  country: string | undefined,
): Promise<Article | null> {
  const { article } = retag((text) => ports.tag(text), known, country);
  if (tagsOf(article) === tagsOf(known)) return null;
  return (await ports.retagArticle({ ...article, packVersion: halfDone })) === 'retagged' ? article : null;
}
