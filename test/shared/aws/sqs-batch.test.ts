import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eachRecord, wholeBatch } from '../../../shared/aws/sqs-batch.ts';

const job = z.strictObject({ n: z.int() });
const standard = 'arn:aws:sqs:eu-central-1:1:visit';
const fifo = 'arn:aws:sqs:eu-central-1:1:story.fifo';

function batch(bodies: string[], queue = standard): SQSEvent {
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: '',
    ApproximateFirstReceiveTimestamp: '0',
  };
  return {
    Records: bodies.map((body, at) => ({
      messageId: `m${at}`,
      receiptHandle: '',
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
  });
});

describe('a single writer', () => {
  it('returns the whole batch when its one save fails', async () => {
    const answer = await wholeBatch(job, () => Promise.reject(new Error('not saved')))(batch(jobs(3), fifo));
    expect(returned(answer)).toEqual(['m0', 'm1', 'm2']);
  });

  it('gets every message that fits, and returns the others alone', async () => {
    const seen: number[] = [];
    const answer = await wholeBatch(job, (all) => {
      seen.push(...all.map(({ n }) => n));
      return Promise.resolve();
    })(batch(['{"n":7}', 'broken', '{"n":9}'], fifo));
    expect(returned(answer)).toEqual(['m1']);
    expect(seen).toEqual([7, 9]);
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
