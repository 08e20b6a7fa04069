import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterAll, expect, test } from 'vitest';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud();
const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return response.writeHead(404).end();
  if (request.headers['if-none-match'] === '"one"') return response.writeHead(304, { etag: '"one"' }).end();
  return response
    .writeHead(200, { etag: '"one"', 'content-type': 'application/rss+xml' })
    .end('<rss version="2.0"><channel><title>Լուրեր</title></channel></rss>');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => server.closeAllConnections());
const { port } = server.address() as AddressInfo;
const outlet = {
  id: 'one',
  name: 'One',
  country: 'AM',
  kind: 'independent',
  homepage: `http://127.0.0.1:${port}/`,
};
const catalogue = join(mkdtempSync(join(tmpdir(), 'wire-')), 'catalogue.json');
writeFileSync(
  catalogue,
  JSON.stringify([
    { ...outlet, feeds: [{ id: 'one.hy', url: `http://127.0.0.1:${port}/rss`, language: 'hy' }] },
  ]),
);
Object.assign(process.env, {
  TABLE_FEEDS: cloud.tableFeeds,
  BUCKET_ARCHIVE: await cloud.bucket(),
  QUEUE_VISIT_URL: await cloud.queue(),
  QUEUE_INGEST_URL: await cloud.queue(),
  WIRE_CONTACT: 'https://wire.example/about',
  WIRE_CATALOGUE: catalogue,
  WIRE_ALLOW_HOSTS: `127.0.0.1:${port}`,
  WIRE_HOST_GAP_MS: '0',
});
const due = await import('../../../functions/due-feeds/handler.ts');
const visit = await import('../../../functions/visit-feeds/handler.ts');
const { loadFeedState, saveParseReport: saveReading } = await import('../../../shared/aws/feeds-table.ts');
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

async function messages(queueUrl: string | undefined): Promise<{ event: SQSEvent; bodies: unknown[] }> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  const records = Messages.map((message) => ({
    messageId: message.MessageId,
    body: message.Body,
    eventSourceARN: 'arn:aws:sqs:local:0:visit',
    attributes: { ApproximateReceiveCount: '1' },
  }));
  return {
    event: { Records: records } as unknown as SQSEvent,
    bodies: Messages.map((message) => JSON.parse(message.Body ?? '')),
  };
}

test('a due feed is queued once, visited once, archived and handed on', async () => {
  await due.handler();
  await due.handler();
  const { event, bodies } = await messages(process.env.QUEUE_VISIT_URL);
  expect(bodies).toMatchObject([{ host: `127.0.0.1:${port}`, feedIds: ['one.hy'] }]);
  expect(await visit.handler(event)).toEqual({ batchItemFailures: [] });
  const handed = await messages(process.env.QUEUE_INGEST_URL);
  expect(handed.bodies).toMatchObject([
    { feedId: 'one.hy', url: `http://127.0.0.1:${port}/rss`, contentType: 'application/rss+xml' },
  ]);
  await due.handler();
  expect((await messages(process.env.QUEUE_VISIT_URL)).bodies).toEqual([]);
  expect(await loadFeedState(cloud.tableFeeds, 'one.hy')).toMatchObject({
    visit: 1,
    failures: 0,
    validators: { etag: '"one"' },
    reading: null,
  });
});

test('a reading stands beside the state and an older one does not replace it', async () => {
  const reading = {
    kind: 'ok',
    at: '2026-11-24T09:00:00.000Z',
    items: 3,
    hints: { ttlMinutes: 90 },
    problems: 0,
    publishTimes: [],
  } as const;
  await saveReading(cloud.tableFeeds, 'one.hy', { ...reading, hints: { ttlMinutes: 90 }, publishTimes: [] });
  await saveReading(cloud.tableFeeds, 'one.hy', {
    ...reading,
    at: '2026-11-24T08:00:00.000Z',
    items: 1,
    publishTimes: [],
  });
  expect(await loadFeedState(cloud.tableFeeds, 'one.hy')).toMatchObject({
    visit: 1,
    reading: { items: 3, hints: { ttlMinutes: 90 } },
  });
});
