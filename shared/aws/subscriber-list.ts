import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Subscriber } from '../domain/subscriber/subscriber.ts';
import { dynamo } from './clients.ts';
import type { Row } from './rows.ts';
import { subscriberOf } from './subscribers-table.ts';

/** Every subscriber, for an operator. Reads the whole table; no function of the stack may. */
export async function listSubscribers(table: string): Promise<Subscriber[]> {
  const found: Subscriber[] = [];
  let from: Row | undefined;
  do {
    const page = await dynamo().send(
      new ScanCommand({
        TableName: table,
        FilterExpression: 'sk = :sk',
        ExpressionAttributeValues: { ':sk': 'SUBSCRIBER' },
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    found.push(...(page.Items ?? []).map(subscriberOf));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}
