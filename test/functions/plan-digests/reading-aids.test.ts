import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, expect, it } from 'vitest';
import { isTranslationSpent } from '../../../functions/plan-digests/reading-aids.ts';

const dynamo = mockClient(DynamoDBDocumentClient);
const now = new Date('2026-11-24T06:00:00Z');
const settings = { TABLE_STORIES: 'stories', TRANSLATE_ENGINE: 'aws', TRANSLATE_BUDGET: '50000' } as const;
beforeEach(() => dynamo.reset());

it.each([
  [0, false],
  [48_999, false],
  [49_000, true],
  [50_000, true],
])('after %d of 50,000 characters the budget is spent: %s', async (sent, spent) => {
  const month = { pk: 'TRANSLATED#2026-11', sk: 'CHARACTERS', sent };
  dynamo.on(BatchGetCommand).resolves({ Responses: { stories: [month] } });
  expect(await isTranslationSpent(settings, now)).toBe(spent);
});

it('asks nothing where nobody translates', async () => {
  expect(await isTranslationSpent({ TABLE_STORIES: 'stories' }, now)).toBe(false);
  expect(dynamo).not.toHaveReceivedAnyCommand();
});
