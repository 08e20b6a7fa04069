import { publicationOf } from '../../../shared/domain/article/published.ts';
import { type Card, chosenHeadline } from '../../../shared/domain/site/card.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { csvRows } from './csv.ts';

const columns = [
  'story_id',
  'article_id',
  'url',
  'outlet',
  'side',
  'published_at',
  'language',
  'title',
  'translation',
  'reprint_of',
] as const;

/** English translations of the headlines on a day's cards, by the headline. */
function translationsOn(cards: readonly Card[]): Map<string, string> {
  return new Map(
    cards.flatMap((card) => {
      const made = card.translations?.en?.title;
      return made === undefined ? [] : [[chosenHeadline(card.headlines, 'en').title, made.text] as const];
    }),
  );
}

/** A day's articles, one a row, oldest first; `translation` is English and by a machine, where the site shows one. */
export function articlesCsv(articles: readonly StoryArticle[], cards: readonly Card[]): string {
  const translations = translationsOn(cards);
  const key = (article: StoryArticle): string => `${publicationOf(article)} ${article.articleId}`;
  const rows = [...articles]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .map((article) => [
      article.storyId,
      article.articleId,
      article.url ?? '',
      article.outletName,
      article.side,
      publicationOf(article),
      article.language,
      article.title,
      translations.get(article.title) ?? '',
      article.reprintOf ?? '',
    ]);
  return csvRows([columns, ...rows]);
}
