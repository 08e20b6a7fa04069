import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { errorText, log } from '../log.ts';

/** Time kept back so that a worker stops before its clock does. */
const reserveMs = 5_000;

/**
 * Makes an SQS handler of a function over one parsed message. Only the failed messages return to the queue
 * (partial batch response); of a FIFO queue everything from the first failure on, to keep the order.
 * A message that does not fit its schema fails too and ends, after its tries, in the dead-letter queue.
 */
export function eachRecord<S extends z.ZodType>(schema: S, work: (message: z.output<S>, record: SQSRecord) => Promise<void>) {
  return async (event: SQSEvent, context?: Pick<Context, 'getRemainingTimeInMillis'>): Promise<SQSBatchResponse> => {
    const failed: string[] = [];
    for (const record of event.Records) {
      const fifo = record.eventSourceARN.endsWith('.fifo');
      const late = context !== undefined && context.getRemainingTimeInMillis() < reserveMs;
      if (late || (fifo && failed.length > 0)) {
        failed.push(record.messageId);
        continue;
      }
      try {
        await work(schema.parse(JSON.parse(record.body)), record);
      } catch (error) {
        log('message-failed', { messageId: record.messageId, queue: record.eventSourceARN, error: errorText(error) });
        failed.push(record.messageId);
      }
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
