import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { UsageError } from '../../../shared/errors.ts';

/** What a deployed stack prints, by output name; see `infra/aws/outputs.ts`. */
export type StackOutputs = ReadonlyMap<string, string>;

/**
 * Asks CloudFormation. Writes nothing.
 * @throws UsageError in one line: no region, no credentials, no such stack, or not allowed to read it
 */
export async function readStackOutputs(stack: string): Promise<StackOutputs> {
  const client = new CloudFormationClient({ maxAttempts: 2 });
  const region = await regionOf(client);
  try {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    return new Map(
      (found?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    throw new UsageError(reasonOf(error, stack, region), { cause: error });
  } finally {
    client.destroy();
  }
}

async function regionOf(client: CloudFormationClient): Promise<string> {
  try {
    return await client.config.region();
  } catch (error) {
    throw new UsageError('no region: give --region, or set AWS_REGION', { cause: error });
  }
}

function reasonOf(error: unknown, stack: string, region: string): string {
  if (!(error instanceof CloudFormationServiceException)) {
    const why = error instanceof Error ? error.message : String(error);
    return `AWS cannot be asked about the stack ${stack} in ${region} (${why}): look at your credentials, or name some with --profile`;
  }
  if (error.name === 'ValidationError')
    return `there is no stack ${stack} in ${region}: --aws and --region name another; \`npx cdk deploy\` makes it`;
  return `the stack ${stack} in ${region} may not be read (${error.name}): \`wire policy\` prints what reading takes`;
}

/** One output. @throws UsageError where the stack was deployed by a version that did not print it */
export function output(outputs: StackOutputs, name: string): string {
  const value = outputs.get(name);
  if (value === undefined)
    throw new UsageError(
      `the stack prints no output ${name}: it was deployed by another version; deploy this one`,
    );
  return value;
}
