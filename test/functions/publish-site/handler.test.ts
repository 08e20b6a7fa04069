import { gunzipSync, gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { indexStatePath } from '../../../shared/domain/site/paths.ts';
import { logTo } from '../../../shared/log.ts';
import { catalogueFile, noSuchKey, objectBody } from '../../mocked-aws.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const s3 = mockClient(S3Client);
const now = '2026-11-24T12:00:00Z';
Object.assign(process.env, {
  TABLE_FEEDS: 'Feeds',
  TABLE_STORIES: 'Stories',
  BUCKET_ARCHIVE: 'archive',
  BUCKET_SITE: 'site',
  SITE_URL: 'https://wire.example',
  MAIL_FROM: 'Wire <digest@wire.example>',
  WIRE_CATALOGUE: catalogueFile({ one: 'https://one.example/rss', two: 'https://two.example/rss' }),
  WIRE_NOW: now,
});
const lines: string[] = [];
logTo((line) => lines.push(line));
const { handler } = await import('../../../functions/publish-site/handler.ts');

const feedRow = (id: string, nextDueAt: string) => ({
  pk: `FEED#${id}.hy`,
  visit: 1,
  state: { url: `https://${id}.example/rss`, nextDueAt, intervalMinutes: 20 },
});

beforeEach(() => {
  for (const mock of [dynamo, s3]) mock.reset();
  dynamo.on(QueryCommand).resolves({ Items: [] });
  s3.on(GetObjectCommand).rejects(noSuchKey());
  s3.on(ListObjectsV2Command).resolves({}).on(PutObjectCommand).resolves({});
  lines.length = 0;
});

it('publishes the site and reports how many feeds are late: an alarm watches that number', async () => {
  dynamo.on(ScanCommand).resolves({
    Items: [feedRow('one', '2026-11-24T10:00:00Z'), feedRow('two', '2026-11-24T11:59:00Z')],
  });
  await handler();
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged).toContainEqual(expect.objectContaining({ event: 'feeds-checked', feeds: 2, late: 1 }));
  expect(logged.at(-1)).toMatchObject({ event: 'site-published' });
  expect(s3).toHaveReceivedCommandWith(PutObjectCommand, { Bucket: 'site', Key: 'index.html' });
});

it('fails when the site bucket takes no files: the next tick tries again', async () => {
  dynamo.on(ScanCommand).resolves({ Items: [] });
  s3.on(PutObjectCommand).rejects(new Error('SlowDown'));
  await expect(handler()).rejects.toThrow('SlowDown');
});

it('looks at all stories of the last day in its first round, and then at those whose change was noted', async () => {
  const kept = new Map<string, unknown>();
  dynamo.on(ScanCommand).resolves({ Items: [] });
  s3.on(PutObjectCommand).callsFake(
    ({ Key, Body }: { Key: string; Body: unknown }) => void kept.set(Key, Body),
  );
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const body = kept.get(Key);
    if (body === undefined) throw noSuchKey();
    return { Body: objectBody(body as string | Uint8Array) };
  });
  const asked = async (): Promise<boolean[]> => {
    dynamo.resetHistory();
    await handler();
    return dynamo
      .commandCalls(QueryCommand)
      .map(({ args }) => ':instant' in (args[0].input.ExpressionAttributeValues ?? {}));
  };
  expect(await asked()).not.toContain(true);
  // As if a story had changed just now.
  const state = JSON.parse(gunzipSync(kept.get(indexStatePath) as Uint8Array).toString()) as object;
  kept.set(indexStatePath, gzipSync(JSON.stringify({ ...state, since: now })));
  expect(await asked()).toContain(true);
});
