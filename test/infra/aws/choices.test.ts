import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { choicesFrom, stackIdOf } from '../../../infra/aws/choices.ts';
import { pageOfUrl } from '../../../infra/aws/page-of-url.ts';
import { wireApp } from './stack.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-0000-0000-0000-000000000000';
const chosen = {
  stage: 'test',
  siteDomain: 'wire.example.org',
  certificateArn,
  hostedZone: 'Z0123456789:example.org',
  mailIdentity: 'shared',
  productName: 'Border Desk',
  languages: 'en,hy',
  accentColour: '#1A5FB4',
  accentColourDark: '#8fb8f0',
  logo: 'functions/publish-site/assets/icon.svg',
  topics: 'csto',
  contact: 'https://desk.example.org/about',
  imprintUrl: 'https://desk.example.org/imprint',
  privacyUrl: 'https://desk.example.org/privacy',
  operator: 'Border Desk, 1 Abovyan Street, Yerevan',
  signUps: 'invited',
  unsubscribeAddress: 'leave@wire.example',
  sitePassword: 'desk:long-enough',
  keepDays: '90',
  fullText: 'true',
  monthlyBudget: '35',
  budgetStops: 'true',
  dashboard: 'true',
  webhookUrl: 'https://desk.example.org/hook',
  webhookSecret: 'sixteen-or-more-letters',
  eventsTopic: 'true',
  chatWebhook: 'https://hooks.example.org/services/T0/B0/x',
  telegramBot: `1234567:${'a'.repeat(35)}`,
  telegramChat: '@border_desk',
  translateEngine: 'aws',
  translateInto: 'en,hy',
  translateBudget: '500000',
  translateUrl: 'https://translate.example.org',
  translateKey: 'secret',
};

let first: Template;
let second: Template;
beforeAll(() => {
  first = Template.fromStack(wireApp(chosen).stack);
  second = Template.fromStack(wireApp({ stage: 'other' }).stack);
}, 90_000);

const read = (context: Record<string, unknown>, env: Record<string, string> = {}) =>
  choicesFrom(new App({ context }).node, env);

/** Functions by stage whose environment holds the value under the name. */
const given = (template: Template, variable: string): [string, unknown][] =>
  Object.values(template.findResources('AWS::Lambda::Function')).flatMap((each) => {
    const { Description = '', Environment } = (
      each as { Properties: { Description?: string; Environment?: { Variables: Record<string, unknown> } } }
    ).Properties;
    const value = Environment?.Variables[variable];
    return value === undefined ? [] : [[Description.replace(/^.*: /, ''), value] as [string, unknown]];
  });

describe('each choice reaches what it is for', () => {
  it.each([
    ['SIGN_UPS', ['subscribe'], 'invited'],
    ['WIRE_NAME', ['publish-site', 'plan-digests', 'send-digest', 'subscribe'], 'Border Desk'],
    ['WIRE_ACCENT', ['publish-site', 'plan-digests', 'send-digest', 'subscribe'], '#1A5FB4'],
    ['WIRE_ACCENT_DARK', ['publish-site', 'plan-digests', 'send-digest', 'subscribe'], '#8fb8f0'],
    ['WIRE_LOGO', ['publish-site'], readFileSync('functions/publish-site/assets/icon.svg', 'utf8').trim()],
    ['OFFERED_LANGUAGES', ['publish-site', 'plan-digests', 'subscribe'], 'en,hy'],
    ['OFFERED_TOPICS', ['publish-site', 'plan-digests', 'subscribe'], 'csto'],
    ['WIRE_IMPRINT', ['publish-site'], 'https://desk.example.org/imprint'],
    ['WIRE_PRIVACY', ['publish-site'], 'https://desk.example.org/privacy'],
    ['WIRE_OPERATOR', ['publish-site'], 'Border Desk, 1 Abovyan Street, Yerevan'],
    ['MAIL_UNSUBSCRIBE', ['send-digest'], 'leave@wire.example'],
    ['WIRE_CONTACT', ['visit-feeds'], 'https://desk.example.org/about'],
    ['EVENT_WEBHOOK', ['publish-site', 'plan-digests'], 'https://desk.example.org/hook'],
    ['EVENT_WEBHOOK_SECRET', ['publish-site', 'plan-digests'], 'sixteen-or-more-letters'],
    ['KEEP_DAYS', ['ingest-feed'], '90'],
    ['FULL_TEXT', ['ingest-feed', 'publish-site'], 'true'],
    ['TRANSLATE_ENGINE', ['publish-site', 'plan-digests'], 'aws'],
    ['TRANSLATE_INTO', ['publish-site', 'plan-digests'], 'en,hy'],
    ['TRANSLATE_BUDGET', ['publish-site', 'plan-digests'], '500000'],
    ['TRANSLATE_URL', ['publish-site'], 'https://translate.example.org'],
    ['TRANSLATE_KEY', ['publish-site'], 'secret'],
  ])('%s reaches %j, and nobody else', (variable, stages, value) => {
    expect(given(first, variable)).toEqual(expect.arrayContaining(stages.map((stage) => [stage, value])));
    expect(given(first, variable)).toHaveLength(stages.length);
  });

  it('the site has its own name, certificate and records, and every link goes there', () => {
    first.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        Aliases: ['wire.example.org'],
        ViewerCertificate: Match.objectLike({
          AcmCertificateArn: certificateArn,
          MinimumProtocolVersion: 'TLSv1.2_2021',
        }),
      }),
    });
    const records = Object.values(first.findResources('AWS::Route53::RecordSet'));
    expect(records.map(({ Properties: { Name, Type, HostedZoneId } }) => [Name, Type, HostedZoneId])).toEqual(
      [
        ['wire.example.org.', 'A', 'Z0123456789'],
        ['wire.example.org.', 'AAAA', 'Z0123456789'],
      ],
    );
    expect(new Set(given(first, 'SITE_URL').map(([, url]) => url))).toEqual(
      new Set(['https://wire.example.org']),
    );
    expect(second.findResources('AWS::Route53::RecordSet')).toEqual({});
  });

  it('the name is in the sender of every mail', () => {
    expect(JSON.stringify(given(first, 'MAIL_FROM'))).toContain('Border Desk <');
  });

  it('a shared identity is used and not made again', () => {
    expect(first.findResources('AWS::SES::EmailIdentity')).toEqual({});
    expect(Object.keys(second.findResources('AWS::SES::EmailIdentity'))).toHaveLength(1);
    first.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 'ses:SendEmail' })]),
      }),
    });
  });

  it('who parses may ask for pages where they are read, and nowhere else', () => {
    const asks = (template: Template): boolean =>
      JSON.stringify(template.findResources('AWS::IAM::Policy')).includes('PAGES#*');
    expect([asks(first), asks(second)]).toEqual([true, false]);
  });

  it('bodies go after so many days', () => {
    const rules = JSON.stringify(first.findResources('AWS::S3::Bucket'));
    expect(rules).toContain('{"ExpirationInDays":90,"Prefix":"bodies/","Status":"Enabled"}');
  });

  it('the budget mails, and stops the three clocks where that was chosen', () => {
    first.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 35, Unit: 'USD' } }),
    });
    const [action] = Object.values(first.findResources('AWS::Budgets::BudgetsAction'));
    expect(action?.Properties.Definition.IamActionDefinition.Roles).toHaveLength(3);
    second.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 20, Unit: 'USD' } }),
    });
    expect(second.findResources('AWS::Budgets::BudgetsAction')).toEqual({});
  });

  it('events have a bus of their own, told by two stages, and go where they are wanted', () => {
    expect(
      given(first, 'EVENT_BUS')
        .map(([stage]) => stage)
        .sort(),
    ).toEqual(['plan-digests', 'publish-site']);
    const endpoints = Object.values(first.findResources('AWS::Events::ApiDestination'));
    expect(endpoints.map(({ Properties }) => Properties.InvocationEndpoint)).toEqual([
      chosen.chatWebhook,
      `https://api.telegram.org/bot${chosen.telegramBot}/sendMessage`,
    ]);
    const rules = Object.values(first.findResources('AWS::Events::Rule')).filter(({ Properties }) =>
      JSON.stringify(Properties.EventPattern).includes('caucasus-wire'),
    );
    expect(rules).toHaveLength(3);
    for (const { Properties } of rules) expect(Properties.Targets[0].DeadLetterConfig).toBeDefined();
    // Chats take a line; the topic takes the event whole.
    const templates = rules.map(({ Properties }) =>
      JSON.stringify(Properties.Targets[0].InputTransformer ?? null),
    );
    expect(templates.filter((each) => each.includes('detail-title'))).toHaveLength(2);
    expect(second.findResources('AWS::Events::EventBus')).toEqual({});
  });

  it('graphs and translations are there where they were asked for', () => {
    const translating = (template: Template) =>
      JSON.stringify(template.findResources('AWS::IAM::Policy')).includes('translate:TranslateText');
    expect([translating(first), translating(second)]).toEqual([true, false]);
    const boards = (template: Template) =>
      Object.keys(template.findResources('AWS::CloudWatch::Dashboard')).length;
    expect([boards(first), boards(second)]).toEqual([1, 0]);
  });
});

describe('a shared password', () => {
  const answer = z.object({ statusCode: z.number().optional(), uri: z.string().optional() });
  const asked = (password: string | undefined, uri: string, authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization: { value: authorization } };
    const event = { request: { uri, headers } };
    return answer.parse(runInNewContext(`${pageOfUrl(password)}; handler(event)`, { event }));
  };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  /** Beside the pages: the first pattern that fits a path decides. */
  const guarded = (template: Template): [path: string, functions: number][] =>
    Object.values(template.findResources('AWS::CloudFront::Distribution')).flatMap(({ Properties }) =>
      (
        Properties.DistributionConfig.CacheBehaviors as {
          PathPattern: string;
          FunctionAssociations?: unknown[];
        }[]
      ).map(({ PathPattern, FunctionAssociations = [] }): [string, number] => [
        PathPattern,
        FunctionAssociations.length,
      ]),
    );

  it('is asked of every page and feed, and of no link in a mail', () => {
    expect(asked('desk:long-enough', '/').statusCode).toBe(401);
    expect(asked('desk:long-enough', '/', basic('desk:wrong')).statusCode).toBe(401);
    expect(asked('desk:long-enough', '/', basic('desk:long-enough'))).toEqual({ uri: '/index.html' });
    expect(asked(undefined, '/a/')).toEqual({ uri: '/a/index.html' });
    expect(asked('desk:long-enough', '/_state/x', basic('desk:long-enough')).statusCode).toBe(404);
    const [distribution] = Object.values(first.findResources('AWS::CloudFront::Distribution'));
    const config = distribution?.Properties.DistributionConfig;
    expect(config.DefaultCacheBehavior.FunctionAssociations).toHaveLength(1);
    expect(guarded(first)).toEqual([
      ['/s/feed', 1],
      ['/s/*', 0],
    ]);
    expect(guarded(second)[0]).toEqual(['/s/feed', 0]);
    expect(JSON.stringify(first.findResources('AWS::CloudFront::Function'))).toContain(
      basic('desk:long-enough').slice('Basic '.length),
    );
  });
});

describe('two stages in one account', () => {
  /** What an account can hold once: names that we give, and that AWS does not make. */
  const names = (template: Template): string[] => {
    const all = template.toJSON() as { Resources: Record<string, { Type: string; Properties?: object }> };
    const properties = [
      'Name',
      'AlarmName',
      'BudgetName',
      'BucketName',
      'TableName',
      'QueueName',
      'TopicName',
      'FunctionName',
      'RoleName',
      'LogGroupName',
      'DashboardName',
      'MetricNamespace',
      'GroupName',
      'ManagedPolicyName',
      'EmailIdentity',
    ];
    const found: string[] = [];
    const walk = (value: unknown, type: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (properties.includes(key)) found.push(`${type} ${JSON.stringify(inner)}`);
        walk(inner, type);
      }
    };
    for (const { Type, Properties } of Object.values(all.Resources)) walk(Properties, Type);
    return found;
  };
  /** Names inside something of the stack's own. */
  const inside =
    /^AWS::(S3|DynamoDB|Lambda|Events|ApiGatewayV2|Scheduler|SSM|Route53)|^AWS::Athena::NamedQuery|^AWS::CloudWatch::Alarm "|^AWS::Logs::MetricFilter "|StackName|StackId/;

  it('share no name', () => {
    const ours = names(first).filter((name) => !inside.test(name) && !/"Fn::GetAtt"|"Ref"/.test(name));
    const theirs = new Set(names(second));
    expect(ours.length).toBeGreaterThan(3);
    expect(ours.filter((name) => theirs.has(name) && !name.startsWith('AWS::Glue::Table'))).toEqual([]);
    expect(JSON.stringify(first.findResources('AWS::Glue::Database'))).toContain('"caucasus_wire_test"');
  });

  it('have names of their own for stack, alarms, metrics and budget', () => {
    expect([stackIdOf({}), stackIdOf({ stage: 'test' })]).toEqual(['CaucasusWire', 'CaucasusWire-test']);
    for (const type of ['AWS::CloudWatch::Alarm', 'AWS::Logs::MetricFilter', 'AWS::Budgets::Budget'])
      for (const resource of Object.values(first.findResources(type)))
        expect(JSON.stringify(resource)).toContain('AWS::StackName');
  });
});

describe('a choice that cannot be', () => {
  it.each([
    [{ sitedomain: 'x' }, /there is no setting sitedomain; the settings are stage, siteDomain, /],
    [{ stage: 'Test' }, 'stage is not a short name such as test'],
    [
      { siteDomain: 'wire.example.org' },
      'siteDomain wants the other: siteDomain and certificateArn go together',
    ],
    [{ siteDomain: 'x', certificateArn }, 'siteDomain is not a host name'],
    [{ certificateArn: certificateArn.replace('us-east-1', 'eu-central-1') }, 'in us-east-1'],
    [
      { siteDomain: 'wire.example.org', certificateArn, hostedZone: 'Z0123456789:example.com' },
      'hostedZone does not hold the name of the site (siteDomain is wire.example.org)',
    ],
    [{ sitePassword: 'desk:short' }, 'sitePassword is not NAME:PASSWORD'],
    [{ accentColour: 'red', accentColourDark: '#8fb8f0' }, 'accentColour is not a colour such as #1a5fb4'],
    [
      { accentColour: '#e79a9f', accentColourDark: '#8fb8f0' },
      'accentColour has less contrast than 4.5:1 with light paper (#f4f1ea): take a darker one',
    ],
    [
      { accentColour: '#1a5fb4', accentColourDark: '#1a5fb4' },
      'accentColourDark has less contrast than 4.5:1 with dark paper (#1e1c1a): take a lighter one',
    ],
    [{ accentColour: '#1a5fb4' }, 'accentColour and accentColourDark go together'],
    [{ logo: 'nowhere.svg' }, 'logo is no file that can be read: nowhere.svg'],
    [{ logo: 'package.json' }, 'logo package.json has more than 1500 characters'],
    [{ logo: 'LICENSE' }, 'logo LICENSE is no SVG: it lacks xmlns'],
    [{ languages: 'hy,ru' }, 'languages lacks en, in which the pages of stories are written'],
    [{ languages: 'en,de' }, 'languages is not language codes such as en,hy'],
    [{ topics: 'csto,nato' }, 'topics is not one or more of csto,armenia-azerbaijan'],
    [{ keepDays: '3' }, 'keepDays is not between 7 and 3650'],
    [{ monthlyBudget: 'much' }, 'monthlyBudget is not a whole number'],
    [{ budgetStops: 'true', monthlyBudget: '0' }, 'budgetStops wants a monthlyBudget'],
    [{ webhookUrl: 'https://desk.example.org' }, 'webhookUrl and webhookSecret go together'],
    [{ webhookUrl: 'http://desk.example.org' }, 'webhookUrl is not an address that begins with https://'],
    [{ telegramChat: '@desk' }, 'telegramBot and telegramChat go together'],
    [{ translateEngine: 'google' }, 'translateEngine is not none, aws or libretranslate'],
    [{ mailIdentity: 'mine' }, 'mailIdentity is not own or shared'],
  ])('%j is refused in a line', (context, message) => {
    expect(() => read(context)).toThrow(message);
  });

  it('can also stand in cdk.json as what it is, or in the environment; the command line comes first', () => {
    expect(read({ monthlyBudget: 40, dashboard: true, translateInto: ['en', 'hy'] })).toMatchObject({
      monthlyBudget: 40,
      dashboard: true,
      translateInto: 'en,hy',
    });
    const env = { WIRE_STAGE: 'test', WIRE_KEEP_DAYS: '30', WIRE_SOMETHING: 'else' };
    expect(read({ stage: 'prod' }, env)).toMatchObject({ stage: 'prod', keepDays: 30 });
    expect(read({ '@aws-cdk/x:y': true, 'aws:cdk:bundling-stacks': [] }).keepDays).toBe(60);
  });
});

describe('a logo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-logo-'));
  const path = join(folder, 'logo.svg');
  const svg = (inside: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>\n`;
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is taken as it is where it is made of shapes', () => {
    writeFileSync(path, svg('<g fill="#1a5fb4"><path d="M1 1h7"/><circle cx="4" cy="4" r="2"/></g>'));
    expect(read({ logo: path }).logo).toBe(readFileSync(path, 'utf8').trim());
  });
  it.each([
    '<script>alert(1)</script>',
    '<path d="M1 1" onclick="alert(1)"/>',
    '<image href="https://x.example/a.png"/>',
    '<use href="#a"/>',
    '<a href="javascript:alert(1)"><path d="M1 1"/></a>',
    '<path fill="url(https://x.example/#a)"/>',
    '<style>*{fill:red}</style>',
    '<foreignObject><b/></foreignObject>',
    '<!-- --><path d="M1 1"/>',
    '&amp;',
    'words',
  ])('%s is refused', (inside) => {
    writeFileSync(path, svg(inside));
    expect(() => read({ logo: path })).toThrow(`logo ${path} holds more than shapes`);
  });
});
