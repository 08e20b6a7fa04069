import { SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { sqs } from './clients.ts';

/** SQS takes ten entries a call. */
const entriesPerCall = 10;
/** And 256 KB in all. */
const bytesPerCall = 250_000;

export interface FifoOptions {
  /** Messages of one group are handled one at a time, in order. */
  group: string;
  /** Sends of the same id within five minutes count once. */
  deduplicationId: string;
}

export async function send(queueUrl: string, message: object, fifo?: FifoOptions): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify(message),
      ...(fifo && { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId }),
    }),
  );
}

/** The bodies, call by call. */
function callsOf(bodies: readonly string[]): string[][] {
  const calls: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    const call = calls.at(-1);
    if (call === undefined || call.length === entriesPerCall || bytes + size > bytesPerCall) {
      calls.push([body]);
      bytes = size;
    } else {
      call.push(body);
      bytes += size;
    }
  }
  return calls;
}

/** @throws Error when any entry is still refused after three tries; the caller's retry sends all again, consumers are idempotent */
export async function sendAll(queueUrl: string, messages: object[]): Promise<void> {
  for (const bodies of callsOf(messages.map((message) => JSON.stringify(message)))) {
    let entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    for (let attempt = 1; entries.length > 0; attempt++) {
      const answer = await sqs().send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
      const refused = new Set((answer.Failed ?? []).map((entry) => entry.Id));
      entries = entries.filter((entry) => refused.has(entry.Id));
      if (entries.length > 0 && attempt === 3)
        throw new Error(`the queue refused ${entries.length} messages three times`);
    }
  }
}
