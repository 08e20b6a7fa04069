import { randomUUID } from 'node:crypto';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { readEditionContent } from '../../shared/aws/edition-objects.ts';
import { accountSendRate, quotaUsedUp, sendMail } from '../../shared/aws/mail.ts';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { eachRecord } from '../../shared/aws/sqs-batch.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { clockFrom } from '../../shared/clock.ts';
import { parseTokenKeys } from '../../shared/domain/subscriber/token.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { type MailRequest, mailRequest } from '../../shared/messages.ts';
import { makeRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { batchReads } from './batch-reads.ts';
import type { Ports } from './ports.ts';
import { Renderings } from './renderings.ts';
import { sendMailRequest } from './send-digest.ts';

const settings = settingsFor('send-digest');
const keys = parseTokenKeys(settings.TOKEN_KEYS);
const clock = clockFrom(process.env);

/** The digest queue's MaximumConcurrency: this many workers share the account's rate. */
const workers = 2;
/** Where SES does not say: the embedded inbox takes any rate. */
const unlimited = 1_000;

let limiter: Promise<RateLimiter> | undefined;
const startLimiter = async (): Promise<RateLimiter> =>
  makeRateLimiter({
    rate: ((await accountSendRate()) ?? unlimited) / workers,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  });

const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);

const renderings = new Renderings();
const subscribers = subscribersTable(settings.TABLE_SUBSCRIBERS);
const reads = {
  ...subscribers,
  sendingStopped: async () => (await reputation.readBreaker()) !== null,
};

const ports: Omit<Ports, 'timeLeft' | 'readEdition' | 'sendingStopped'> = {
  ...subscribers,
  readContent: (date, content) => readEditionContent(settings.BUCKET_SITE, date, content),
  rendering: (content, make) => renderings.of(content, make),
  send: (mail) =>
    sendMail(mail, { from: settings.MAIL_FROM, configurationSet: settings.MAIL_CONFIGURATION_SET }),
  turn: async () => (await (limiter ??= startLimiter())).turn(),
  slowDown: async () => (await (limiter ??= startLimiter())).slowDown(),
  quotaUsedUp,
  newClaim: randomUUID,
  clock,
  signUpsClosed: async () => (await reputation.readGate(clock()))?.level === 'closed',
  log,
};

const sender = {
  siteUrl: settings.SITE_URL,
  keys,
  unsubscribeAddress: settings.MAIL_UNSUBSCRIBE || undefined,
};

/** Each message is one mail to one person. */
export const handler = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> => {
  const ofBatch = batchReads(event, reads);
  const timeLeft = () => context?.getRemainingTimeInMillis() ?? Infinity;
  const send = (request: MailRequest) => sendMailRequest({ ...ports, ...ofBatch, timeLeft }, sender, request);
  return eachRecord(mailRequest, send)(event, context);
};
