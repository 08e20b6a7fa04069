import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqs } from '../../shared/aws/clients.ts';

/** About how many messages wait, and how many somebody works on. */
export async function queueDepth(queueUrl: string): Promise<{ waiting: number; inWork: number }> {
  const { Attributes = {} } = await sqs().send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inWork: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
