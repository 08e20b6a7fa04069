import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { z } from 'zod';
import cdkJson from '../../../cdk.json' with { type: 'json' };
import { choicesFrom, stackIdOf } from '../../../infra/aws/choices.ts';
import { WireStack } from '../../../infra/aws/wire-stack.ts';
import type { Stage } from '../../../shared/env.ts';

// CDK's own template rules take several seconds to load; `npx cdk synth` runs them, in .ci/run as well.
process.env.CDK_VALIDATION = 'false';

/** The stack with the flags of cdk.json and, instead of bundles, one line of code. @param chosen what a deployer adds to the context */
export function wireApp(chosen: Record<string, string> = {}): { app: App; stack: WireStack } {
  const app = new App({ context: { ...cdkJson.context, ...chosen } });
  const choices = choicesFrom(app.node);
  const stack = new WireStack(app, stackIdOf(choices), {
    choices,
    code: () => Code.fromInline('exports.handler = async () => {};'),
  });
  return { app, stack };
}

let made: Template | undefined;
/** From now on `template()` is of the stack with these settings. */
export function synthesizeWith(chosen: Record<string, string>): void {
  made = Template.fromStack(wireApp(chosen).stack);
}
export const template = (): Template => (made ??= Template.fromStack(wireApp().stack));

const list = z.unknown().transform((value): unknown[] => (Array.isArray(value) ? value : [value]));
const statementSchema = z.object({
  Effect: z.string(),
  Action: list.pipe(z.array(z.string())),
  Resource: list.optional(),
  Condition: z.unknown().optional(),
});
const policySchema = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
  Roles: z.array(z.object({ Ref: z.string() })).default([]),
});
const functionSchema = z.object({
  Description: z.string(),
  Architectures: z.array(z.string()).optional(),
  Runtime: z.string(),
  Timeout: z.number(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  DeadLetterConfig: z.unknown().optional(),
  KmsKeyArn: z.unknown().optional(),
});
export type StackFunction = z.infer<typeof functionSchema>;

/** Every resource of the type: logical id → its properties, read by the schema. */
export function resources<T extends z.ZodType>(type: string, schema: T): Record<string, z.output<T>> {
  const found: Record<string, unknown> = template().findResources(type);
  return Object.fromEntries(
    Object.entries(found).map(([id, resource]) => [
      id,
      schema.parse((resource as { Properties?: unknown }).Properties ?? {}),
    ]),
  );
}

export const stackFunctions = (): StackFunction[] =>
  Object.values(resources('AWS::Lambda::Function', functionSchema)).filter((each) =>
    each.Description.startsWith('Caucasus Wire: '),
  );
export const stackFunction = (stage: Stage): StackFunction =>
  stackFunctions().find((each) => each.Description === `Caucasus Wire: ${stage}`) ??
  fail(`no function ${stage}`);
export const policies = () => Object.values(resources('AWS::IAM::Policy', policySchema));

function fail(message: string): never {
  throw new Error(message);
}

/** A resource of a policy as words: `Feeds`, `Stories/index/byDay`, `Archive/bodies/*`. */
function words(resource: unknown): string {
  const text = JSON.stringify(resource);
  const name =
    /"(?:Storage|Queues|Mail|Ingest|Stories|Publishing|Digests|Subscriptions|MonitoringAlarms)([A-Za-z]+?)(?:[0-9A-F]{8})?"/.exec(
      text,
    )?.[1] ?? text;
  const tail = /"(\/[^"]*)"\]\]\}$/.exec(text)?.[1] ?? '';
  return name + tail;
}

/** The actions of each kind that tell what a grant is for. */
const verbs: Record<string, string> = {
  'dynamodb:GetItem': 'reads',
  'dynamodb:BatchGetItem': 'reads',
  'dynamodb:Query': 'reads',
  'dynamodb:Scan': 'reads all of',
  'dynamodb:PutItem': 'writes',
  'dynamodb:UpdateItem': 'writes',
  'dynamodb:DeleteItem': 'deletes from',
  's3:GetObject': 'reads',
  's3:PutObject': 'puts',
  'sqs:ReceiveMessage': 'takes from',
  'sqs:SendMessage': 'sends to',
  'ses:SendEmail': 'mails by',
  'kms:Decrypt': 'decrypts with',
  'sns:Publish': 'publishes to',
};

export interface Granted {
  action: string;
  /** In words, `Site/editions/*`. */
  resource: string;
  /** The service through which alone a key may be used. */
  through?: string;
  /** Beginnings of the partition keys that may be named; absent where all may. */
  keys?: string[];
}

const leadingKeys = z.object({
  'ForAllValues:StringLike': z.object({ 'dynamodb:LeadingKeys': list.pipe(z.array(z.string())) }),
});

/** Every action that the role of a stage allows, by resource. */
export function grantsOf(stage: Stage): Granted[] {
  const [role] = stackFunction(stage).Role['Fn::GetAtt'];
  const statements = policies()
    .filter((policy) => policy.Roles.some(({ Ref }) => Ref === role))
    .flatMap((policy) => policy.PolicyDocument.Statement);
  return statements.flatMap(({ Action, Resource = [], Condition }) => {
    const keys = leadingKeys.safeParse(Condition).data?.['ForAllValues:StringLike']['dynamodb:LeadingKeys'];
    const through = /"sns\./.test(JSON.stringify(Condition ?? null)) ? 'SNS' : undefined;
    return Action.flatMap((action) =>
      Resource.map((resource) => ({
        action,
        resource: resource === '*' ? '*' : words(resource),
        ...(keys && { keys }),
        ...(through !== undefined && { through }),
      })),
    );
  });
}

/** What the role of a stage may do, in words: `reads Feeds`. */
export function mayDo(stage: Stage): string[] {
  const lines = grantsOf(stage)
    .filter(({ action, resource }) => action in verbs && !resource.includes('/index/'))
    .map(
      ({ action, resource, through }) =>
        `${verbs[action]} ${resource}${through === undefined ? '' : ` through ${through}`}`,
    );
  return [...new Set(lines)].sort();
}
