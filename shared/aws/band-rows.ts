import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { BandKey, BandPorts } from '../domain/reprint/find.ts';
import type { CopyableText } from '../domain/reprint/reprint.ts';
import { dynamo } from './clients.ts';
import { bandKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import { batchGet, type Row } from './rows.ts';

/** Free, run out, or ours already (a retry). */
const free = 'attribute_not_exists(pk) OR expiresAt <= :now OR articleId = :own';
const ours = 'articleId = :own';

/** The border: bodies are written by this file only. */
const claimOf = (row: Row): CopyableText => unpack(row.body as Uint8Array) as CopyableText;

/**
 * Fingerprint bands in the Stories table. A row past `expiresAt` counts as gone when read; TTL only collects the garbage.
 * @param now epoch seconds
 */
export function bandRows(table: string, { now, seconds }: { now: () => number; seconds: number }): BandPorts {
  return {
    readBands: async (keys) => {
      const rows = await batchGet(table, keys.map(keyOf));
      const live = rows.filter((row) => Number(row.expiresAt) > now()).map(claimOf);
      return [...new Map(live.map((claim) => [claim.id, claim])).values()];
    },
    claimBand: async (key, claim) => {
      const item = { ...keyOf(key), articleId: claim.id, body: pack(claim, claim.language) };
      for (;;) {
        const at = now();
        try {
          await dynamo().send(
            new PutCommand({
              TableName: table,
              Item: { ...item, expiresAt: at + seconds },
              ConditionExpression: free,
              ExpressionAttributeValues: { ':now': at, ':own': claim.id },
            }),
          );
          return null;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
        const { Item } = await dynamo().send(
          new GetCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
        );
        // Gone between the two: claim again.
        if (Item !== undefined && Number(Item.expiresAt) > at) return claimOf(Item);
      }
    },
    releaseBand: async (key, articleId) => {
      try {
        await dynamo().send(
          new DeleteCommand({
            TableName: table,
            Key: keyOf(key),
            ConditionExpression: ours,
            ExpressionAttributeValues: { ':own': articleId },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

const keyOf = (key: BandKey) => bandKey(key.band, key.hash);
