import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { sqs } from '../../shared/aws/clients.ts';
import { queueDepth } from './queue-depth.ts';
import { deadLettersOf } from './settings.ts';

/** As in the stack: five tries, then the dead-letter queue. */
const maxReceiveCount = 5;

/** Makes a queue with its dead-letter queue, as the stack does. @returns the queue's URL */
export async function makeQueue(name: string): Promise<string> {
  const fifo = name.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
  const dead = await sqs().send(new CreateQueueCommand({ QueueName: deadLettersOf(name), Attributes: fifo }));
  const { Attributes } = await sqs().send(
    new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const policy = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount });
  const queue = await sqs().send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { ...fifo, RedrivePolicy: policy, VisibilityTimeout: '120' },
    }),
  );
  if (queue.QueueUrl === undefined) throw new Error(`the queue ${name} has no URL`);
  return queue.QueueUrl;
}

export interface QueueSource {
  queueUrl: string;
  /** Messages per call, as the stack's event source mapping. */
  batchSize: number;
  handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
}

/** Stands in for Lambda's event source mapping, without the pauses: hands batches to the handler until the queue is empty. @returns how many messages were done */
export async function drain({ queueUrl, batchSize, handler }: QueueSource): Promise<number> {
  let done = 0;
  for (;;) {
    const { Messages = [] } = await sqs().send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: batchSize,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return done;
    const arn = `arn:aws:sqs:local:000000000000:${queueUrl.split('/').at(-1) ?? ''}`;
    const records = Messages.map((message) => record(message, arn));
    const answer = await handler({ Records: records });
    const failed = new Set(answer.batchItemFailures.map((failure) => failure.itemIdentifier));
    for (const message of Messages) {
      const which = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle };
      if (failed.has(message.MessageId ?? ''))
        await sqs().send(new ChangeMessageVisibilityCommand({ ...which, VisibilityTimeout: 0 }));
      else await sqs().send(new DeleteMessageCommand(which));
    }
    done += Messages.length - failed.size;
  }
}

type Received = {
  MessageId?: string | undefined;
  ReceiptHandle?: string | undefined;
  Body?: string | undefined;
  Attributes?: Record<string, string> | undefined;
  MD5OfBody?: string | undefined;
};

function record(message: Received, eventSourceARN: string): SQSEvent['Records'][number] {
  const { ApproximateReceiveCount = '1', SentTimestamp = '0', ...rest } = message.Attributes ?? {};
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    md5OfBody: message.MD5OfBody ?? '',
    attributes: {
      ApproximateReceiveCount,
      SentTimestamp,
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: SentTimestamp,
      ...rest,
    },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: 'local',
  };
}

/** How many messages are in the dead-letter queue of a queue. */
export async function deadLetters(queueUrl: string): Promise<number> {
  return (await queueDepth(deadLettersOf(queueUrl))).waiting;
}
