import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { articleRows, articleRowsPath } from '../../shared/domain/site/article-table.ts';
import type { Card } from '../../shared/domain/site/card.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';
import { type Hashes, inParallel } from './printer.ts';
import type { Round } from './round.ts';

const zip = promisify(gzip);
const storiesAtOnce = 8;

/** The articles of a day's stories, one a line, where SQL finds them. */
export async function publishArticles(
  day: string,
  { cards, hashes }: { cards: readonly Card[]; hashes: Hashes },
  { ports, printer }: Pick<Round, 'ports' | 'printer'>,
): Promise<void> {
  const articles: StoryArticle[] = [];
  await inParallel(
    cards,
    storiesAtOnce,
    async ({ id }) => void articles.push(...((await ports.readStory(id))?.articles ?? [])),
  );
  await printer.print(articleRowsPath(day), await zip(articleRows(articles)), 'settled', hashes);
}
