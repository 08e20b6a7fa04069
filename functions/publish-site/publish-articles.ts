import { articleRows, articleRowsPath } from '../../shared/domain/site/article-table.ts';
import type { Card } from '../../shared/domain/site/card.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';
import { dayExportPath } from '../../shared/domain/site/paths.ts';
import { articlesCsv } from './data/articles-csv.ts';
import { storyAsOf } from './known-stories.ts';
import { asAllowed } from '../../shared/domain/story/title-only.ts';
import type { Hashes } from './site-writer.ts';
import type { Round } from './round.ts';
import { atMost } from '../../shared/at-most.ts';
import { gzip } from '../../shared/zip.ts';

const storiesAtOnce = 8;

/** The articles of a day's stories, one per line, where SQL finds them. */
export async function publishArticles(
  day: string,
  { cards, hashes }: { cards: readonly Card[]; hashes: Hashes },
  { ports, writer, site }: Pick<Round, 'ports' | 'writer' | 'site'>,
): Promise<void> {
  const articles: StoryArticle[] = [];
  await atMost(cards, storiesAtOnce, async (card) => {
    const read = await storyAsOf(card, ports);
    if (read !== null) articles.push(...asAllowed(read, site.titleOnly).articles);
  });
  await writer.putIfChanged(
    dayExportPath(day, 'articles.csv'),
    articlesCsv(articles, cards),
    'settled',
    hashes,
  );
  await writer.putIfChanged(articleRowsPath(day), await gzip(articleRows(articles)), 'settled', hashes);
}
