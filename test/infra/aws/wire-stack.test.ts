import { Match, type Matcher } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { requiredSettings, sizeFor, sizes, stages } from '../../../infra/aws/settings.ts';
import { localSettings } from '../../../infra/local/settings.ts';
import { settingsFor, type Stage } from '../../../shared/env.ts';
import { articleRows, articleRowsPath } from '../../../shared/domain/site/article-table.ts';
import { schedules } from '../../../shared/schedules.ts';
import { sides } from '../../../shared/domain/outlet.ts';
import { followDays } from '../../../shared/domain/story/grouping-data.ts';
import { windowDays } from '../../../shared/domain/site/story-index.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { grantsOf, mayDo, policies, resources, stackFunction, stackFunctions, template } from './stack.ts';

const expectOne = (type: string, properties: object) =>
  expect(() => template().hasResourceProperties(type, properties)).not.toThrow();
const expectCount = (type: string, properties: object, count: number) =>
  expect(() => template().resourcePropertiesCountIs(type, properties, count)).not.toThrow();
const expectAll = (type: string, resource: Matcher) =>
  expect(() => template().allResources(type, resource)).not.toThrow();

const sampleArticle: StoryArticle = {
  storyId: 's',
  articleId: 'a',
  outletId: 'o',
  outletName: 'O',
  country: 'AM',
  kind: 'agency',
  side: 'yerevan',
  language: 'hy',
  title: '',
  summary: '',
  url: null,
  publishedAt: '2026-11-20T08:00:00Z',
  seenAt: '2026-11-20T08:00:00Z',
  topics: [],
  subtopics: [],
  entities: [],
  revisions: [],
  evidence: [],
};

// A synth takes two seconds, or many on a busy machine.
beforeAll(() => void template(), 90_000);

describe('who may do what', () => {
  it.each([
    [
      'due-feeds',
      [
        'decrypts with PeopleKey through SNS',
        'publishes to Topic',
        'puts Archive/overlay/accepted.json',
        'puts Archive/overlay/packs-accepted.json',
        'puts Archive/overlay/packs-refused.json',
        'puts Archive/overlay/refused.json',
        'reads Archive/overlay/accepted.json',
        'reads Archive/overlay/catalogue.json',
        'reads Archive/overlay/packs-accepted.json',
        'reads Archive/overlay/packs-refused.json',
        'reads Archive/overlay/packs.json',
        'reads Archive/overlay/refused.json',
        'reads all of Feeds',
        'sends to MissedTicks',
        'sends to VisitQueue',
        'writes Feeds',
      ],
    ],
    [
      'visit-feeds',
      [
        'puts Archive/bodies/*',
        'reads Archive/overlay/accepted.json',
        'reads Feeds',
        'sends to IngestQueue',
        'takes from VisitQueue',
        'writes Feeds',
      ],
    ],
    [
      'ingest-feed',
      [
        'deletes from Stories',
        'reads Archive/bodies/*',
        'reads Archive/overlay/accepted.json',
        'reads Archive/overlay/packs-accepted.json',
        'reads Stories',
        'sends to StoryQueue',
        'takes from IngestQueue',
        'writes Feeds',
        'writes Stories',
      ],
    ],
    [
      'group-stories',
      [
        'deletes from Stories',
        'puts Archive/state/*',
        'reads Archive/overlay/accepted.json',
        'reads Archive/state/*',
        'reads Stories',
        'sends to StoryDeadLetters',
        'takes from StoryQueue',
        'writes Stories',
      ],
    ],
    [
      'publish-site',
      [
        'puts Site/*',
        'reads Archive/overlay/accepted.json',
        'reads Archive/overlay/packs-accepted.json',
        'reads Archive/overlay/packs-refused.json',
        'reads Archive/overlay/refused.json',
        'reads Site/*',
        'reads Stories',
        'reads all of Feeds',
        'sends to MissedTicks',
      ],
    ],
    [
      'plan-digests',
      [
        'decrypts with PeopleKey',
        'deletes from Subscribers',
        'puts Site/_state/editions/*',
        'puts Site/editions/*',
        'reads Archive/overlay/accepted.json',
        'reads Site/_state/erased/*',
        'reads Stories',
        'reads Subscribers',
        'reads all of Feeds',
        'sends to DigestQueue',
        'sends to MissedTicks',
        'writes Subscribers',
      ],
    ],
    [
      'send-digest',
      [
        'decrypts with PeopleKey',
        'mails by Digests',
        'mails by Sender',
        'reads Site/_state/editions/*',
        'reads Subscribers',
        'takes from DigestQueue',
        'writes Subscribers',
      ],
    ],
    [
      'subscribe',
      [
        'decrypts with PeopleKey',
        'deletes from Subscribers',
        'puts Site/_state/erased/*',
        'reads Site/_state/editions/*',
        'reads Site/search/*',
        'reads Subscribers',
        'sends to DigestQueue',
        'writes Subscribers',
      ],
    ],
    [
      'suppress',
      ['decrypts with PeopleKey', 'reads Subscribers', 'sends to LostFeedback', 'writes Subscribers'],
    ],
  ] as const)('%s may do its work and nothing else', (stage, work) => {
    expect(mayDo(stage)).toEqual(work);
  });

  it('the role that meets outlets, action by action: it writes the table of feeds, bodies and its log, and nothing else', () => {
    const grants = grantsOf('visit-feeds')
      .filter(({ resource }) => !resource.includes('/index/'))
      .map(({ action, resource }) => `${action} ${resource}`);
    expect([...new Set(grants)].sort()).toEqual([
      'dynamodb:GetItem Feeds',
      'dynamodb:UpdateItem Feeds',
      'logs:CreateLogStream visitfeedslog',
      'logs:PutLogEvents visitfeedslog',
      's3:GetObject Archive/overlay/accepted.json',
      's3:ListBucket Archive',
      's3:PutObject Archive/bodies/*',
      'sqs:ChangeMessageVisibility VisitQueue',
      'sqs:DeleteMessage VisitQueue',
      'sqs:GetQueueAttributes VisitQueue',
      'sqs:GetQueueUrl VisitQueue',
      'sqs:ReceiveMessage VisitQueue',
      'sqs:SendMessage IngestQueue',
    ]);
  });

  it('who parses hostile bytes puts articles and LSH buckets only, and who is open to the internet lists nobody', () => {
    const of = (stage: Stage, action: string) =>
      grantsOf(stage)
        .filter((grant) => grant.action === `dynamodb:${action}`)
        .map(({ resource, keys }) => [resource, keys]);
    expect(of('ingest-feed', 'PutItem')).toEqual([['Stories', ['ARTICLE#*', 'BAND#*']]]);
    expect(of('ingest-feed', 'DeleteItem')).toEqual([['Stories', ['BAND#*']]]);
    expect(of('ingest-feed', 'UpdateItem')).toEqual([['Feeds', ['FEED#*']]]);
    expect(of('subscribe', 'Query').map(([, keys]) => keys)).toEqual([
      ['SUBSCRIBER#*', 'LIMIT#*'],
      ['SUBSCRIBER#*', 'LIMIT#*'],
      ['SUBSCRIBER#*', 'LIMIT#*'],
    ]);
    const scans = stages.filter((stage) => of(stage, 'Scan').length > 0);
    expect(scans).toEqual(['due-feeds', 'publish-site', 'plan-digests']);
    expect(scans.flatMap((stage) => of(stage, 'Scan'))).toEqual(scans.map(() => ['Feeds', undefined]));
  });

  it('no policy allows a wildcard action, and none every resource but the question for the sending rate', () => {
    const statements = policies().flatMap((policy) => policy.PolicyDocument.Statement);
    expect(statements.length).toBeGreaterThan(20);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    expect(
      statements.filter(({ Resource = [] }) => Resource.includes('*')).map(({ Action }) => Action),
    ).toEqual([['ses:GetAccount']]);
  });

  it('only the functions that deal with people know the name of their table or may use their key', () => {
    const people = ['plan-digests', 'send-digest', 'subscribe', 'suppress'];
    expect(
      stages.filter((stage) => stackFunction(stage).Environment.Variables.TABLE_SUBSCRIBERS !== undefined),
    ).toEqual(people);
    expect(stages.filter((stage) => mayDo(stage).includes('decrypts with PeopleKey'))).toEqual(people);
  });

  it('the environment with token keys is sealed with the key for people', () => {
    const sealed = stages.filter((stage) => stackFunction(stage).KmsKeyArn !== undefined);
    expect(sealed).toEqual(stages.filter((stage) => requiredSettings(stage).includes('TOKEN_KEYS')));
  });

  it('the template holds no key, only where CloudFormation finds it', () => {
    expect(JSON.stringify(stackFunction('subscribe').Environment.Variables.TOKEN_KEYS)).toMatch(
      /"k1:\{\{resolve:secretsmanager:/,
    );
  });

  it('one function may mail, and from the sender address only', () => {
    const sending = policies()
      .flatMap((policy) => policy.PolicyDocument.Statement)
      .filter(({ Action }) => Action.includes('ses:SendEmail'));
    const fromSender = { StringEquals: { 'ses:FromAddress': { Ref: 'Sender' } } };
    expect(sending.map(({ Condition }) => Condition)).toEqual([fromSender]);
  });
});

describe('policies of resources', () => {
  const statement = z.object({
    Effect: z.string(),
    Principal: z.unknown(),
    Action: z.unknown(),
    Resource: z.unknown().optional(),
    Condition: z.unknown().optional(),
  });
  const document = z.object({ Statement: z.array(statement) });
  const policiesOf = (type: string): Record<string, z.output<typeof statement>[]> =>
    Object.fromEntries(
      Object.entries(resources(type, z.object({ PolicyDocument: document }))).map(([id, policy]) => [
        id.replace(/(Bucket)?Policy[0-9A-F]{8}$/, ''),
        policy.PolicyDocument.Statement,
      ]),
    );
  const allowed = (statements: z.output<typeof statement>[] = [], service: string) =>
    statements.filter(
      ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes(service),
    );
  const account = { Ref: 'AWS::AccountId' };
  const fromUs = { StringEquals: { 'aws:SourceAccount': account } };

  it('the topic of every alarm lets CloudWatch of this account publish', () => {
    const actions = Object.values(
      resources(
        'AWS::CloudWatch::Alarm',
        z.object({ AlarmActions: z.array(z.object({ Ref: z.string() })).min(1) }),
      ),
    ).flatMap(({ AlarmActions }) => AlarmActions.map(({ Ref }) => Ref));
    expect(actions.length).toBeGreaterThan(0);
    const publishing = allowed(Object.values(policiesOf('AWS::SNS::TopicPolicy')).flat(), 'cloudwatch');
    for (const topic of new Set(actions))
      expect(publishing).toEqual([
        expect.objectContaining({ Action: 'sns:Publish', Resource: { Ref: topic }, Condition: fromUs }),
      ]);
  });

  it('one that only denies is of a thing that only roles of ours reach', () => {
    const all = ['AWS::SQS::QueuePolicy', 'AWS::SNS::TopicPolicy', 'AWS::S3::BucketPolicy'].map(policiesOf);
    const mute = Object.entries(Object.assign({}, ...all) as Record<string, z.output<typeof statement>[]>)
      .filter(([, statements]) => statements.every(({ Effect }) => Effect === 'Deny'))
      .map(([id]) => id);
    expect(mute.sort()).toEqual([
      ...['Digest', 'Ingest'].flatMap((name) => [`Queues${name}DeadLetters`, `Queues${name}Queue`]),
      'QueuesMissedTicks',
      ...['Story', 'Visit'].flatMap((name) => [`Queues${name}DeadLetters`, `Queues${name}Queue`]),
      'StorageArchive',
    ]);
  });

  it('the key for people seals for services of this account only', () => {
    const [key] = Object.values(resources('AWS::KMS::Key', z.object({ KeyPolicy: document })));
    const seals = (service: string) =>
      allowed(key?.KeyPolicy.Statement, service).map(({ Action, Condition }) => [Action, Condition]);
    const actions = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    expect(seals('cloudwatch')).toEqual([[actions, fromUs]]);
    const [[action, condition] = []] = seals('events');
    expect(action).toEqual(actions);
    expect(JSON.stringify(condition)).toContain('{"Ref":"AWS::AccountId"},":*"');
    const services = JSON.stringify(key?.KeyPolicy.Statement).match(/"Service":"[^"]+"/g);
    expect(services).toHaveLength(2);
  });
});

describe('the flow', () => {
  it('has one function for each stage, on arm64 with the newest runtime', () => {
    expect(
      stackFunctions()
        .map((each) => each.Description.slice('Caucasus Wire: '.length))
        .sort(),
    ).toEqual([...stages].sort());
    expect(stackFunctions().map((each) => [each.Architectures, each.Runtime])).toEqual(
      stages.map(() => [['arm64'], 'nodejs24.x']),
    );
  });

  it('every working queue has dead letters for 14 days, 5 tries and a visibility of six timeouts', () => {
    const queues = resources(
      'AWS::SQS::Queue',
      z.object({
        MessageRetentionPeriod: z.number(),
        VisibilityTimeout: z.number().optional(),
        SqsManagedSseEnabled: z.literal(true).optional(),
        KmsMasterKeyId: z.unknown().optional(),
        RedrivePolicy: z
          .object({
            maxReceiveCount: z.literal(5),
            deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }),
          })
          .optional(),
      }),
    );
    expect(
      Object.entries(queues)
        .filter(([, queue]) => queue.KmsMasterKeyId !== undefined)
        .map(([id]) => id.slice(0, 18)),
    ).toEqual(['QueuesLostFeedback']);
    const working = Object.entries(queues).filter(([, queue]) => queue.RedrivePolicy !== undefined);
    const seconds = working.map(([id, queue]) => [
      id.replace(/^Queues|Queue[0-9A-F]{8}$/g, ''),
      queue.VisibilityTimeout,
    ]);
    expect(Object.fromEntries(seconds)).toEqual({
      Visit: 6 * sizes['visit-feeds'].timeoutSeconds,
      Ingest: 6 * sizes['ingest-feed'].timeoutSeconds,
      Story: 6 * sizes['group-stories'].timeoutSeconds,
      Digest: 6 * sizes['send-digest'].timeoutSeconds,
    });
    const dead = working.map(([, queue]) => queue.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0] ?? '');
    expect(dead.map((id) => queues[id]?.MessageRetentionPeriod)).toEqual(Array(4).fill(14 * 86_400));
  });

  it('every consumer returns only the failed messages and is limited at the mapping', () => {
    const mappings = Object.values(
      resources(
        'AWS::Lambda::EventSourceMapping',
        z.object({
          FunctionResponseTypes: z.array(z.string()),
          ScalingConfig: z.object({ MaximumConcurrency: z.number() }),
          BatchSize: z.number(),
        }),
      ),
    );
    expect(mappings.map((mapping) => mapping.FunctionResponseTypes)).toEqual(
      mappings.map(() => ['ReportBatchItemFailures']),
    );
    expect(mappings).toHaveLength(4);
    for (const { ScalingConfig } of mappings)
      expect(ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
  });

  it('the clock starts what shared/schedules.ts says, drops ticks older than the pace and keeps failed ones', () => {
    const ticks = Object.values(
      resources(
        'AWS::Scheduler::Schedule',
        z.object({
          Description: z.string(),
          ScheduleExpression: z.string(),
          Target: z.object({
            DeadLetterConfig: z.object({ Arn: z.unknown() }),
            RetryPolicy: z.object({
              MaximumEventAgeInSeconds: z.number(),
              MaximumRetryAttempts: z.literal(2),
            }),
          }),
        }),
      ),
    );
    const read = ticks.map(({ Description, ScheduleExpression, Target }) => [
      Description.replace('Starts ', ''),
      [ScheduleExpression, Target.RetryPolicy.MaximumEventAgeInSeconds],
    ]);
    const unit = (minutes: number) => (minutes === 1 ? 'minute' : 'minutes');
    const told = Object.entries(schedules).map(([stage, { everyMinutes }]) => [
      stage,
      [`rate(${everyMinutes} ${unit(everyMinutes)})`, 60 * everyMinutes],
    ]);
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(told));
  });

  it('what SES reports reaches suppress, and what fails there is kept', () => {
    expectOne('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.ses'] }),
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });
});

describe('data and mail', () => {
  it('tables and buckets outlive the stack, with backups and versions', () => {
    expectAll(
      'AWS::DynamoDB::Table',
      Match.objectLike({
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: Match.objectLike({
          DeletionProtectionEnabled: true,
          OnDemandThroughput: { MaxReadRequestUnits: 1_000, MaxWriteRequestUnits: 200 },
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
          BillingMode: 'PAY_PER_REQUEST',
        }),
      }),
    );
    expect(Object.keys(resources('AWS::DynamoDB::Table', z.unknown()))).toHaveLength(3);
    expectAll(
      'AWS::S3::Bucket',
      Match.objectLike({
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: Match.objectLike({
          VersioningConfiguration: { Status: 'Enabled' },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        }),
      }),
    );
    expectCount('AWS::DynamoDB::Table', { SSESpecification: Match.objectLike({ SSEType: 'KMS' }) }, 1);
  });

  it('a first deploy that fails leaves nothing that costs, and what a later one drops stays', () => {
    const kept = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
    const all: Record<string, { Type: string; DeletionPolicy?: string; UpdateReplacePolicy?: string }> =
      template().toJSON().Resources;
    const retained = Object.values(all).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    );
    expect([...new Set(retained.map(({ Type }) => Type))].sort()).toEqual(kept.sort());
    for (const { DeletionPolicy, UpdateReplacePolicy } of retained)
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  it('bodies go after a year, states and old versions long before', () => {
    const rules = (bucket: RegExp) =>
      Object.entries(
        resources(
          'AWS::S3::Bucket',
          z.object({
            LifecycleConfiguration: z.object({ Rules: z.array(z.record(z.string(), z.unknown())) }),
          }),
        ),
      )
        .filter(([id]) => bucket.test(id))
        .flatMap(([, { LifecycleConfiguration }]) => LifecycleConfiguration.Rules);
    expect(rules(/Archive/)).toContainEqual({ Prefix: 'bodies/', ExpirationInDays: 60, Status: 'Enabled' });
    const expiring = (bucket: RegExp) =>
      Object.fromEntries(
        rules(bucket).flatMap(({ Prefix, ExpirationInDays }) =>
          ExpirationInDays === undefined ? [] : [[Prefix, ExpirationInDays]],
        ),
      );
    // Longer than a story can be followed.
    expect(expiring(/Archive/)).toEqual({ 'bodies/': 60, 'state/stories/': 60, 'state/journal/': 60 });
    expect(60).toBeGreaterThan(followDays + 4);
    // Pages stay; who told an event is forgotten, contents of editions whose rows are gone, and entries that no list names.
    expect(expiring(/Site/)).toEqual({
      '_state/events/': 3,
      '_state/editions/': 100,
      '_state/entries/': 100,
    });
    expect(100).toBeGreaterThan(windowDays + 1);
  });

  it('the key for people is turned over every two years', () => {
    expectOne('AWS::KMS::Key', { EnableKeyRotation: true, RotationPeriodInDays: 730 });
  });

  it('who reads the states of all sources has room for them, and time', () => {
    expect(sizeFor('due-feeds', 5_000)).toEqual(sizes['due-feeds']);
    expect(sizeFor('due-feeds', 100_000)).toEqual({ memoryMb: 256 + 640, timeoutSeconds: 280 });
    expect(sizeFor('plan-digests', 100_000).memoryMb).toBeGreaterThan(560);
    expect(sizeFor('ingest-feed', 100_000)).toEqual(sizes['ingest-feed']);
  });

  it('logs go after 30 days', () => {
    expectAll(
      'AWS::Logs::LogGroup',
      Match.objectLike({ Properties: Match.objectLike({ RetentionInDays: 30 }) }),
    );
  });

  it('mail is signed with 2048 bits, returns to our own domain, and nobody watches what is opened', () => {
    expectOne('AWS::SES::EmailIdentity', {
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: Match.objectLike({ MailFromDomain: Match.anyValue() }),
    });
    expectOne('AWS::SES::ConfigurationSet', {
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    });
    expectOne('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: Match.objectLike({
        MatchingEventTypes: ['send', 'reject', 'bounce', 'complaint', 'delivery'],
      }),
    });
  });

  it('asks for two parameters and gives neither a default', () => {
    const parameters = template().findParameters('*');
    const asked = Object.entries(parameters).filter(([name]) => name !== 'BootstrapVersion');
    expect(asked.map(([name, parameter]) => [name, parameter.Default])).toEqual([
      ['Sender', undefined],
      ['AlarmAddress', undefined],
    ]);
  });
});

describe('the site', () => {
  it('sends the strict headers with every page', () => {
    expectCount(
      'AWS::CloudFront::ResponseHeadersPolicy',
      {
        ResponseHeadersPolicyConfig: {
          SecurityHeadersConfig: Match.objectLike({
            ContentSecurityPolicy: Match.objectLike({
              ContentSecurityPolicy: Match.stringLikeRegexp("^default-src 'none';.*frame-ancestors 'none'$"),
            }),
            StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 63_072_000 }),
            ReferrerPolicy: { Override: true, ReferrerPolicy: 'no-referrer' },
          }),
        },
      },
      2,
    );
  });

  it('the API answers CloudFront only, and hears from it no more than it reads', () => {
    const shown = resources(
      'AWS::CloudFront::Distribution',
      z.object({
        DistributionConfig: z.object({
          Origins: z.array(z.object({ OriginCustomHeaders: z.array(z.unknown()).optional() })),
        }),
      }),
    );
    const headers = Object.values(shown).flatMap(({ DistributionConfig }) =>
      DistributionConfig.Origins.flatMap((origin) => origin.OriginCustomHeaders ?? []),
    );
    expect(headers).toEqual([
      { HeaderName: 'x-wire-edge', HeaderValue: stackFunction('subscribe').Environment.Variables.EDGE_KEY },
    ]);
    expectOne('AWS::CloudFront::OriginRequestPolicy', {
      OriginRequestPolicyConfig: Match.objectLike({
        CookiesConfig: { CookieBehavior: 'none' },
        // Without Content-Type no form is read: functions/subscribe/request.ts.
        HeadersConfig: {
          HeaderBehavior: 'whitelist',
          Headers: [
            'Accept-Language',
            'Content-Type',
            'Origin',
            'Sec-Fetch-Site',
            'CloudFront-Viewer-Address',
            'CloudFront-Viewer-Time-Zone',
          ],
        },
      }),
    });
  });

  it('the API is throttled and its log knows no address and no path', () => {
    const [stage] = Object.values(
      resources(
        'AWS::ApiGatewayV2::Stage',
        z.object({
          DefaultRouteSettings: z.object({
            ThrottlingRateLimit: z.number(),
            ThrottlingBurstLimit: z.number(),
          }),
          AccessLogSettings: z.object({ Format: z.string() }),
        }),
      ),
    );
    expect(stage?.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 });
    expect(stage?.AccessLogSettings.Format).not.toMatch(/ip|path|user|query/i);
  });
});

describe('SQL over the articles', () => {
  it('the table has the columns that publish-site writes, and finds its partitions by their path', () => {
    const [table] = Object.values(
      resources(
        'AWS::Glue::Table',
        z.object({
          TableInput: z.object({
            Parameters: z.record(z.string(), z.unknown()),
            PartitionKeys: z.array(z.object({ Name: z.string() })),
            StorageDescriptor: z.object({ Columns: z.array(z.object({ Name: z.string() })) }),
          }),
        }),
      ),
    );
    const [row = ''] = articleRows([sampleArticle]).split('\n');
    expect(table?.TableInput.StorageDescriptor.Columns.map((column) => column.Name)).toEqual(
      Object.keys(JSON.parse(row) as object),
    );
    expect(table?.TableInput.PartitionKeys).toEqual([{ Name: 'day' }]);
    expect(JSON.stringify(table?.TableInput.Parameters['storage.location.template'])).toContain(
      articleRowsPath('${day}').replace('articles.ndjson.gz', ''),
    );
  });

  it('a query cannot cost more than half a cent', () => {
    expectOne('AWS::Athena::WorkGroup', {
      WorkGroupConfiguration: Match.objectLike({
        BytesScannedCutoffPerQuery: 1_073_741_824,
        EnforceWorkGroupConfiguration: true,
      }),
    });
  });

  it('every saved query names the day, so that it reads no more than it asks for', () => {
    const queries = Object.values(
      resources('AWS::Athena::NamedQuery', z.object({ QueryString: z.string() })),
    );
    expect(queries).toHaveLength(5);
    for (const { QueryString } of queries) expect(QueryString).toMatch(/WHERE (copy\.)?day >= current_date/);
  });

  /** Words of SQL that the queries use: what is left are names of tables and columns. */
  const sqlWords = new Set(
    'select from where group by having order desc and is null as join on cross unnest case when then end interval day distinct count count_if coalesce min_by date_trunc current_date articles'.split(
      ' ',
    ),
  );

  it('every saved query asks for columns that the table has, and sides that outlets have', () => {
    const [table] = Object.values(
      resources(
        'AWS::Glue::Table',
        z.object({
          TableInput: z.object({
            StorageDescriptor: z.object({
              Columns: z.array(z.object({ Name: z.string(), Type: z.string() })),
            }),
          }),
        }),
      ),
    );
    const columns = table?.TableInput.StorageDescriptor.Columns ?? [];
    const known = new Set(columns.map((column) => column.Name));
    for (const { QueryString } of Object.values(
      resources('AWS::Athena::NamedQuery', z.object({ QueryString: z.string() })),
    )) {
      // Aliases: `AS name`, and those of an unnested array.
      const aliases = [...QueryString.matchAll(/\bAS (\w+)(?: \((\w+)\))?/g)].flatMap((found) =>
        found.slice(1),
      );
      const names = QueryString.replaceAll(/'[^']*'/g, '').match(/[a-z_]\w*/gi) ?? [];
      const asked = names.filter((name) => !sqlWords.has(name.toLowerCase()) && !aliases.includes(name));
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.filter((name) => !known.has(name))).toEqual([]);
      const arrays = [...QueryString.matchAll(/UNNEST\((\w+)\)/g)].map(([, name]) => name);
      for (const name of arrays)
        expect(columns.find((column) => column.Name === name)?.Type).toMatch(/^array</);
      for (const [, side = ''] of QueryString.matchAll(/side = '([^']*)'/g)) expect(sides).toContain(side);
    }
  });
});

describe('local = cloud: every setting that a stage cannot start without', () => {
  it.each(stages)('%s has its settings from the stack, and no others', (stage) => {
    const optional =
      {
        'due-feeds': ['OPERATOR_TOPIC'],
        subscribe: ['EDGE_KEY'],
        'ingest-feed': ['KEEP_DAYS', 'FULL_TEXT'],
        'publish-site': ['FULL_TEXT'],
      }[stage as string] ?? [];
    expect(Object.keys(stackFunction(stage).Environment.Variables).sort()).toEqual(
      [...requiredSettings(stage), ...optional].sort(),
    );
  });

  it.each(stages)('%s starts with the settings of the local runner', (stage) => {
    const queues = {
      visit: 'http://q/visit',
      ingest: 'http://q/ingest',
      story: 'http://q/story.fifo',
      digest: 'http://q/digest',
    };
    const settings = localSettings({ queues, siteUrl: 'http://localhost:4400', tokenKeys: 'k1:c2VjcmV0' });
    expect(Object.keys(settingsFor(stage, settings)).sort()).toEqual(
      expect.arrayContaining([...requiredSettings(stage)].sort()),
    );
  });
});
