import { stages } from '../../../infra/aws/settings.ts';
import { type Call, recordRun } from './recorded-run.ts';
import { grantsOf } from './stack.ts';

/**
 * Runs the wire once on the sample and holds every call of every stage against the policy that the stack gives its role.
 * Prints what each stage called and what that consumed; ends with 1 when a call would be refused on AWS.
 */
process.env.WIRE_QUIET = '1';
const calls = await recordRun();

/** `Archive/bodies/*` covers what begins with `Archive/bodies/`. */
const covers = (granted: string, asked: string): boolean =>
  granted === asked ||
  granted === '*' ||
  asked === '*' ||
  (granted.endsWith('*') && asked.startsWith(granted.slice(0, -1)));
const isAllowed = ({ stage, action, resource }: Call): boolean =>
  grantsOf(stage).some((grant) => grant.action === action && covers(grant.resource, resource));
const distinct = (lines: string[]): string[] => [...new Set(lines)].sort();

for (const stage of stages) {
  const own = calls.filter((call) => call.stage === stage);
  const units = (actions: RegExp) =>
    own.filter(({ action }) => actions.test(action)).reduce((sum, call) => sum + call.units, 0);
  const reads = units(/^dynamodb:(GetItem|BatchGetItem|Query|Scan)$/);
  const writes = units(/^dynamodb:(PutItem|UpdateItem|DeleteItem|BatchWriteItem)$/);
  process.stdout.write(
    `${stage.padEnd(14)}${String(own.length).padStart(5)} calls  ${reads.toFixed(1).padStart(7)} read units  ${writes.toFixed(1).padStart(7)} write units  ${distinct(own.map(({ action }) => action)).join(' ')}\n`,
  );
}
const idle = stages.filter((stage) => !calls.some((call) => call.stage === stage));
const refused = distinct(
  calls
    .filter((call) => !isAllowed(call))
    .map(({ stage, action, resource }) => `${stage} may not ${action} on ${resource}`),
);
for (const fault of [...idle.map((stage) => `${stage} called nothing: the run did not reach it`), ...refused])
  process.stderr.write(`${fault}\n`);
process.exitCode = idle.length + refused.length > 0 ? 1 : 0;
