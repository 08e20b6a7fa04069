import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { LshBucket, LshBucketPorts } from '../domain/reprint/find.ts';
import type { CopyableText } from '../domain/reprint/reprint.ts';
import { dynamo } from './clients.ts';
import { lshBucketKey } from './keys.ts';
import { packBody, unpackBody } from './packed.ts';
import { reservationBody } from './row-bodies.ts';
import { batchGet, type Row } from './rows.ts';

/** Free, run out, or ours already (a retry). */
const free = 'attribute_not_exists(pk) OR expiresAt <= :now OR articleId = :own';
const ours = 'articleId = :own';

const reservationOf = (row: Row): CopyableText => unpackBody(row, reservationBody);

/**
 * LSH buckets of fingerprints in the Stories table. A row past `expiresAt` counts as gone when read; TTL only collects the garbage.
 * @param now epoch seconds
 */
export function lshBucketRows(
  table: string,
  { now, seconds }: { now: () => number; seconds: number },
): LshBucketPorts {
  return {
    readLshBuckets: async (keys) => {
      const rows = await batchGet(table, keys.map(keyOf));
      const live = rows.filter((row) => Number(row.expiresAt) > now()).map(reservationOf);
      return [...new Map(live.map((reservation) => [reservation.id, reservation])).values()];
    },
    reserveLshBucket: async (key, reservation) => {
      const item = {
        ...keyOf(key),
        articleId: reservation.id,
        body: packBody(reservation),
      };
      for (;;) {
        const at = now();
        try {
          await dynamo().send(
            new PutCommand({
              TableName: table,
              Item: { ...item, expiresAt: at + seconds },
              ConditionExpression: free,
              ExpressionAttributeValues: { ':now': at, ':own': reservation.id },
            }),
          );
          return null;
        } catch (error) {
          if (!(error instanceof ConditionalCheckFailedException)) throw error;
        }
        const { Item } = await dynamo().send(
          new GetCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
        );
        // Gone between the two calls: reserve again.
        if (Item !== undefined && Number(Item.expiresAt) > at) return reservationOf(Item);
      }
    },
    releaseLshBucket: async (key, articleId) => {
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

const keyOf = (key: LshBucket) => lshBucketKey(key.band, key.hash);
