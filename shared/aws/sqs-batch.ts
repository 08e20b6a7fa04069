import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { atMost } from '../at-most.ts';
import { errorText, log } from '../log.ts';

/** Time kept back so that a worker stops before its clock does. */
const reserveMs = 5_000;

/**
 * Makes an SQS handler of a function over one parsed message. Only the failed messages return to the queue
 * (partial batch response), so it is not for a FIFO queue: a later message would overtake a failed one.
 * A message that does not fit its schema fails too and ends, after its tries, in the dead-letter queue.
 * @param atOnce messages worked on at a time
 */
export function eachRecord<S extends z.ZodType>(
  schema: S,
  work: (message: z.output<S>, record: SQSRecord) => Promise<void>,
  atOnce = 1,
) {
  return async (
    event: SQSEvent,
    context?: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<SQSBatchResponse> => {
    const done = async (record: SQSRecord): Promise<boolean> => {
      if (context !== undefined && context.getRemainingTimeInMillis() < reserveMs) return false;
      try {
        await work(schema.parse(JSON.parse(record.body)), record);
        return true;
      } catch (error) {
        log('message-failed', {
          messageId: record.messageId,
          queue: record.eventSourceARN,
          error: errorText(error),
        });
        return false;
      }
    };
    const results = await atMost(event.Records, atOnce, done);
    const failed = event.Records.filter((_, at) => results[at] === false);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

/**
 * Makes an SQS handler of a function over all parsed messages of a batch, for a single writer that saves once a batch:
 * the batch succeeds or returns to the queue as a whole, in its order. A message that does not fit its schema fails alone.
 */
export function wholeBatch<S extends z.ZodType>(schema: S, work: (messages: z.output<S>[]) => Promise<void>) {
  return async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const read = event.Records.map((record) => ({ record, message: parseBody(schema, record.body) }));
    const failed = read.flatMap(({ record, message }) => (message.success ? [] : [record.messageId]));
    for (const messageId of failed) log('message-failed', { messageId, error: 'does not fit its schema' });
    try {
      await work(read.flatMap(({ message }) => (message.success ? [message.data] : [])));
    } catch (error) {
      log('batch-failed', { messages: event.Records.length, error: errorText(error) });
      return { batchItemFailures: event.Records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function parseBody<S extends z.ZodType>(
  schema: S,
  body: string,
): z.ZodSafeParseResult<z.output<S>> | { success: false } {
  try {
    return schema.safeParse(JSON.parse(body));
  } catch {
    return { success: false };
  }
}
