import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { atMost } from '../at-most.ts';
import { ComeLater } from '../errors.ts';
import { errorText, log } from '../log.ts';
import { hide } from './queue.ts';

type Clocked = Pick<Context, 'getRemainingTimeInMillis'>;

/** Time kept back so that a worker stops before its clock does. */
const reserveMs = 5_000;
const isOver = (context?: Clocked): boolean =>
  context !== undefined && context.getRemainingTimeInMillis() < reserveMs;

/**
 * How long a failed message stays hidden, in seconds: 10, 40, 160, 640. The queue's own time is six time-outs, and a FIFO
 * group stands still for it. Five tries in a quarter of an hour outlive most outages; then a person looks.
 */
const afterFailure = (receives: number): number => Math.min(900, 10 * 4 ** (receives - 1));
/** Where a day's quota is used up: the fifth try comes after 18½ hours, when an edition is too late and ends in peace. */
const quotaPauses = [1_800, 7_200, 18_000, 39_600];
const afterQuota = (receives: number): number => quotaPauses[receives - 1] ?? 39_600;

type End = 'done' | 'failed' | 'not begun' | 'no quota';
const pauseAfter: Record<Exclude<End, 'done'>, (receives: number) => number> = {
  failed: afterFailure,
  'not begun': () => 0,
  'no quota': afterQuota,
};

/** Returns messages to their queue, each hidden for a while. */
async function giveBack(ended: { record: SQSRecord; end: End }[]): Promise<SQSBatchResponse> {
  const returned = ended.flatMap(({ record, end }) => (end === 'done' ? [] : [{ record, end }]));
  await hide(
    returned.map(({ record, end }) => ({
      queueArn: record.eventSourceARN,
      receiptHandle: record.receiptHandle,
      seconds: pauseAfter[end](Number(record.attributes.ApproximateReceiveCount)),
    })),
  );
  return { batchItemFailures: returned.map(({ record }) => ({ itemIdentifier: record.messageId })) };
}

/**
 * Makes an SQS handler of a function over one parsed message. Only the failed messages return to the queue
 * (partial batch response), so it is not for a FIFO queue: a later message would overtake a failed one.
 * A message that does not fit its schema fails too and ends, after its tries, in the dead-letter queue. Work that throws
 * ComeLater ends the batch: the rest is not begun.
 * @param atOnce messages worked on at a time
 */
export function eachRecord<S extends z.ZodType>(
  schema: S,
  work: (message: z.output<S>, record: SQSRecord) => Promise<void>,
  atOnce = 1,
) {
  return async (event: SQSEvent, context?: Clocked): Promise<SQSBatchResponse> => {
    let rest: End | undefined;
    const endOf = async (record: SQSRecord): Promise<End> => {
      if (rest !== undefined) return rest;
      if (isOver(context)) return 'not begun';
      try {
        await work(schema.parse(JSON.parse(record.body)), record);
        return 'done';
      } catch (error) {
        if (error instanceof ComeLater) {
          rest = error.wait === 'quota' ? 'no quota' : 'failed';
          log('batch-stopped', { wait: error.wait, error: errorText(error) });
          return rest;
        }
        const { messageId, eventSourceARN: queue } = record;
        log('message-failed', { messageId, queue, error: errorText(error) });
        return 'failed';
      }
    };
    const ends = await atMost(event.Records, atOnce, endOf);
    return giveBack(event.Records.map((record, at) => ({ record, end: ends[at] ?? 'not begun' })));
  };
}

interface Read<T> {
  record: SQSRecord;
  message: T;
}

/** Puts a message where people look, so that the rest can go on. */
export type SetAside = (record: SQSRecord, reason: string) => Promise<void>;

/**
 * Makes an SQS handler of a function over all parsed messages of a batch, for a single writer that saves once a batch.
 * Where the batch fails, its messages are tried one by one: one that fails while a later one succeeds is itself at fault
 * and is set aside; what fails with nothing succeeding after it comes again. So is what does not fit the schema.
 */
export function wholeBatch<S extends z.ZodType>(
  schema: S,
  work: (messages: z.output<S>[]) => Promise<void>,
  setAside: SetAside,
) {
  return async (event: SQSEvent, context?: Clocked): Promise<SQSBatchResponse> => {
    const fit: Read<z.output<S>>[] = [];
    for (const record of event.Records) {
      const message = parseBody(schema, record.body);
      if (message.success) fit.push({ record, message: message.data });
      else await setAside(record, 'does not fit its schema');
    }
    try {
      if (fit.length > 0) await work(fit.map(({ message }) => message));
      return { batchItemFailures: [] };
    } catch (error) {
      log('batch-failed', { messages: fit.length, error: errorText(error) });
      if (fit.length === 1) return giveBack(fit.map(({ record }) => ({ record, end: 'failed' })));
    }
    return oneByOne(fit, { work, setAside, context });
  };
}

async function oneByOne<T>(
  fit: Read<T>[],
  {
    work,
    setAside,
    context,
  }: { work: (messages: T[]) => Promise<void>; setAside: SetAside; context: Clocked | undefined },
): Promise<SQSBatchResponse> {
  let failing: { record: SQSRecord; reason: string; end: End }[] = [];
  for (const { record, message } of fit) {
    if (isOver(context)) {
      failing.push({ record, reason: 'no time left', end: 'not begun' });
      continue;
    }
    try {
      await work([message]);
    } catch (error) {
      failing.push({ record, reason: errorText(error), end: 'failed' });
      continue;
    }
    // The stores work: what failed before this one fails by itself.
    for (const poison of failing) await setAside(poison.record, poison.reason);
    failing = [];
  }
  return giveBack(failing);
}

/** A body that is no JSON does not fit either. */
export function parseBody<S extends z.ZodType>(
  schema: S,
  body: string,
): z.ZodSafeParseResult<z.output<S>> | { success: false } {
  try {
    return schema.safeParse(JSON.parse(body));
  } catch {
    return { success: false };
  }
}
