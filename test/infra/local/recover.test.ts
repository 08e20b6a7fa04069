import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { localSettings } from '../../../infra/local/settings.ts';
import { testCloud } from '../../embedded.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';

const cloud = await testCloud();
const { sqs } = await import('../../../shared/aws/clients.ts');
const { subscribersTable } = await import('../../../shared/aws/subscribers-table.ts');
const { recoverQueues } = await import('../../../infra/local/recover.ts');

const [waiting, reader] = ['1'.repeat(32), '2'.repeat(32)];
const now = new Date('2026-11-24T04:00:00.000Z');
const edition = (editionId: string) => ({
  subscriberId: reader,
  editionId,
  state: 'planned' as const,
  content: 'c',
  from: '2026-11-23T03:00:00.000Z',
  until: '2026-11-24T03:00:00.000Z',
  plannedAt: '2026-11-24T03:00:00.000Z',
});

it('after a kill, letters that are due and editions that are planned are in the digest queue again, and no others', async () => {
  const [queue, other] = [await cloud.queue(), await cloud.queue()];
  const table = subscribersTable(cloud.tableSubscribers);
  const { dueAt: _dueAt, dueDate: _dueDate, ...stranger } = readerOf({ id: waiting });
  const letter = { id: 'l', kind: 'confirm', state: 'due', retryAt: '2026-11-24T04:14:00.000Z' } as const;
  await table.changeSubscriber(waiting, () => ({ ...stranger, state: 'pending', letter }));
  await table.changeSubscriber(reader, () =>
    readerOf({ id: reader, letter: { ...letter, state: 'claimed' } }),
  );
  for (const editionId of ['2026-11-10', '2026-11-23', '2026-11-24'])
    await table.putEdition(edition(editionId));
  await table.moveEdition(edition('2026-11-23'), ['planned', 'planned'], {
    state: 'sent',
    at: now.toISOString(),
  });
  const queues = { visit: other, ingest: other, story: other, digest: queue };
  const settings = localSettings({ queues, siteUrl: 'http://localhost:4400', tokenKeys: 'local:x' });
  Object.assign(settings, {
    TABLE_FEEDS: cloud.tableFeeds,
    TABLE_STORIES: cloud.tableStories,
    TABLE_SUBSCRIBERS: cloud.tableSubscribers,
  });
  await recoverQueues({ settings }, now);
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10 }),
  );
  expect(Messages.map(({ Body = '' }): unknown => JSON.parse(Body))).toEqual([
    { subscriberId: waiting, letterId: 'l' },
    { subscriberId: reader, editionId: '2026-11-24' },
  ]);
});
