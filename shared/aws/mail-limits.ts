import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type Limit, mailAllowance, withAnotherMail } from '../domain/subscriber/mail-allowance.ts';
import { dayMs } from '../domain/text/time.ts';
import { dynamo } from './clients.ts';
import { limitKey } from './keys.ts';
import { conditionHolds } from './conditional.ts';

const belowLimit = 'attribute_not_exists(n) OR n < :max';
const noOtherSince = 'attribute_not_exists(lastAt) OR lastAt = :read';

const allowanceDays = mailAllowance.monthMs / dayMs;
const sentTimes = z.array(z.string());
const epoch = (instant: string, days: number): number =>
  Math.floor(Date.parse(instant) / 1000) + days * 86_400;

/** Counters against list bombing, in the Subscribers table. No row names a person. */
export interface MailLimits {
  /** Takes one from a counter. @returns false when the window's limit is reached */
  takeFrom(limit: Limit): Promise<boolean>;
  /** Whether a transactional mail may go to this mailbox now; taken by the asking. @param mailbox a keyed name */
  takeMailAllowance(mailbox: string, now: Date): Promise<boolean>;
  resetMailAllowance(mailbox: string): Promise<void>;
}

export function mailLimits(table: string): MailLimits {
  const allowanceKey = (mailbox: string) => limitKey('letters', mailbox, 'LETTERS');
  return {
    takeFrom: ({ what, name, window, max, expiresAt }) =>
      conditionHolds(() =>
        dynamo().send(
          new UpdateCommand({
            TableName: table,
            Key: limitKey(what, name, window),
            UpdateExpression: 'SET expiresAt = :expires ADD n :one',
            ConditionExpression: belowLimit,
            ExpressionAttributeValues: { ':one': 1, ':max': max, ':expires': epoch(expiresAt, 0) },
          }),
        ),
      ),
    takeMailAllowance: async (mailbox, now) => {
      const Key = allowanceKey(mailbox);
      const { Item } = await dynamo().send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      const read = sentTimes.parse(Item?.times ?? []);
      const times = withAnotherMail(read, now);
      if (times === null) return false;
      const at = now.toISOString();
      // Who loses against another request of the same moment is not allowed: that one sends the mail.
      return conditionHolds(() =>
        dynamo().send(
          new PutCommand({
            TableName: table,
            Item: { ...Key, times, lastAt: at, expiresAt: epoch(at, allowanceDays) },
            ConditionExpression: noOtherSince,
            ExpressionAttributeValues: { ':read': read.at(-1) ?? '' },
          }),
        ),
      );
    },
    resetMailAllowance: async (mailbox) => {
      await dynamo().send(new DeleteCommand({ TableName: table, Key: allowanceKey(mailbox) }));
    },
  };
}
