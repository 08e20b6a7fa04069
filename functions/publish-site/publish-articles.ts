import { articleRows, articleRowsPath } from '../../shared/domain/site/article-table.ts';
import type { Card } from '../../shared/domain/site/card.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';
import type { Hashes } from './site-writer.ts';
import type { Round } from './round.ts';
import { atMost } from '../../shared/at-most.ts';
import { gzip } from '../../shared/zip.ts';

const storiesAtOnce = 8;

/** The articles of a day's stories, one per line, where SQL finds them. */
export async function publishArticles(
  day: string,
  { cards, hashes }: { cards: readonly Card[]; hashes: Hashes },
  { ports, writer }: Pick<Round, 'ports' | 'writer'>,
): Promise<void> {
  const articles: StoryArticle[] = [];
  await atMost(
    cards,
    storiesAtOnce,
    async ({ id }) => void articles.push(...((await ports.readStory(id))?.articles ?? [])),
  );
  await writer.putIfChanged(articleRowsPath(day), await gzip(articleRows(articles)), 'settled', hashes);
}
