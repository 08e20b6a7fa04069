import * as sdk from '@aws-sdk/client-sqs';
import { firstJsonTry } from './first-try.ts';
import { type Answered, type SdkCommand, triedFirst } from './tried-first.ts';

/** The SDK's commands that fill queues, each tried once by the short way: see first-try.ts. */

const sendingBy =
  (operation: string) =>
  async (config: object, { input, command }: SdkCommand): Promise<Answered> => {
    const answer = await firstJsonTry(config, {
      command,
      input,
      target: `AmazonSQS.${operation}`,
      body: JSON.stringify(input),
    });
    return answer?.status === 200 ? (JSON.parse(answer.body.toString()) as Answered) : undefined;
  };

export const SendMessageCommand = triedFirst(sdk.SendMessageCommand, sendingBy('SendMessage'));
export const SendMessageBatchCommand = triedFirst(sdk.SendMessageBatchCommand, sendingBy('SendMessageBatch'));
