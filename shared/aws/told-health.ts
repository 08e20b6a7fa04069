import type { ToldDay } from '../domain/visit/health-digest.ts';
import { dynamo } from './clients.ts';
import { conditionHolds } from './conditional.ts';
import { toldHealthKey } from './keys.ts';
import { UpdateCommand } from './table-commands.ts';

const nobodyToldToday = 'attribute_not_exists(#day) OR #day < :day';
const isOfThisDay = '#day = :day';

/** Claims the day's digest for the operator. @returns false where another tick has it: then nothing is written */
export const claimHealthDay = (table: string, { day, told }: ToldDay): Promise<boolean> =>
  putToldHealth(table, { day, told }, nobodyToldToday);

/** The day's digest is sent: the next one compares with what it told. */
export const settleHealthDay = async (table: string, told: ToldDay): Promise<void> =>
  void (await putToldHealth(table, told, isOfThisDay));

const putToldHealth = (table: string, { day, told }: ToldDay, condition: string): Promise<boolean> =>
  conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: toldHealthKey,
        UpdateExpression: 'SET #day = :day, #told = :told',
        ConditionExpression: condition,
        ExpressionAttributeNames: { '#day': 'day', '#told': 'told' },
        ExpressionAttributeValues: { ':day': day, ':told': told },
      }),
    ),
  );
