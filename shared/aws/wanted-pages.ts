import { type WantedPage, wantedForMs, wantedPageSchema } from '../domain/visit/wanted-page.ts';
import { dynamo } from './clients.ts';
import { conditionHolds } from './conditional.ts';
import { wantedPagesKey } from './keys.ts';
import type { Row } from './rows.ts';
import { UpdateCommand } from './table-commands.ts';

/** The pages of a row; what is no page is none. */
export const wantedPagesOf = (row: Row): WantedPage[] =>
  Object.values(row).flatMap((value) => {
    const page = wantedPageSchema.safeParse(value);
    return page.success ? [page.data] : [];
  });

/** Asks for a page of an article of the feed; the row goes when nobody takes it for a day. */
export async function wantPage(table: string, feedId: string, page: WantedPage): Promise<void> {
  await conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: wantedPagesKey(feedId),
        UpdateExpression: 'SET #id = :page, #until = :until',
        ConditionExpression: 'attribute_not_exists(#id)',
        ExpressionAttributeNames: { '#id': page.articleId, '#until': 'expiresAt' },
        ExpressionAttributeValues: {
          ':page': page,
          ':until': Math.ceil((Date.parse(page.at) + wantedForMs) / 1_000),
        },
      }),
    ),
  );
}

/** Takes a page off the list, before it is asked for. @returns false where somebody has it: it is not to be asked again */
export const takePage = (table: string, feedId: string, { articleId }: WantedPage): Promise<boolean> =>
  conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: wantedPagesKey(feedId),
        UpdateExpression: 'REMOVE #id',
        ConditionExpression: 'attribute_exists(#id)',
        ExpressionAttributeNames: { '#id': articleId },
      }),
    ),
  );
