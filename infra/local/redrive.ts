import { DeleteMessageCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { sqs } from '../../shared/aws/clients.ts';
import { sendText } from '../../shared/aws/queue.ts';

/** Long enough to send and delete ten messages; then what was not moved is seen again. */
const hiddenSeconds = 30;

async function receive(dead: string): Promise<Message[]> {
  const { Messages = [] } = await sqs().send(
    new ReceiveMessageCommand({
      QueueUrl: dead,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
}

/** Up to ten failed messages, to look at: they stay, and are hidden for half a minute. */
export const failedMessages = async (dead: string): Promise<string[]> =>
  (await receive(dead)).map(({ Body = '' }) => Body);

/**
 * Puts failed messages back into their queue, each sent before it is deleted: what is sent twice is found done by its consumer.
 * @param most moves no more, so that a message that fails at once does not go round
 * @returns how many were moved
 */
export async function redrive(
  { queue, dead }: { queue: string; dead: string },
  most: number,
): Promise<number> {
  let moved = 0;
  while (moved < most) {
    const messages = (await receive(dead)).slice(0, most - moved);
    if (messages.length === 0) break;
    for (const { Body = '', ReceiptHandle, MessageId = '', Attributes } of messages) {
      const group = Attributes?.MessageGroupId;
      await sendText(
        queue,
        Body,
        group === undefined ? undefined : { group, deduplicationId: `again-${MessageId}` },
      );
      await sqs().send(new DeleteMessageCommand({ QueueUrl: dead, ReceiptHandle }));
      moved++;
    }
  }
  return moved;
}
