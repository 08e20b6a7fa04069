import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { testCloud } from '../../embedded.ts';

await testCloud();
const { sqs } = await import('../../../shared/aws/clients.ts');
const { sendAll } = await import('../../../shared/aws/queue.ts');
const { eachRecord } = await import('../../../shared/aws/sqs-batch.ts');
const { deadLetters, drain, makeQueue } = await import('../../../infra/local/queue-pump.ts');

describe('of a hundred messages, three of them poison', () => {
  const poison = new Set([13, 55, 99]);
  const done = new Map<number, number>();
  const tries = new Map<number, number>();
  let queueUrl: string;

  const work = ({ n }: { n: number }): Promise<void> => {
    tries.set(n, (tries.get(n) ?? 0) + 1);
    if (poison.has(n)) return Promise.reject(new Error('poison'));
    done.set(n, (done.get(n) ?? 0) + 1);
    return Promise.resolve();
  };
  const pump = () =>
    drain({ queueUrl, batchSize: 10, handler: eachRecord(z.strictObject({ n: z.int() }), work) });

  beforeAll(async () => {
    queueUrl = await makeQueue(`poison-${process.pid}`);
    await sendAll(
      queueUrl,
      Array.from({ length: 100 }, (_, n) => ({ n })),
    );
    await pump();
  });

  it('97 are done, each once', () => {
    expect(done.size).toBe(97);
    expect([...done.values()].every((times) => times === 1)).toBe(true);
  });

  it('three are tried five times and lie among the dead letters', async () => {
    expect([...poison].map((n) => tries.get(n))).toEqual([5, 5, 5]);
    expect(await deadLetters(queueUrl)).toBe(3);
  });

  it('sent back after the fault is mended, they are done as well, once each, and nothing else again', async () => {
    poison.clear();
    const dead = queueUrl.replace(/$/, '-dead');
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({ QueueUrl: dead, MaxNumberOfMessages: 10 }),
    );
    await sendAll(
      queueUrl,
      Messages.map((message): object => JSON.parse(message.Body ?? '{}') as object),
    );
    for (const { ReceiptHandle } of Messages)
      await sqs().send(new DeleteMessageCommand({ QueueUrl: dead, ReceiptHandle }));
    await pump();
    expect(done.size).toBe(100);
    expect([...done.values()].every((times) => times === 1)).toBe(true);
    expect(await deadLetters(queueUrl)).toBe(0);
  });
});
