import { BatchGetCommand, PutCommand, UpdateCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { translationRows } from '../../../shared/aws/translation-rows.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
beforeEach(() => dynamo.reset());
const rows = translationRows('stories', 1_000);
const now = new Date('2026-11-24T06:00:00Z');

it('takes characters of the month before they are sent, in one conditional write', async () => {
  dynamo.on(UpdateCommand).resolves({});
  expect(await rows.claimCharacters(300, now)).toBe(true);
  expect(dynamo).toHaveReceivedCommandWith(UpdateCommand, {
    Key: { pk: 'TRANSLATED#2026-11', sk: 'CHARACTERS' },
    UpdateExpression: 'ADD #sent :characters',
    ExpressionAttributeValues: { ':characters': 300, ':left': 700 },
  });
});

it('refuses what goes beyond the budget, and more than the whole budget without asking', async () => {
  dynamo.on(UpdateCommand).rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {} }));
  expect(await rows.claimCharacters(300, now)).toBe(false);
  expect(await rows.claimCharacters(1_001, now)).toBe(false);
  expect(dynamo).toHaveReceivedCommandTimes(UpdateCommand, 1);
});

it('keeps a translation under the hash of its text, and knows what the month has cost', async () => {
  dynamo.on(PutCommand).resolves({});
  const month = { pk: 'TRANSLATED#2026-11', sk: 'CHARACTERS', sent: 420 };
  dynamo.on(BatchGetCommand).resolves({ Responses: { stories: [month] } });
  await rows.keepTranslation('abc', { text: 'one', engine: 'Amazon Translate', uncertain: true });
  expect(dynamo).toHaveReceivedCommandWith(PutCommand, {
    Item: {
      pk: 'TRANSLATION#abc',
      sk: 'TRANSLATION',
      text: 'one',
      engine: 'Amazon Translate',
      uncertain: true,
    },
  });
  expect(await rows.charactersSent(now)).toBe(420);
});
