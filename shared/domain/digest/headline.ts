import type { WireLanguage } from '../language.ts';
import { wireLanguages } from '../language.ts';
import type { Story, StoryArticle } from '../story/story.ts';
import type { Preferences } from '../subscriber/subscriber.ts';

/** Who reads neither the original nor has said otherwise: English first, then Russian, both widely read in the region. */
const usualOrder: readonly WireLanguage[] = ['en', 'ru'];

/** The languages in which a reader would rather have a headline, best first: the own one, then those asked for. */
export function headlineLanguages({
  interface: own,
  languages,
}: Pick<Preferences, 'interface' | 'languages'>): WireLanguage[] {
  // A list in the catalogue's order was not put in order by the reader.
  const chosen = languages.filter((code) => code !== own);
  const unordered = chosen.every((code, at) => at === 0 || indexOf(chosen[at - 1]) < indexOf(code));
  return [
    ...new Set([own, ...(unordered ? usualOrder.filter((code) => chosen.includes(code)) : []), ...chosen]),
  ];
}

const indexOf = (code: WireLanguage | undefined): number =>
  code === undefined ? -1 : wireLanguages.indexOf(code);

/** Original before reprint, then the newest: what a side says now. */
export const byWeight = (a: StoryArticle, b: StoryArticle): number =>
  Number(a.reprintOf !== undefined) - Number(b.reprintOf !== undefined) ||
  b.seenAt.localeCompare(a.seenAt) ||
  a.articleId.localeCompare(b.articleId);

/** The articles in the first of the languages that has any; all where none has. */
export function inBestLanguage<A extends Pick<StoryArticle, 'language'>>(
  articles: readonly A[],
  languages: readonly WireLanguage[],
): A[] {
  for (const language of languages) {
    const own = articles.filter((article) => article.language === language);
    if (own.length > 0) return own;
  }
  return [...articles];
}

/** The article that names a story to this reader: in the best language that has one, the story's own headline first. */
export function headlineArticle(
  articles: readonly StoryArticle[],
  story: Pick<Story, 'id' | 'headlines'>,
  reader: Pick<Preferences, 'interface' | 'languages'>,
): StoryArticle {
  const best = inBestLanguage(articles, headlineLanguages(reader)).sort(byWeight);
  const usual = best.find((article) => article.articleId === story.headlines[article.language]?.articleId);
  const chosen = usual ?? best[0];
  if (chosen === undefined) throw new RangeError(`story ${story.id} has no article to name it`);
  return chosen;
}
