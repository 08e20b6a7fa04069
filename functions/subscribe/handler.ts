import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readEditionContent, recordErasure } from '../../shared/aws/edition-objects.ts';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { send } from '../../shared/aws/queue.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { clockFrom } from '../../shared/clock.ts';
import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { parseSignUpPolicy } from '../../shared/domain/subscriber/sign-up-policy.ts';
import { parseTokenKeys } from '../../shared/domain/subscriber/token.ts';
import { settingsFor } from '../../shared/env.ts';
import { errorText, log } from '../../shared/log.ts';
import { readSiteFile } from '../../shared/aws/site-bucket.ts';
import { pageHeaders, plainPage } from './page-response.ts';
import type { Ports } from './holder.ts';
import { readRequest } from './request.ts';
import { SiteSearch } from './site-search.ts';
import { answerPage } from './subscribe.ts';

const settings = settingsFor('subscribe');
const rules = {
  keys: parseTokenKeys(settings.TOKEN_KEYS),
  policy: parseSignUpPolicy(settings.SIGN_UPS),
  siteUrl: settings.SITE_URL,
};
const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);

const clock = clockFrom(process.env);
const search = new SiteSearch((path) => readSiteFile(settings.BUCKET_SITE, path));
const ports: Ports = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  readContent: (date, content) => readEditionContent(settings.BUCKET_SITE, date, content),
  findAnswers: (query) => search.find(query, clock()),
  readGate: (now) => reputation.readGate(now),
  queueTransactionalMail: (request) => send(settings.QUEUE_DIGEST_URL, request),
  recordErasure: (subscriberId, at) => recordErasure(settings.BUCKET_SITE, subscriberId, at),
  newId: () => randomBytes(16).toString('hex'),
  clock,
};

/** Everything under `/s/`: sign up, confirm, preferences, export, erase, leave. */
export const handler = async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  // A caller who goes round CloudFront could claim any address and so escape the limits.
  if (settings.EDGE_KEY !== undefined && event.headers['x-wire-edge'] !== settings.EDGE_KEY)
    return { statusCode: 403, headers: pageHeaders, body: '' };
  const request = readRequest(event, settings.SITE_URL);
  try {
    const answer = await answerPage(ports, rules, request);
    return { statusCode: answer.status, headers: answer.headers, body: answer.body };
  } catch (error) {
    log('page-failed', { path: request.path, method: request.method, error: errorText(error) });
    const answer = plainPage(wordsOf(request.language), 500, 'failed', 'failedText');
    return { statusCode: 500, headers: pageHeaders, body: answer.body };
  }
};
