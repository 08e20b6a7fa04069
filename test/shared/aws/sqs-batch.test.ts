import { ChangeMessageVisibilityBatchCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eachRecord, wholeBatch } from '../../../shared/aws/sqs-batch.ts';
import { ComeLater } from '../../../shared/errors.ts';

const job = z.strictObject({ n: z.int() });
const standard = 'arn:aws:sqs:eu-central-1:1:visit';
const fifo = 'arn:aws:sqs:eu-central-1:1:story.fifo';

const sqs = mockClient(SQSClient);
beforeEach(() => {
  sqs.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl: 'https://queue.example/visit' });
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
});
/** For how long each returned message stays hidden. */
const hidden = () =>
  sqs
    .commandCalls(ChangeMessageVisibilityBatchCommand)
    .flatMap(({ args }) => args[0].input.Entries ?? [])
    .map(({ ReceiptHandle, VisibilityTimeout }) => [ReceiptHandle, VisibilityTimeout]);

function batch(bodies: string[], queue = standard, receives = 1): SQSEvent {
  const attributes = {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
  };
  return {
    Records: bodies.map((body, at) => ({
      messageId: `m${at}`,
      receiptHandle: `r${at}`,
      body,
      attributes,
      messageAttributes: {},
      md5OfBody: '',
      eventSource: 'aws:sqs',
      eventSourceARN: queue,
      awsRegion: '',
    })),
  };
}
const jobs = (count: number): string[] => Array.from({ length: count }, (_, n) => JSON.stringify({ n }));
const returned = ({ batchItemFailures }: { batchItemFailures: { itemIdentifier: string }[] }): string[] =>
  batchItemFailures.map((failure) => failure.itemIdentifier);
/** Fails where the bit of `pattern` is set. */
const failingBy =
  (pattern: number, done: number[] = []) =>
  ({ n }: { n: number }): Promise<void> => {
    if ((pattern >> n) % 2 === 1) return Promise.reject(new Error('fails'));
    done.push(n);
    return Promise.resolve();
  };

describe('a batch of five', () => {
  it('is worked on so many at a time as asked for, and returns exactly the failed', async () => {
    let [now, most] = [0, 0];
    const work = async (message: { n: number }): Promise<void> => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      await failingBy(5)(message);
    };
    expect(returned(await eachRecord(job, work, 3)(batch(jobs(5))))).toEqual(['m0', 'm2']);
    expect(most).toBe(3);
  });

  it('returns exactly the failed messages, in each of the 32 patterns', async () => {
    for (let pattern = 0; pattern < 32; pattern++) {
      const answer = await eachRecord(job, failingBy(pattern))(batch(jobs(5)));
      expect(returned(answer)).toEqual(
        [0, 1, 2, 3, 4].filter((n) => (pattern >> n) % 2 === 1).map((n) => `m${n}`),
      );
    }
  });

  it.each(['', 'no json', '{"n":1.5}', '{"n":1,"extra":2}', 'null', '[]', '{"__proto__":{"n":1}}'])(
    'returns the message %j and does its neighbours',
    async (body) => {
      const done: number[] = [];
      expect(
        returned(await eachRecord(job, failingBy(0, done))(batch([...jobs(2), body, ...jobs(2)]))),
      ).toEqual(['m2']);
      expect(done).toEqual([0, 1, 0, 1]);
    },
  );

  it('done whole returns nothing', async () => {
    expect(await eachRecord(job, failingBy(0))(batch(jobs(5)))).toEqual({ batchItemFailures: [] });
    expect(hidden()).toEqual([]);
  });

  it('hides what failed for seconds, longer with each try, and not for the time of its queue', async () => {
    for (const receives of [1, 2, 3, 4, 5])
      await eachRecord(job, failingBy(2))(batch(jobs(2), standard, receives));
    expect(hidden()).toEqual([10, 40, 160, 640, 900].map((seconds) => ['r1', seconds]));
  });

  it('returns the failed although they cannot be hidden', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).rejects(new Error('no'));
    expect(returned(await eachRecord(job, failingBy(1))(batch(jobs(1))))).toEqual(['m0']);
  });

  it.each([
    ['quota', [1_800, 7_200, 18_000, 39_600, 39_600]],
    ['soon', [10, 40, 160, 640, 900]],
  ] as const)('that has to come later (%s) is given back with all that follow', async (wait, seconds) => {
    for (const [at, pause] of seconds.entries()) {
      sqs.resetHistory();
      const begun: number[] = [];
      const work = ({ n }: { n: number }): Promise<void> => {
        begun.push(n);
        return n === 1 ? Promise.reject(new ComeLater('not now', wait)) : Promise.resolve();
      };
      const answer = await eachRecord(job, work)(batch(jobs(4), standard, at + 1));
      expect([begun, returned(answer)]).toEqual([
        [0, 1],
        ['m1', 'm2', 'm3'],
      ]);
      expect(hidden().map(([, time]) => time)).toEqual([pause, pause, pause]);
    }
  });
});

describe('a single writer', () => {
  let setAside: [string, string][] = [];
  const aside = (record: { messageId: string }, reason: string): Promise<void> => {
    setAside.push([record.messageId, reason]);
    return Promise.resolve();
  };
  beforeEach(() => {
    setAside = [];
  });

  it('returns the whole batch when its one save fails', async () => {
    const failing = () => Promise.reject(new Error('not saved'));
    const answer = await wholeBatch(job, failing, aside)(batch(jobs(3), fifo, 2));
    expect(returned(answer)).toEqual(['m0', 'm1', 'm2']);
    expect(hidden()).toEqual(['r0', 'r1', 'r2'].map((handle) => [handle, 40]));
    expect(setAside).toEqual([]);
  });

  it.each([
    ['a poison in front, in the middle and twice', [0, 2, 3], [1, 4], []],
    ['a poison at the end comes again: perhaps the store has just failed', [4], [0, 1, 2, 3], ['m4']],
    ['all but one', [0, 1, 2, 3], [4], []],
  ] as const)('sets aside what fails while a later one succeeds: %s', async (_name, poison, done, back) => {
    const saved: number[] = [];
    const work = (all: { n: number }[]): Promise<void> => {
      if (all.some(({ n }) => (poison as readonly number[]).includes(n)))
        return Promise.reject(new Error('bad'));
      saved.push(...all.map(({ n }) => n));
      return Promise.resolve();
    };
    const answer = await wholeBatch(job, work, aside)(batch(jobs(5), fifo));
    expect([saved, returned(answer)]).toEqual([done, back]);
    expect(setAside).toEqual(
      poison.filter((n) => !back.some((id) => id === `m${n}`)).map((n) => [`m${n}`, 'bad']),
    );
  });

  it('returns a message that could not be set aside either', async () => {
    const work = (all: { n: number }[]): Promise<void> =>
      failingBy(1)({ n: all.length > 1 ? 0 : (all[0]?.n ?? 0) });
    const failing = () => Promise.reject(new Error('no queue'));
    await expect(wholeBatch(job, work, failing)(batch(jobs(2), fifo))).rejects.toThrow('no queue');
  });

  it('gets every message that fits; the others are set aside and hold nobody up', async () => {
    const seen: number[] = [];
    const work = (all: { n: number }[]): Promise<void> => {
      seen.push(...all.map(({ n }) => n));
      return Promise.resolve();
    };
    const answer = await wholeBatch(job, work, aside)(batch(['{"n":7}', 'broken', '{"n":9}'], fifo));
    expect([returned(answer), seen]).toEqual([[], [7, 9]]);
    expect(setAside).toEqual([['m1', 'does not fit its schema']]);
  });
});

it('a worker begins nothing that its clock may cut: 1,000 runs of random length, none passes the time-out', async () => {
  const timeout = 60_000;
  const worstMessage = 5_000;
  let seed = 42;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  let returnedInTime = 0;
  for (let run = 0; run < 1_000; run++) {
    let passed = 0;
    const spend = (): Promise<void> => {
      passed += random() * worstMessage;
      return Promise.resolve();
    };
    const answer = await eachRecord(job, spend)(batch(jobs(30)), {
      getRemainingTimeInMillis: () => timeout - passed,
    });
    expect(passed).toBeLessThanOrEqual(timeout);
    returnedInTime += answer.batchItemFailures.length;
  }
  // The clock did stop some: 30 messages of 2.5 s do not fit.
  expect(returnedInTime).toBeGreaterThan(1_000);
});
