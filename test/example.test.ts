import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { expect, it } from 'vitest';
import { sendAll } from '../shared/aws/queue.ts';

const sqs = mockClient(SQSClient);

it('sends again what the queue refused, and only that', async () => {
  const refused = { Id: '1', Code: 'ServiceUnavailable', SenderFault: false };
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Failed: [refused] })
    .resolves({});
  await sendAll('https://queue.example', [{ n: 1 }, { n: 2 }]);
  const Entries = [{ Id: '1', MessageBody: '{"n":2}' }];
  expect(sqs).toHaveReceivedNthCommandWith(SendMessageBatchCommand, 2, { Entries });
});
