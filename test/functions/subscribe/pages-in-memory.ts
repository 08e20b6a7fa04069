import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Ports } from '../../../functions/subscribe/holder.ts';
import { parseSignUpPolicy } from '../../../shared/domain/subscriber/sign-up-policy.ts';
import { ReputationInMemory } from '../../fakes/reputation-in-memory.ts';
import type { Answers } from '../../../functions/subscribe/site-search.ts';
import type { SearchRow } from '../../../shared/domain/query/searchable.ts';
import { readRequest } from '../../../functions/subscribe/request.ts';
import { answerPage } from '../../../functions/subscribe/subscribe.ts';
import type { Edition } from '../../../shared/domain/digest/edition.ts';
import type { PageResponse } from '../../../functions/subscribe/page-response.ts';
import type { TransactionalMailRequest } from '../../../shared/messages.ts';
import { manageLink } from '../../../shared/domain/digest/reader-links.ts';
import { readToken } from '../../../shared/domain/subscriber/token.ts';
import { SubscribersInMemory } from '../../fakes/subscribers-in-memory.ts';

export const siteUrl = 'https://wire.example';
/** What a reader fills in. */
export const form = {
  email: 'reader@example.org',
  language: 'en',
  topics: 'csto',
  frequency: 'daily',
  hour: '7',
  timezone: 'Asia/Yerevan',
};
export const keys = [{ id: 'k1', secret: new Uint8Array(32).fill(1) }];

export interface PageQuestion {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  ip?: string;
}

/** Stories of a search that share nothing but their form. */
export const rowsOf = (count: number): SearchRow[] =>
  Array.from({ length: count }, (_, n) => ({
    id: n.toString(16).padStart(16, '0'),
    at: '2026-11-24T08:11',
    h: { en: `Story ${n}` },
    t: ['csto'],
    s: [],
    e: [],
    d: ['yerevan'],
    c: ['AM'],
    k: ['agency'],
    n: 1,
  }));

/** The pages over a store in memory, asked as API Gateway asks. */
export class PagesInMemory {
  readonly store = new SubscribersInMemory();
  readonly reputation = new ReputationInMemory();
  /** The setting SIGN_UPS. */
  signUps = 'open';
  readonly letters: TransactionalMailRequest[] = [];
  readonly erasures: string[] = [];
  /** Every call to the outside, in order. */
  calls: string[] = [];
  /** What every query finds. */
  answers: Answers = { rows: rowsOf(3), all: 90, whole: true };
  now = new Date('2026-11-24T10:00:00Z');
  #ids = 0;
  /** Frozen contents of editions, by name. */
  readonly contents = new Map<string, Edition>();

  content(name: string): Promise<Edition | null> {
    return Promise.resolve(this.contents.get(name) ?? null);
  }

  #ports(): Ports {
    const counted =
      <A extends unknown[], R>(name: string, call: (...args: A) => Promise<R>) =>
      (...args: A): Promise<R> => {
        this.calls.push(name);
        return call(...args);
      };
    const { store } = this;
    return {
      readSubscriber: counted('readSubscriber', (id: string) => store.readSubscriber(id)),
      changeSubscriber: counted('changeSubscriber', (id, change) => store.changeSubscriber(id, change)),
      readEditions: counted('readEditions', (id: string, from: string) => store.readEditions(id, from)),
      readEdition: counted('readEdition', (who: string, edition: string) => store.readEdition(who, edition)),
      findAnswers: counted('findAnswers', () => Promise.resolve(this.answers)),
      readContent: counted('readContent', (_date: string, content: string) => this.content(content)),
      eraseEditions: counted('eraseEditions', (id: string) => store.eraseEditions(id)),
      takeFrom: counted('takeFrom', (limit: Parameters<Ports['takeFrom']>[0]) => store.takeFrom(limit)),
      takeMailAllowance: counted('takeMailAllowance', (mailbox: string, now: Date) =>
        store.takeMailAllowance(mailbox, now),
      ),
      readGate: counted('readGate', (now: Date) => this.reputation.readGate(now)),
      resetMailAllowance: counted('resetMailAllowance', (id: string) => store.resetMailAllowance(id)),
      queueTransactionalMail: counted('queueTransactionalMail', (request: TransactionalMailRequest) =>
        Promise.resolve(void this.letters.push(request)),
      ),
      recordErasure: counted('recordErasure', (id: string) => Promise.resolve(void this.erasures.push(id))),
      newId: () => (++this.#ids).toString(16).padStart(32, '0'),
      clock: () => this.now,
    };
  }

  ask(
    url: string,
    { method = 'GET', headers = {}, body, ip = '203.0.113.7' }: PageQuestion = {},
  ): Promise<PageResponse> {
    const { pathname, search } = new URL(url, siteUrl);
    const event: APIGatewayProxyEventV2 = {
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      isBase64Encoded: false,
      headers,
      ...(body !== undefined && { body }),
      requestContext: {
        accountId: '',
        apiId: '',
        domainName: '',
        domainPrefix: '',
        requestId: '',
        routeKey: '',
        stage: '',
        time: '',
        timeEpoch: 0,
        http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: ip, userAgent: '' },
      },
    };
    return answerPage(
      this.#ports(),
      { keys, policy: parseSignUpPolicy(this.signUps), siteUrl },
      readRequest(event, siteUrl),
    );
  }

  post(
    url: string,
    fields: Record<string, string> | [string, string][],
    asked: PageQuestion = {},
  ): Promise<PageResponse> {
    return this.ask(url, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      ...asked,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...asked.headers },
    });
  }

  /** Everything stored, to compare byte by byte. */
  dump(): string {
    return JSON.stringify([
      [...this.store.subscribers],
      [...this.store.editions],
      [...this.store.counters],
      [...this.store.mails],
      this.letters,
      this.erasures,
    ]);
  }
}

const tokenOf = (link: string): string => new URL(link, siteUrl).searchParams.get('t') ?? '';

/** The fields that answer the question of a page. */
export function answerTo(body: string): { ticket: string; answer: string } {
  const ticket = /name="ticket" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const [a, b] = ticket.split('.');
  return { ticket, answer: String(Number(a) + Number(b)) };
}

/** Asks for the letter that opens one's data, as the link in a digest offers, and takes the token from it. */
export async function freshToken(desk: PagesInMemory, links: { privacy: string }): Promise<string> {
  const asked = await desk.post('/s/privacy', { t: tokenOf(links.privacy) });
  if (asked.status !== 202) throw new Error(`no letter: ${asked.status}`);
  const claim = readToken(tokenOf(links.privacy), 'privacy', keys, desk.now);
  const subscriber = claim.kind === 'valid' ? await desk.store.readSubscriber(claim.subscriberId) : null;
  if (subscriber?.letter?.kind !== 'data') throw new Error('no letter about the data is due');
  return tokenOf(manageLink(subscriber, 'privacy', { siteUrl, keys, now: desk.now }));
}
