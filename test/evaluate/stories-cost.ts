import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startEmbedded } from '../../infra/local/embedded.ts';
import { ensureTable, tables } from '../../shared/aws/tables.ts';
import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { StoryBook } from '../../shared/domain/story/book.ts';
import { countUnits, type Units } from '../consumed-units.ts';
import type { GoldArticle } from './gold.ts';

/** The on-topic articles of a labelled set as ingest would store them, in the order of their times. */
function onTopic(gold: GoldArticle[]): (Article & { country: string })[] {
  const tagger = defaultTagger();
  return gold
    .flatMap(({ id, title, summary, language, country, outlet, published, source_url: url = null }) => {
      const tagging = tagger.tag({ title, summary, language, country });
      if (tagging.topics.length === 0) return [];
      const at = new Date(published).toISOString();
      return [
        {
          id: id.padEnd(24, '0'),
          outletId: outlet,
          feedId: `${outlet}.${language}`,
          url,
          title,
          summary,
          language,
          publishedAt: at,
          seenAt: at,
          authors: [],
          categories: [],
          image: null,
          archiveKey: `bodies/${at.slice(0, 10)}/${outlet}.${language}/${Buffer.from(`${id}${title}`).toString('hex').slice(0, 64)}.gz`,
          revision: 1,
          topics: tagging.topics,
          subtopics: tagging.subtopics,
          entities: tagging.entities.map((entity) => entity.id),
          evidence: tagging.evidence,
          packVersion: tagging.packVersion,
          country,
        },
      ];
    })
    .sort((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1));
}

/** Mean, ninety-five in a hundred, most. */
function spread(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return `mean ${mean.toFixed(2)}, 95 % ${sorted[Math.floor(0.95 * sorted.length)] ?? 0}, most ${sorted.at(-1) ?? 0}`;
}

/**
 * Read and write units of each on-topic article through the stages on the embedded store, one article a batch, which is the
 * dearest way; the index and the rows of its story, also when that closes or joins another, are counted with it.
 */
export async function costOf(gold: GoldArticle[], say: (line: string) => void): Promise<void> {
  const embedded = await startEmbedded({ mail: false });
  Object.assign(process.env, embedded.env);
  try {
    const store = new DynamoDBClient({});
    for (const table of tables) await ensureTable(store, table, table.name);
    const { dynamo, s3 } = await import('../../shared/aws/clients.ts');
    await s3().send(new CreateBucketCommand({ Bucket: 'archive' }));
    const articles = onTopic(gold);
    const spent = await passThrough(articles, countUnits(dynamo()));
    say(
      `${articles.length} on-topic articles through the stages, one a batch: write units ${spread(spent.map((units) => units.write))} (bar 12); read units ${spread(spent.map((units) => units.read))} (bar 8)`,
    );
  } finally {
    await embedded.close();
  }
}

async function passThrough(articles: (Article & { country: string })[], take: () => Units): Promise<Units[]> {
  const { storiesTable } = await import('../../shared/aws/stories-table.ts');
  const { storyWindowStore } = await import('../../shared/aws/story-window-store.ts');
  const { storyGrouper } = await import('../../functions/group-stories/group-stories.ts');
  let now = new Date(0);
  const table = storiesTable('Stories', () => now);
  const countries = new Map(articles.map((article) => [article.outletId, article.country]));
  const group = storyGrouper({
    table,
    window: storyWindowStore('archive'),
    clock: () => now,
    log: () => undefined,
    rebuild: () => Promise.resolve(new StoryBook()),
    outletOf: (id) => ({ name: id, country: countries.get(id) ?? 'XX', kind: 'independent' }),
  });
  const spent: Units[] = [];
  for (const { country: _country, ...article } of articles) {
    now = new Date(article.publishedAt);
    await table.findArticles([article.id]);
    const copy = await table.findReprint(article);
    await table.putArticle(
      copy === null
        ? article
        : { ...article, reprintOf: copy.original, evidence: [...article.evidence, copy.evidence] },
    );
    await group([{ articleId: article.id, revision: 1 }]);
    spent.push(take());
  }
  return spent;
}
