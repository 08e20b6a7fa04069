import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource, type SqsEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Stage } from '../../shared/env.ts';
import { sizes } from './settings.ts';

/** A message that failed this often is poison; it waits in the dead-letter queue for a person. */
const maxReceiveCount = 5;

const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const satisfies QueueProps;

/** A queue and its dead letters. */
class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  /** @param consumer the stage that empties the queue; its timeout sets how long a message stays hidden (AWS asks for at least six times) */
  constructor(scope: Construct, id: string, consumer: Stage, fifo = false) {
    super(scope, id);
    const order = fifo ? { fifo: true } : {};
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...safe,
      ...order,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...safe,
      ...order,
      visibilityTimeout: Duration.seconds(6 * sizes[consumer].timeoutSeconds),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
  }

  /** Starts the function for each batch. Only the failed messages of a batch come back. */
  startsStage(
    consumer: IFunction,
    options: Pick<SqsEventSourceProps, 'batchSize' | 'maxBatchingWindow' | 'maxConcurrency'>,
  ): void {
    consumer.addEventSource(new SqsEventSource(this.queue, { ...options, reportBatchItemFailures: true }));
  }
}

/** EventBridge names no source account to KMS, but SQS names the queue: it may seal messages to our queues only. */
function sealsForEvents(key: Key): void {
  const ours = `arn:${Aws.PARTITION}:sqs:${Aws.REGION}:${Aws.ACCOUNT_ID}:*`;
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringLike: { 'kms:EncryptionContext:aws:sqs:arn': ours } },
    }),
  );
}

/** The four queues of the flow. */
export class Queues extends Construct {
  readonly visit = new WorkQueue(this, 'Visit', 'visit-feeds');
  readonly ingest = new WorkQueue(this, 'Ingest', 'ingest-feed');
  /** One writer for stories: FIFO, one message group. */
  readonly story = new WorkQueue(this, 'Story', 'group-stories', true);
  readonly digest = new WorkQueue(this, 'Digest', 'send-digest');
  /** Runs that the clock started and that failed. */
  readonly schedulerDeadLetters = new Queue(this, 'MissedTicks', {
    ...safe,
    retentionPeriod: Duration.days(14),
  });
  /** Bounces and complaints that could not be recorded. They name addresses, so they are sealed with the key for people. */
  readonly lostFeedback: Queue;

  constructor(scope: Construct, id: string, { peopleKey }: { peopleKey: Key }) {
    super(scope, id);
    this.lostFeedback = new Queue(this, 'LostFeedback', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: peopleKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    sealsForEvents(peopleKey);
  }
}
