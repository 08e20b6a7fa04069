/** The other side of the poll bench, in a process of its own: AWS's endpoints and an outlet. Only the client's CPU is counted. */
import { createServer } from 'node:http';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startEmbedded } from '../../../infra/local/embedded.ts';
import { originOf } from '../../../infra/local/loopback.ts';
import { ensureTable, tables } from '../../../shared/aws/tables.ts';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import type { TaggableText } from '../../../shared/domain/topics/tagging.ts';
import { newsOf } from '../made-up-articles.ts';

export type Kind = '304' | 'same bytes' | 'changed';
/** `take`: the message that waits for ingest-feed, taken out of its queue. */
export type Order = { serve: Kind } | { take: true };
export interface Cloud {
  env: Record<string, string>;
  url: string;
}

const items = 30;
const fresh = 2;
const onTopicShare = 0.08;
/** Made-up texts are full of names, so that half are on topic: those are left out, and headlines of packs stand for what is. */
const tagger = defaultTagger();
const isOnTopic = (text: TaggableText): boolean => tagger.tag(text).topics.length > 0;
const news = newsOf(6_000, { seed: 11, bytes: 1_200, onTopic: 0 }).filter((text) => !isOnTopic(text));
const wanted = newsOf(news.length * onTopicShare, { seed: 12, bytes: 1_200, onTopic: 1 }).filter(isOnTopic);
for (const [at, text] of wanted.entries()) news[Math.floor(at / onTopicShare)] = text;
/** An item keeps its date from poll to poll. */
const began = Date.now();
let first = 0;
let kind: Kind = 'changed';

function body(): string {
  const shown = Array.from({ length: items }, (_, at) => first + items - at);
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const written = shown.map((number) => {
    const { title, summary } = news[number % news.length] ?? { title: '', summary: '' };
    const at = new Date(began - (news.length - number) * 60_000).toUTCString();
    return `<item><title>${escaped(title)} ${number}</title><link>https://n.example/${number}</link><guid>https://n.example/${number}</guid><pubDate>${at.slice(0, 22)}:00 GMT</pubDate><category>a</category><description>${escaped(summary)}</description></item>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title><link>https://n.example/</link><description>d</description>${written.join('')}</channel></rss>`;
}

let served = body();
const outlet = createServer(({ headers }, response) => {
  if (kind === '304' && headers['if-none-match'] === '"etag"') return response.writeHead(304).end();
  if (kind === 'changed') {
    first += fresh;
    served = body();
  }
  return response.writeHead(200, { 'content-type': 'application/rss+xml', etag: '"etag"' }).end(served);
});
await new Promise<void>((resolve) => outlet.listen(0, '127.0.0.1', resolve));

const embedded = await startEmbedded({ mail: false, outer: {} });
Object.assign(process.env, embedded.env);
const dynamo = new DynamoDBClient({});
for (const table of tables) await ensureTable(dynamo, table, table.name);
await new S3Client({}).send(new CreateBucketCommand({ Bucket: 'archive' }));
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const queue = async (name: string, attributes: Record<string, string> = {}): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }))).QueueUrl ?? '';
const ingest = await queue('ingest');
const url = `${originOf(outlet)}/rss`;

async function take(): Promise<string | undefined> {
  const { Messages: [message] = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: ingest, WaitTimeSeconds: 1 }),
  );
  if (message !== undefined)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: ingest, ReceiptHandle: message.ReceiptHandle }));
  return message?.Body;
}

process.on('message', (order: Order) => {
  if ('serve' in order) {
    kind = order.serve;
    process.send?.({ serving: kind });
  } else void take().then((message) => process.send?.({ message }));
});
process.send?.({
  env: {
    ...embedded.env,
    TABLE_FEEDS: 'Feeds',
    TABLE_STORIES: 'Stories',
    BUCKET_ARCHIVE: 'archive',
    QUEUE_INGEST_URL: ingest,
    QUEUE_STORY_URL: await queue('story.fifo', { FifoQueue: 'true' }),
    WIRE_CONTACT: 'https://wire.example/about',
    WIRE_ALLOW_HOSTS: new URL(url).host,
    WIRE_HOST_GAP_MS: '0',
    WIRE_QUIET: '1',
  },
  url,
} satisfies Cloud);
