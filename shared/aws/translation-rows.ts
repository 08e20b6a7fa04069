import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { dynamo } from './clients.ts';
import { translatedCharactersKey, translationIdOf, translationKey } from './keys.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet } from './rows.ts';

const row = z.object({
  pk: z.string(),
  text: z.string().nullable(),
  engine: z.string(),
  uncertain: z.literal(true).optional(),
});
type Kept = Omit<z.infer<typeof row>, 'pk'>;

const withinBudget = 'attribute_not_exists(#sent) OR #sent <= :left';

/** Translations by the hash of their text, and the characters sent in a month. */
export interface TranslationRows {
  readTranslations(ids: readonly string[]): Promise<Map<string, Kept>>;
  keepTranslation(id: string, translation: Kept): Promise<void>;
  claimCharacters(characters: number, now: Date): Promise<boolean>;
  /** Characters sent in the month of the instant. */
  charactersSent(now: Date): Promise<number>;
}

/** @param budget characters a month */
export function translationRows(table: string, budget: number): TranslationRows {
  return {
    readTranslations: async (ids) => {
      const rows = (await batchGet(table, ids.map(translationKey))).map((each) => row.parse(each));
      return new Map(rows.map(({ pk, ...kept }) => [translationIdOf(pk), kept]));
    },
    keepTranslation: async (id, translation) => {
      await dynamo().send(
        new PutCommand({ TableName: table, Item: { ...translationKey(id), ...translation } }),
      );
    },
    claimCharacters: async (characters, now) =>
      characters <= budget &&
      (await conditionHolds(() =>
        dynamo().send(
          new UpdateCommand({
            TableName: table,
            Key: translatedCharactersKey(now.toISOString()),
            UpdateExpression: 'ADD #sent :characters',
            ConditionExpression: withinBudget,
            ExpressionAttributeNames: { '#sent': 'sent' },
            ExpressionAttributeValues: { ':characters': characters, ':left': budget - characters },
          }),
        ),
      )),
    charactersSent: async (now) => {
      const [month] = await batchGet(table, [translatedCharactersKey(now.toISOString())]);
      return Number(month?.sent ?? 0);
    },
  };
}
