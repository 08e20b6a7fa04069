import { type Env, runSettingsFrom } from '../../shared/env.ts';
import { UsageError } from '../../shared/errors.ts';

/** Which deployed stack a command works on; without `stack` it works on a data folder. */
export interface Where {
  stack?: string;
  /** A profile of the AWS configuration files; absent = as the AWS SDK finds credentials. */
  profile?: string;
  region?: string;
}

const flags = { '--aws': 'stack', '--profile': 'profile', '--region': 'region' } as const;
const wanted = { stack: 'the name of a stack', profile: 'a profile', region: 'a region' } as const;

/**
 * Takes `--aws STACK --profile P --region R` out of a command line, wherever they stand. `WIRE_STACK` stands for `--aws`, but not
 * where `--data` names a folder.
 * @returns `asked`: the stack was named on this very line
 * @throws UsageError where a value is missing or the flags contradict each other
 */
export function whereIn(
  args: readonly string[],
  env: Env = process.env,
): { where: Where; rest: string[]; asked: boolean } {
  const where: Where = {};
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const [name = '', given] = arg.split(/=(.*)/s);
    const part = Object.entries(flags).find(([flag]) => flag === name)?.[1];
    if (part === undefined) {
      rest.push(arg);
      continue;
    }
    const value = given ?? args[++at];
    if (value === undefined || value === '' || value.startsWith('-'))
      throw new UsageError(`${name} wants ${wanted[part]}, such as ${name} ${examples[part]}`);
    where[part] = value;
  }
  const asked = where.stack !== undefined;
  const data = rest.some((arg) => arg === '--data' || arg.startsWith('--data='));
  if (asked && data) throw new UsageError('--aws STACK and --data DIR exclude each other');
  const stack = where.stack ?? (data ? undefined : runSettingsFrom(env).WIRE_STACK);
  if (stack === undefined && (where.profile ?? where.region) !== undefined)
    throw new UsageError('--profile and --region go with --aws STACK');
  return { where: stack === undefined ? {} : { ...where, stack }, rest, asked };
}

const examples = { stack: 'CaucasusWire', profile: 'newsroom', region: 'eu-central-1' } as const;
