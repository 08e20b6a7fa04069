import { ChangeMessageVisibilityBatchCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { errorText, log } from '../log.ts';
import { sqs } from './clients.ts';
import { SendMessageBatchCommand, SendMessageCommand } from './queue-commands.ts';

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
  await sendText(queueUrl, JSON.stringify(message), fifo);
}

/** A body that may be no JSON, as it came. */
export async function sendText(queueUrl: string, body: string, fifo?: FifoOptions): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      ...(fifo && { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplicationId }),
    }),
  );
}

interface Entry {
  /** The place of the message in what was to be sent. */
  Id: string;
  MessageBody: string;
}

/** The messages, call by call. */
function callsOf(messages: readonly object[]): Entry[][] {
  const calls: Entry[][] = [];
  let bytes = 0;
  for (const [at, message] of messages.entries()) {
    const entry = { Id: String(at), MessageBody: JSON.stringify(message) };
    const size = Buffer.byteLength(entry.MessageBody);
    const call = calls.at(-1);
    if (call === undefined || call.length === entriesPerCall || bytes + size > bytesPerCall) {
      calls.push([entry]);
      bytes = size;
    } else {
      call.push(entry);
      bytes += size;
    }
  }
  return calls;
}

/** What the queue did not take, by place, and why. */
interface Unsent {
  places: number[];
  error: Error;
}

/** Sends all, each call three times. @returns null when the queue has them all */
export async function sendWhatItTakes(queueUrl: string, messages: readonly object[]): Promise<Unsent | null> {
  const calls = callsOf(messages);
  const places: number[] = [];
  let fault: unknown;
  for (const call of calls) {
    let entries = call;
    try {
      for (let attempt = 1; entries.length > 0 && attempt <= 3; attempt++) {
        const answer = await sqs().send(
          new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }),
        );
        const refused = new Set((answer.Failed ?? []).map((entry) => entry.Id));
        entries = entries.filter((entry) => refused.has(entry.Id));
      }
    } catch (error) {
      fault = error;
    }
    places.push(...entries.map(({ Id }) => Number(Id)));
  }
  if (places.length === 0) return null;
  const said = fault === undefined ? `the queue refused ${places.length} messages three times` : undefined;
  return { places, error: new Error(said ?? `${places.length} messages were not queued`, { cause: fault }) };
}

/** @throws Error when any entry is still refused after three tries; the caller's retry sends all again, consumers are idempotent */
export async function sendAll(queueUrl: string, messages: readonly object[]): Promise<void> {
  const [only, ...others] = messages;
  if (only !== undefined && others.length === 0) return send(queueUrl, only);
  const unsent = await sendWhatItTakes(queueUrl, messages);
  if (unsent !== null) throw unsent.error;
}

export interface Hidden {
  queueArn: string;
  receiptHandle: string;
  /** From now on; SQS allows twelve hours. */
  seconds: number;
}

const urls = new Map<string, string>();

async function urlOf(queueArn: string): Promise<string | undefined> {
  const known = urls.get(queueArn);
  if (known !== undefined) return known;
  const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName: queueArn.split(':').at(-1) }));
  if (QueueUrl !== undefined) urls.set(queueArn, QueueUrl);
  return QueueUrl;
}

/** Says when messages of one batch may come again. Where that fails they come when the queue's own time is over. */
export async function hide(messages: readonly Hidden[]): Promise<void> {
  const [first] = messages;
  if (first === undefined) return;
  try {
    await sqs().send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: await urlOf(first.queueArn),
        Entries: messages.map(({ receiptHandle, seconds }, at) => ({
          Id: String(at),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        })),
      }),
    );
  } catch (error) {
    log('messages-not-hidden', { messages: messages.length, error: errorText(error) });
  }
}
