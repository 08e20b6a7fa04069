import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';
import { outputName } from '../../../infra/aws/output-name.ts';
import { testCloud } from '../../embedded.ts';

/** A deployed stack as a command finds it: one AWS endpoint behind AWS_ENDPOINT_URL, and nothing else known of it. */
export interface DeployedStack {
  name: string;
  outputs: Record<string, string>;
  /** Every question asked so far, in the words of IAM. */
  asked: string[];
  /** What the account is like; a test changes it. */
  account: typeof sound;
  /** Where the mail service's inbox answers. */
  inboxUrl: string;
}

const sound = {
  production: true,
  verified: true,
  dkim: 'SUCCESS',
  subscription: 'arn:aws:sns:eu-central-1:000000000000:alarms:1',
  schedules: 'ENABLED',
  concurrency: 1000,
  red: [] as string[],
  /** Services that answer AccessDenied. */
  denied: [] as string[],
};

export const tokenKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/**
 * Call once at the top level of a test file. DynamoDB, S3, SQS and SES are the embedded ones behind the endpoint; what they do not
 * have (CloudFormation, Lambda, Scheduler, SNS, CloudWatch, the account and identities of SES) the endpoint answers itself.
 */
export async function deployedStack(name = 'TestWire'): Promise<DeployedStack> {
  const cloud = await testCloud({ mail: true });
  const behind = {
    dynamodb: cloud.env.AWS_ENDPOINT_URL_DYNAMODB,
    s3: cloud.env.AWS_ENDPOINT_URL_S3,
    sqs: cloud.env.AWS_ENDPOINT_URL_SQS,
    ses: cloud.env.AWS_ENDPOINT_URL_SESV2,
  };
  const [visit, ingest, digest, deadVisit, deadIngest, deadDigest] = await Promise.all(
    Array.from({ length: 6 }, () => cloud.queue()),
  );
  const [story, deadStory] = await Promise.all([cloud.queue({ fifo: true }), cloud.queue({ fifo: true })]);
  const settings = {
    TABLE_FEEDS: cloud.tableFeeds,
    TABLE_STORIES: cloud.tableStories,
    TABLE_SUBSCRIBERS: cloud.tableSubscribers,
    BUCKET_ARCHIVE: await cloud.bucket(),
    BUCKET_SITE: await cloud.bucket(),
    SITE_URL: 'https://wire.example',
    WIRE_CONTACT: 'https://wire.example',
    QUEUE_VISIT_URL: visit,
    QUEUE_INGEST_URL: ingest,
    QUEUE_STORY_URL: story,
    QUEUE_DIGEST_URL: digest,
    MAIL_FROM: 'Caucasus Wire <digest@wire.example>',
    MAIL_CONFIGURATION_SET: 'digests',
  };
  const outputs = Object.fromEntries(
    Object.entries({
      ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [outputName(key), value])),
      DeadLettersVisitUrl: deadVisit,
      DeadLettersIngestUrl: deadIngest,
      DeadLettersStoryUrl: deadStory,
      DeadLettersDigestUrl: deadDigest,
      FunctionSubscribe: `${name}-subscribe`,
      FunctionPublishSite: `${name}-publish`,
      MailIdentity: 'wire.example',
      AlarmTopic: 'arn:aws:sns:eu-central-1:000000000000:alarms',
      ScheduleGroup: 'clock',
      Region: 'eu-central-1',
    }).map(([key, value]) => [key, value ?? '']),
  );
  const stack: DeployedStack = {
    name,
    outputs,
    asked: [],
    account: structuredClone(sound),
    inboxUrl: cloud.inboxUrl ?? '',
  };
  const server = createServer((request, response) => {
    const service =
      /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const action = actionOf(service, request, body.toString());
      stack.asked.push(action);
      const own = answerOf(stack, action, body.toString());
      if (stack.account.denied.includes(service)) deny(service, response);
      else if (own !== undefined)
        response.writeHead(own.status ?? 200, { 'content-type': own.type }).end(own.body);
      else forward(behind[service as keyof typeof behind] ?? '', request, { body, response });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  for (const key of Object.keys(process.env))
    if (key.startsWith('AWS_ENDPOINT_URL_')) delete process.env[key];
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return stack;
}

/** `dynamodb:Query`, `s3:GetObject`, `ses:GetAccount` … */
function actionOf(service: string, { method, url = '/', headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target']?.toString().split('.').at(-1);
  if (target !== undefined) return `${service === 'monitoring' ? 'cloudwatch' : service}:${target}`;
  const query = new URLSearchParams(body).get('Action');
  if (query !== null) return `${service}:${query}`;
  if (service === 's3') {
    const isList = method === 'GET' && url.includes('list-type=');
    const verb = { GET: 'Get', HEAD: 'Get', DELETE: 'Delete' }[method ?? ''] ?? 'Put';
    return isList ? 's3:ListBucket' : `s3:${verb}Object`;
  }
  const known = restActions.find(([verb, path]) => verb === method && path.test(url));
  return known?.[2] ?? `${service}:${method} ${url}`;
}

const restActions: [string, RegExp, string][] = [
  ['GET', /^\/2015-03-31\/functions\/[^/]+\/configuration/, 'lambda:GetFunctionConfiguration'],
  ['GET', /^\/2016-08-19\/account-settings/, 'lambda:GetAccountSettings'],
  ['POST', /^\/2015-03-31\/functions\/[^/]+\/invocations/, 'lambda:InvokeFunction'],
  ['GET', /^\/schedules/, 'scheduler:ListSchedules'],
  ['GET', /^\/v2\/email\/account/, 'ses:GetAccount'],
  ['GET', /^\/v2\/email\/identities\//, 'ses:GetEmailIdentity'],
  ['GET', /^\/v2\/email\/suppression\/addresses\//, 'ses:GetSuppressedDestination'],
  ['POST', /^\/v2\/email\/outbound-emails/, 'ses:SendEmail'],
];

interface Answer {
  type: string;
  body: string;
  status?: number;
}
const json = (value: object): Answer => ({ type: 'application/json', body: JSON.stringify(value) });
const xml = (action: string, inside: string): Answer => ({
  type: 'text/xml',
  body: `<${action}Response><${action}Result>${inside}</${action}Result></${action}Response>`,
});

/** Undefined where an embedded service answers. */
function answerOf(
  { name, outputs, account }: DeployedStack,
  action: string,
  body: string,
): Answer | undefined {
  switch (action) {
    case 'cloudformation:DescribeStacks': {
      if (new URLSearchParams(body).get('StackName') !== name)
        return {
          status: 400,
          type: 'text/xml',
          body: '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>no such stack</Message></Error></ErrorResponse>',
        };
      const members = Object.entries(outputs).map(
        ([key, value]) =>
          `<member><OutputKey>${key}</OutputKey><OutputValue>${value.replaceAll('<', '&lt;')}</OutputValue></member>`,
      );
      return xml(
        'DescribeStacks',
        `<Stacks><member><StackName>${name}</StackName><Outputs>${members.join('')}</Outputs></member></Stacks>`,
      );
    }
    case 'lambda:GetFunctionConfiguration':
      return json({ Environment: { Variables: { TOKEN_KEYS: tokenKeys } } });
    case 'lambda:GetAccountSettings':
      return json({ AccountLimit: { ConcurrentExecutions: account.concurrency } });
    case 'scheduler:ListSchedules':
      return json({
        Schedules: ['due-feeds', 'publish-site', 'plan-digests'].map((each) => ({
          Name: each,
          State: account.schedules,
        })),
      });
    case 'sns:ListSubscriptionsByTopic':
      return xml(
        'ListSubscriptionsByTopic',
        `<Subscriptions><member><SubscriptionArn>${account.subscription}</SubscriptionArn></member></Subscriptions>`,
      );
    case 'cloudwatch:DescribeAlarms':
      return json({ MetricAlarms: account.red.map((AlarmName) => ({ AlarmName })), CompositeAlarms: [] });
    case 'cloudwatch:GetMetricStatistics':
      return json({ Datapoints: [{ Maximum: 4.2 }] });
    case 'ses:GetAccount':
      return json({
        ProductionAccessEnabled: account.production,
        SendingEnabled: true,
        SendQuota: { Max24HourSend: 50_000, SentLast24Hours: 12, MaxSendRate: 14 },
      });
    case 'ses:GetEmailIdentity':
      return json({
        VerifiedForSendingStatus: account.verified,
        DkimAttributes: { Status: account.dkim },
        MailFromAttributes: { MailFromDomain: 'bounce.wire.example', MailFromDomainStatus: 'SUCCESS' },
      });
    case 'ses:GetSuppressedDestination':
      return { ...json({ __type: 'NotFoundException', message: 'not there' }), status: 404 };
    default:
      return undefined;
  }
}

/** In the protocol of the service. */
function deny(service: string, response: ServerResponse): void {
  const isQuery = service === 'sns' || service === 'cloudformation';
  const body = isQuery
    ? '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>'
    : JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
  response.writeHead(403, { 'content-type': isQuery ? 'text/xml' : 'application/json' }).end(body);
}

function forward(
  origin: string,
  request: IncomingMessage,
  { body, response }: { body: Buffer; response: ServerResponse },
): void {
  const { host } = new URL(origin);
  const passed = ask(
    `${origin}${request.url ?? '/'}`,
    { method: request.method, headers: { ...request.headers, host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  passed.on('error', () => response.destroy());
  passed.end(body);
}
