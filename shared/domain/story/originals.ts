import type { FoundReprint } from '../reprint/find.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './window.ts';

/** Two workers may deliver a copy before its original: the later of two same texts goes where the first one is. */
export function besideSameText(window: StoryWindow, { id, reprintOf }: WindowArticle): OpenStory | undefined {
  const [waiting] = [...window.copiesOf(id), ...(reprintOf === undefined ? [] : window.copiesOf(reprintOf))];
  return (
    (reprintOf === undefined ? undefined : window.storyOf(reprintOf)) ??
    (waiting && window.storyOf(waiting.id))
  );
}

/**
 * Sets `reprintOf` to an original that is not itself a copy. What others already copy stays an original: ingest and grouping
 * look at two copies in different orders, and each would name the other.
 * @returns what `find` found, where ingest had found nothing
 */
export function resolveOriginal(
  window: StoryWindow,
  article: WindowArticle,
  find: () => FoundReprint | null,
): FoundReprint | null {
  const given = article.reprintOf;
  const copy = given === undefined && window.copiesOf(article.id).length === 0 ? find() : null;
  const named = given ?? copy?.original;
  const original = named === undefined ? undefined : window.originalOf(named);
  delete article.reprintOf;
  if (original !== undefined && original !== article.id) article.reprintOf = original;
  return copy !== null && original !== undefined ? { ...copy, original } : null;
}

/** The article turned out a copy after others had named it as their original: they copy what it copies. */
export function repointCopies(window: StoryWindow, { id, reprintOf }: WindowArticle): string[] {
  if (reprintOf === undefined) return [];
  const copies = window.copiesOf(id);
  for (const copy of copies) window.repoint(copy, reprintOf);
  return copies.map((copy) => copy.id);
}
