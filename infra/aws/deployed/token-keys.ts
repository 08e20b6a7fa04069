import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { UsageError } from '../../../shared/errors.ts';
import { output, type StackOutputs } from './stack-outputs.ts';

/**
 * The keys that sign readers' links, as the sign-up function has them: they also make the ids of subscribers.
 * @throws UsageError where the caller may not see them
 */
export async function deployedTokenKeys(outputs: StackOutputs): Promise<string> {
  const client = new LambdaClient({ maxAttempts: 2 });
  try {
    const { Environment } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: output(outputs, 'FunctionSubscribe') }),
    );
    const keys = Environment?.Variables?.TOKEN_KEYS;
    if (keys !== undefined) return keys;
    throw new Error(Environment?.Error?.ErrorCode ?? 'the function has no TOKEN_KEYS');
  } catch (error) {
    throw new UsageError(
      `the keys of readers' links cannot be seen (${error instanceof Error ? error.message : String(error)}): it takes lambda:GetFunctionConfiguration and kms:Decrypt with the key for people`,
      { cause: error },
    );
  } finally {
    client.destroy();
  }
}
