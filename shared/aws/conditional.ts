import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { dynamo } from './clients.ts';
import type { UpdateCommand } from './table-commands.ts';

/** @returns false where the condition did not hold */
export async function conditional(command: InstanceType<typeof UpdateCommand>): Promise<boolean> {
  try {
    await dynamo().send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
