import { stages } from '../../../infra/aws/settings.ts';
import { type Call, recordRun } from './recorded-run.ts';
import { grantsOf, type Granted, synthesizeWith } from './stack.ts';

/**
 * Runs the wire once on the sample and holds every call of every stage against the policy that the stack gives its role.
 * Prints what each stage called and what that consumed; ends with 1 when a call would be refused on AWS, or when a role may
 * do more with a table than its stage does.
 */
process.env.WIRE_QUIET = '1';
// The sample's round translates.
synthesizeWith({ translateEngine: 'aws' });
const calls = await recordRun();

/** `Archive/bodies/*` covers what begins with `Archive/bodies/`. */
const covers = (granted: string, asked: string): boolean =>
  granted === asked ||
  granted === '*' ||
  asked === '*' ||
  (granted.endsWith('*') && asked.startsWith(granted.slice(0, -1)));
const namesOnly = ({ keys: granted }: Granted, asked: string[]): boolean =>
  granted === undefined || asked.every((key) => granted.some((each) => covers(each, key)));
const isAllowed = ({ stage, action, resource, keys }: Call): boolean =>
  grantsOf(stage).some(
    (grant) => grant.action === action && covers(grant.resource, resource) && namesOnly(grant, keys),
  );

/** What a role may do with a table though the run does not come to it. */
const rarely: Record<string, string> = {
  'visit-feeds dynamodb:GetItem Feeds': 'a message that waited a minute',
  'ingest-feed dynamodb:GetItem Stories': 'another worker reserved the same LSH bucket at once',
  'ingest-feed dynamodb:DeleteItem Stories': 'the same: the later one releases its buckets',
  'group-stories dynamodb:DeleteItem Stories': 'an article that moves to another story',
  'plan-digests dynamodb:UpdateItem Subscribers': 'a claim whose worker died',
  'plan-digests dynamodb:DeleteItem Subscribers': 'a reader who asked to be forgotten, in a restored table',
};
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
const called = new Set(calls.map(({ stage, action, resource }) => `${stage} ${action} ${resource}`));
const idleGrants = stages.flatMap((stage) =>
  grantsOf(stage)
    .filter(({ action, resource }) => action.startsWith('dynamodb:') && !resource.includes('/index/'))
    .map(({ action, resource }) => `${stage} ${action} ${resource}`),
);
const unused = distinct(idleGrants).filter(
  (grant) => !(grant in rarely) && ![...called].some((call) => call.startsWith(grant)),
);
const faults = [
  ...idle.map((stage) => `${stage} called nothing: the run did not reach it`),
  ...refused,
  ...unused.map((grant) => `${grant}: granted and never called`),
];
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
