import type { LshBucket, LshBucketPorts } from '../domain/reprint/find.ts';
import type { CopyableText } from '../domain/reprint/reprint.ts';
import { dynamo } from './clients.ts';
import { lshBucketKey } from './keys.ts';
import { packBody, unpackBody } from './packed.ts';
import { reservationBody } from './row-bodies.ts';
import { conditionHolds } from './conditional.ts';
import { batchGet, type Row } from './rows.ts';
import { DeleteCommand, GetCommand, PutCommand } from './table-commands.ts';

/** Free, run out, or ours already (a retry). */
const free = 'attribute_not_exists(pk) OR expiresAt <= :now OR articleId = :own';
const ours = 'articleId = :own';

const reservationOf = (row: Row): CopyableText => unpackBody(row, reservationBody);

interface Times {
  /** Epoch seconds. */
  now: () => number;
  /** How long a reservation lasts. */
  seconds: number;
}

/** LSH buckets of fingerprints in the Stories table. A row past `expiresAt` counts as gone when read; TTL only collects the garbage. */
export function lshBucketRows(table: string, times: Times): LshBucketPorts {
  return {
    readLshBuckets: async (keys) => {
      const rows = await batchGet(table, keys.map(keyOf));
      const live = rows.filter((row) => Number(row.expiresAt) > times.now()).map(reservationOf);
      return [...new Map(live.map((reservation) => [reservation.id, reservation])).values()];
    },
    reserveLshBucket: (key, reservation) => reserve(table, key, { reservation, times }),
    releaseLshBucket: async (key, articleId) => {
      const release = new DeleteCommand({
        TableName: table,
        Key: keyOf(key),
        ConditionExpression: ours,
        ExpressionAttributeValues: { ':own': articleId },
      });
      await conditionHolds(() => dynamo().send(release));
    },
  };
}

/** @returns who holds the bucket; null when it is ours now */
async function reserve(
  table: string,
  key: LshBucket,
  { reservation, times }: { reservation: CopyableText; times: Times },
): Promise<CopyableText | null> {
  for (;;) {
    const at = times.now();
    const put = new PutCommand({
      TableName: table,
      Item: {
        ...keyOf(key),
        articleId: reservation.id,
        body: bodyOf(reservation),
        expiresAt: at + times.seconds,
      },
      ConditionExpression: free,
      ExpressionAttributeValues: { ':now': at, ':own': reservation.id },
    });
    if (await conditionHolds(() => dynamo().send(put))) return null;
    const { Item } = await dynamo().send(
      new GetCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true }),
    );
    // Gone between the two calls: reserve again.
    if (Item !== undefined && Number(Item.expiresAt) > at) return reservationOf(Item);
  }
}

const bodies = new WeakMap<CopyableText, Uint8Array>();

/** The eight buckets of a text hold the same. */
function bodyOf(reservation: CopyableText): Uint8Array {
  const body = bodies.get(reservation) ?? packBody(reservation);
  bodies.set(reservation, body);
  return body;
}

const keyOf = (key: LshBucket) => lshBucketKey(key.band, key.hash);
