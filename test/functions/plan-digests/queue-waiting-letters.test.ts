import { expect, it } from 'vitest';
import { queueWaitingLetters } from '../../../functions/plan-digests/queue-waiting-letters.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T06:00:00.000Z');
const hours = (count: number): string => new Date(now.getTime() + count * 3_600_000).toISOString();
const id = '1'.repeat(32);
type Letter = NonNullable<Subscriber['letter']>;
const letter = (more: Partial<Letter> = {}): Letter => ({
  id: 'letter-1',
  kind: 'confirm',
  state: 'due',
  askedAt: hours(-1),
  ...more,
});
const recovery = { notes: 0, dueAt: hours(0) };

/** What is stored after a look at this subscriber, and what was queued. */
async function look(subscriber: Subscriber | null) {
  const queued: string[] = [];
  const asked: string[] = [];
  let stored: Subscriber | null = subscriber;
  const count = await queueWaitingLetters(
    {
      due: (rhythm, at) => {
        asked.push(`${rhythm} ${at}`);
        return Promise.resolve([id]);
      },
      changeSubscriber: (_id, change) => Promise.resolve((stored = change(stored))),
      queueLetter: ({ subscriberId, letterId }) =>
        Promise.resolve(void queued.push(`${subscriberId} ${letterId}`)),
      newId: () => 'letter-2',
    },
    now,
  );
  expect(count).toBe(queued.length);
  expect(asked).toEqual([`letters ${hours(0)}`]);
  return { stored, queued };
}

it.each([
  ['never tried', {}],
  ['whose time has come', { retryAt: hours(0) }],
  ['asked for two days ago', { askedAt: hours(-48) }],
] as [string, Partial<Letter>][])(
  'a letter %s is queued, and looked at again in an hour',
  async (_name, more) => {
    const { stored, queued } = await look(readerOf({ id, letter: letter(more) }));
    expect(queued).toEqual([`${id} letter-1`]);
    expect(stored?.letter).toEqual({ ...letter(more), retryAt: hours(1) });
  },
);

it('a letter asked for longer ago is no answer any more', async () => {
  const { stored, queued } = await look(readerOf({ id, letter: letter({ askedAt: hours(-48.01) }) }));
  expect(queued).toEqual([]);
  expect(stored).toEqual(readerOf({ id }));
});

it('who paused by bounces is written a note when it is due, not before', async () => {
  const due = await look(readerOf({ id, state: 'paused', recovery }));
  expect(due.queued).toEqual([`${id} letter-2`]);
  expect(due.stored?.letter).toMatchObject({ id: 'letter-2', kind: 'recovered' });
  const early = readerOf({ id, state: 'paused', recovery: { ...recovery, dueAt: hours(0.01) } });
  expect(await look(early)).toEqual({ stored: early, queued: [] });
});

it('who has no letter, one that somebody sends, or is gone, is left alone', async () => {
  for (const subscriber of [readerOf({ id }), readerOf({ id, letter: letter({ state: 'claimed' }) }), null])
    expect(await look(subscriber)).toEqual({ stored: subscriber, queued: [] });
});
