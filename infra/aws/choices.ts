import type { Node } from 'constructs';
import { z } from 'zod';
import { defaultKeepDays } from '../../shared/aws/tables.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import { contrast, leastContrast, papers } from '../../shared/domain/text/look.ts';
import { UsageError } from '../../shared/errors.ts';
import { readLogo } from './logo.ts';

const said = (longest: number) =>
  z.string().trim().min(1, 'is empty').max(longest, `has more than ${longest} characters`);
const like = (pattern: RegExp, what: string) => z.string().regex(pattern, `is not ${what}`);
const host = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/;
const yesOrNo = z
  .enum(['true', 'false'], { message: 'is not true or false' })
  .transform((text) => text === 'true');
const whole = (least: number, most: number) =>
  like(/^\d{1,6}$/, 'a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `is not between ${least} and ${most}`);

/** An accent that can be read on the papers it stands on. */
const accent = (on: keyof typeof papers, paper: string) =>
  like(/^#[0-9a-fA-F]{6}$/, 'a colour such as #1a5fb4').refine(
    (colour) => contrast(colour.toLowerCase(), papers[on]) >= leastContrast,
    `has less contrast than ${leastContrast}:1 with ${paper} (${papers[on]}): take a ${on === 'accent' ? 'darker' : 'lighter'} one`,
  );

/**
 * What a deployer may choose: `--context NAME=VALUE`, `cdk.json`, or the environment (`WIRE_` and the name in capitals:
 * `siteDomain` is WIRE_SITE_DOMAIN). All can be left out.
 */
const schema = z.strictObject({
  /** A second stack in one account: `test` is the stack CaucasusWire-test, and nothing of it has the name of something else. */
  stage: like(/^[a-z][a-z0-9-]{0,15}$/, 'a short name such as test').optional(),
  /** Under which host name the site is read; wants a certificate. */
  siteDomain: like(host, 'a host name such as wire.example.org').optional(),
  /** Of AWS Certificate Manager, in us-east-1, where CloudFront looks. */
  certificateArn: like(
    /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
    'the ARN of a certificate in us-east-1',
  ).optional(),
  /** Where the site's name is set by the stack: `Z0123456789:example.org`. */
  hostedZone: like(
    /^Z[A-Z0-9]{5,31}:[a-z0-9.-]+$/,
    'ID:NAME of a hosted zone, such as Z0123456789:example.org',
  ).optional(),
  /** `shared`: the sender's domain is an identity of SES already, of another stack in this account. */
  mailIdentity: z.enum(['own', 'shared'], { message: 'is not own or shared' }).default('own'),
  /** The name of the wire, on every page and in every mail. */
  productName: said(60).optional(),
  /** The languages of mails, forms and front pages; articles of all languages are read and shown. */
  languages: like(/^(hy|az|ru|en|ka|tr)(,(hy|az|ru|en|ka|tr))*$/, 'language codes such as en,hy')
    .refine((text) => text.split(',').includes('en'), 'lacks en, in which the pages of stories are written')
    .optional(),
  /** The topics that readers can choose and the site shows. */
  topics: said(200)
    .refine(
      (text) => text.split(',').every((topic) => topic in topicNames.topics),
      `is not one or more of ${Object.keys(topicNames.topics).join(',')}`,
    )
    .optional(),
  /** The colour of links, buttons and marks on pages and in mails, on light paper and on dark. */
  accentColour: accent('accent', 'light paper').optional(),
  accentColourDark: accent('accentDark', 'dark paper').optional(),
  /** An SVG file of shapes: beside the name on every page, and the icon of the site. Mails hold no image. */
  logo: said(500)
    .transform((path, faults) => {
      const read = readLogo(path);
      if ('svg' in read) return read.svg;
      faults.addIssue({ code: 'custom', message: read.fault });
      return z.NEVER;
    })
    .optional(),
  /** How outlets reach the operator: a URL or an address in our User-Agent; the site where absent. */
  contact: said(200).optional(),
  /** Pages of the operator that the site links to. */
  imprintUrl: z.url('is not a URL').optional(),
  privacyUrl: z.url('is not a URL').optional(),
  /** Name and address of who runs the wire, for its privacy page. */
  operator: said(300).optional(),
  /** `open`, `invited`, or addresses and domains. */
  signUps: said(2_000).optional(),
  /** Where a person reads requests to leave. */
  unsubscribeAddress: z.email('is not a mail address').optional(),
  /** `NAME:PASSWORD`: only who knows it reads the site. Links in mails, and leaving, work without. */
  sitePassword: like(
    /^[\w.-]{1,40}:[!-~]{8,100}$/,
    'NAME:PASSWORD with at least eight characters',
  ).optional(),
  /** For how long archived bodies and off-topic articles are kept. */
  keepDays: whole(7, 3_650).default(defaultKeepDays),
  /** Reads the page of an article whose feed gives only a title, once, for its text. */
  fullText: yesOrNo.default(false),
  /** US dollars; 0 = no budget. It counts the whole account. */
  monthlyBudget: whole(0, 100_000).default(20),
  /** Stops the clock when the month's budget is used up. */
  budgetStops: yesOrNo.default(false),
  /** A CloudWatch dashboard, $3 a month after the first three. */
  dashboard: yesOrNo.default(false),
  /** Tells stories and editions on an EventBridge bus; an SNS topic and chats want it, and make it too. */
  events: yesOrNo.default(false),
  /** An SNS topic of them, for mail, queues and HTTPS. */
  eventsTopic: yesOrNo.default(false),
  /** An address of your own that events are posted to, signed with the secret. */
  webhookUrl: like(/^https:\/\/\S+$/, 'an address that begins with https://').optional(),
  webhookSecret: like(/^[!-~]{16,200}$/, 'a secret of at least sixteen characters').optional(),
  /** An incoming webhook of Slack, Teams or what else takes `{"text": …}`. */
  chatWebhook: like(/^https:\/\/\S+$/, 'an address that begins with https://').optional(),
  /** The token of a Telegram bot, and the chat that it writes to. */
  telegramBot: like(/^\d+:[\w-]{30,50}$/, 'the token of a bot').optional(),
  telegramChat: like(/^(-?\d+|@\w+)$/, 'the id or @name of a chat').optional(),
  translateEngine: z
    .enum(['none', 'aws', 'libretranslate'], { message: 'is not none, aws or libretranslate' })
    .optional(),
  translateInto: like(
    /^(hy|az|ru|en|ka|tr)(,(hy|az|ru|en|ka|tr))*$/,
    'language codes such as en,hy',
  ).optional(),
  translateBudget: like(/^\d{1,9}$/, 'a number of characters').optional(),
  translateUrl: z.url('is not a URL').optional(),
  translateKey: said(200).optional(),
});

export type Choices = z.output<typeof schema>;
export type ChoiceName = keyof Choices;
const names = Object.keys(schema.shape) as ChoiceName[];

const variableOf = (name: string): string =>
  `WIRE_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** CDK's own flags and answers, which are not ours to refuse. */
const isCdks = (name: string): boolean => /^@|:/.test(name) || name.startsWith('cdk-');

const asText = (value: unknown): string => (Array.isArray(value) ? value.join(',') : String(value));

/** What was chosen for the app. @throws UsageError naming each unknown or malformed choice, with what it should be */
export function choicesFrom(node: Node, env: Record<string, string | undefined> = {}): Choices {
  const context = node.getAllContext() as Record<string, unknown>;
  const unknown = Object.keys(context).filter((name) => !isCdks(name) && !(names as string[]).includes(name));
  if (unknown.length > 0)
    throw new UsageError(`there is no setting ${unknown.join(', ')}; the settings are ${names.join(', ')}`);
  const given = names.flatMap((name) => {
    const value = context[name] ?? env[variableOf(name)];
    return value === undefined || value === '' ? [] : [[name, asText(value)] as const];
  });
  const read = schema.superRefine(needsEachOther).safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  throw new UsageError(faults.join('; '));
}

function needsEachOther(all: z.output<typeof schema>, faults: z.RefinementCtx): void {
  const fault = (name: ChoiceName, message: string): void =>
    faults.addIssue({ code: 'custom', path: [name], message });
  const { siteDomain, certificateArn, hostedZone } = all;
  if ((siteDomain === undefined) !== (certificateArn === undefined))
    fault(
      siteDomain === undefined ? 'certificateArn' : 'siteDomain',
      'wants the other: siteDomain and certificateArn go together',
    );
  if ((all.accentColour === undefined) !== (all.accentColourDark === undefined))
    fault('accentColour', 'and accentColourDark go together');
  const zone = hostedZone?.split(':')[1];
  if (zone !== undefined && siteDomain !== zone && siteDomain?.endsWith(`.${zone}`) !== true)
    fault('hostedZone', `does not hold the name of the site (siteDomain is ${siteDomain ?? 'not set'})`);
  if ((all.telegramBot === undefined) !== (all.telegramChat === undefined))
    fault('telegramBot', 'and telegramChat go together');
  if ((all.webhookUrl === undefined) !== (all.webhookSecret === undefined))
    fault('webhookUrl', 'and webhookSecret go together');
  if (all.budgetStops && all.monthlyBudget === 0) fault('budgetStops', 'wants a monthlyBudget');
}

export const wantsEvents = (all: Choices): boolean =>
  all.events || all.eventsTopic || all.chatWebhook !== undefined || all.telegramBot !== undefined;

/** `CaucasusWire`, or with its stage. */
export const stackIdOf = ({ stage }: Pick<Choices, 'stage'>): string =>
  stage === undefined ? 'CaucasusWire' : `CaucasusWire-${stage}`;
