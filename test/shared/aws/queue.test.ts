import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { send, sendAll, sendWhatItTakes } from '../../../shared/aws/queue.ts';

const sqs = mockClient(SQSClient);
const url = 'https://queue.example';
const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const refusal = (Id: string) => ({ Id, Code: 'ServiceUnavailable', SenderFault: false });
const sentEntries = () =>
  sqs
    .commandCalls(SendMessageBatchCommand)
    .map(({ args }) => (args[0].input.Entries ?? []).map((entry) => entry.MessageBody));

beforeEach(() => sqs.reset());

it('sends one message, to a standard queue without group and id', async () => {
  sqs.on(SendMessageCommand).resolves({});
  await send(url, { n: 1 });
  expect(sqs).toHaveReceivedCommandExactlyOnceWith(SendMessageCommand, {
    QueueUrl: url,
    MessageBody: '{"n":1}',
  });
  expect(sqs.commandCalls(SendMessageCommand)[0]?.args[0].input).not.toHaveProperty('MessageGroupId');
});

it('names group and deduplication id to a FIFO queue', async () => {
  sqs.on(SendMessageCommand).resolves({});
  await send(url, {}, { group: 'g', deduplicationId: 'd' });
  expect(sqs).toHaveReceivedCommandWith(SendMessageCommand, {
    MessageGroupId: 'g',
    MessageDeduplicationId: 'd',
  });
});

it('sends ten messages a call, in order, and nothing where there are none', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sendAll(url, []);
  await sendAll(url, numbered(21));
  expect(sentEntries().map((bodies) => bodies.length)).toEqual([10, 10, 1]);
  expect(sentEntries().flat()).toEqual(numbered(21).map((message) => JSON.stringify(message)));
  expect(sqs).toHaveReceivedCommandWith(SendMessageBatchCommand, { QueueUrl: url });
});

it('sends no more than 256 KB a call', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await sendAll(
    url,
    ['a', 'b', 'c', 'd', 'e'].map((text) => ({ text: text.repeat(60_000) })),
  );
  expect(sentEntries().map((bodies) => bodies.length)).toEqual([4, 1]);
});

it('sends only refused entries again, and gives up after the third refusal saying how many', async () => {
  sqs.on(SendMessageBatchCommand).resolves({ Failed: [refusal('1'), refusal('2')] });
  await expect(sendAll(url, numbered(4))).rejects.toThrow('refused 2 messages three times');
  expect(sentEntries()).toEqual([
    ['{"n":0}', '{"n":1}', '{"n":2}', '{"n":3}'],
    ['{"n":1}', '{"n":2}'],
    ['{"n":1}', '{"n":2}'],
  ]);
});

it('names what it could not send, and sends the rest: a broken call loses its own messages only', async () => {
  sqs.on(SendMessageBatchCommand).rejectsOnce(new Error('reset')).resolves({});
  const unsent = await sendWhatItTakes(url, numbered(12));
  expect(unsent?.places).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(unsent?.error).toMatchObject({ message: '10 messages were not queued', cause: new Error('reset') });
  expect(sentEntries().at(-1)).toEqual(['{"n":10}', '{"n":11}']);
});

it('is content when the third try takes all', async () => {
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Failed: [refusal('0')] })
    .resolvesOnce({ Failed: [refusal('0')] })
    .resolves({});
  await sendAll(url, numbered(2));
  expect(sentEntries()).toHaveLength(3);
});
