import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { WordKey, Words } from '../../shared/domain/digest/words.ts';
import { html } from '../../shared/domain/text/html.ts';
import { asOffered } from '../../shared/domain/subscriber/sign-up.ts';
import { isGone, type Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { type Purpose, readToken } from '../../shared/domain/subscriber/token.ts';
import type { Edition, EditionRow } from '../../shared/domain/digest/edition.ts';
import type { Query } from '../../shared/domain/query/query.ts';
import type { Clock } from '../../shared/clock.ts';
import { defaultPreferences } from './form.ts';
import { note, signUpForm } from './pages.ts';
import { type PageResponse, htmlPage } from './page-response.ts';
import type { PageRequest } from './request.ts';
import type { Answers } from './site-search.ts';
import type * as signUp from './sign-up.ts';

export interface Ports extends signUp.Ports {
  resetMailAllowance(mailbox: string): Promise<void>;
  /** Editions from a local date on, oldest first. */
  readEditions(subscriberId: string, fromDate: string): Promise<EditionRow[]>;
  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null>;
  eraseEditions(subscriberId: string): Promise<void>;
  /** @throws Error when the frozen content is not there */
  readContent(date: string, content: string): Promise<Edition | null>;
  /** The newest stories of the site that answer a query. */
  findAnswers(query: Query): Promise<Answers>;
  recordErasure(subscriberId: string, at: string): Promise<void>;
  clock: Clock;
}

/** What the pages sign with, who may join, and where the site is. */
export interface SiteRules extends signUp.SignUpRules {
  siteUrl: string;
}

/** One request on its way through the pages. */
export interface PageContext {
  ports: Ports;
  signing: SiteRules;
  request: PageRequest;
  words: Words;
}

/** What a token of the reader's pages opens; one that shows an edition opens none of them. */
export type Door = Exclude<Purpose, 'edition'>;

/** Who shows a good token, and what it opens. */
export interface TokenHolder {
  token: string;
  purpose: Door;
  /** The version the token was made for. */
  version: number;
  subscriber: Subscriber;
  words: Words;
}

export const isReader = (subscriber: Subscriber): boolean =>
  subscriber.state === 'confirmed' || subscriber.state === 'paused';

/**
 * Leaving and one's own data outlive a subscription: the links of every mail ever sent work. A letter's confirmation
 * belongs to its own choices, and a way to the preferences to the newest subscription.
 */
function isInForce(purpose: Door, subscriber: Subscriber, version: number): boolean {
  if (purpose === 'unsubscribe' || purpose === 'privacy') return true;
  if (purpose === 'confirm')
    return isReader(subscriber)
      ? version <= subscriber.tokenVersion
      : asOffered(subscriber, version) !== null;
  return version === subscriber.tokenVersion;
}

/** @returns `unknown` for a good token of somebody who is not stored any more; null for a token that opens none of these doors */
export async function holderOf(
  { ports, signing, request, words }: PageContext,
  purposes: readonly Door[],
): Promise<TokenHolder | 'unknown' | null> {
  const token = (request.method === 'POST' ? request.form.get('t') : null) ?? request.query.get('t') ?? '';
  const now = ports.clock();
  for (const purpose of purposes) {
    const claim = readToken(token, purpose, signing.keys, now);
    if (claim.kind !== 'valid') continue;
    const subscriber = await ports.readSubscriber(claim.subscriberId);
    if (subscriber === null || isGone(subscriber, now)) return 'unknown';
    if (!isInForce(purpose, subscriber, claim.version)) return null;
    const own = subscriber.preferences === null ? words : wordsOf(subscriber.preferences.interface);
    return { token, purpose, version: claim.version, subscriber, words: own };
  }
  return null;
}

export function badLink({ ports, request, words }: PageContext): PageResponse {
  const form = signUpForm(words, {
    email: '',
    preferences: defaultPreferences(words.language, request.zone),
    faults: [],
    now: ports.clock(),
  });
  return htmlPage(410, words, words.say('badLink'), html`<p>${words.say('badLinkText')}</p><hr>${form}`);
}

/** Runs a page for the holder of a good token. */
export async function withHolder(
  context: PageContext,
  purposes: readonly Door[],
  act: (known: TokenHolder) => PageResponse | Promise<PageResponse>,
): Promise<PageResponse> {
  const known = await holderOf(context, purposes);
  return known === null || known === 'unknown' ? badLink(context) : act(known);
}

/** Changes the subscription that the page was about, not a later one. @returns what is stored then; null when it is gone */
export function change(
  { ports }: PageContext,
  { id, tokenVersion }: Subscriber,
  next: (current: Subscriber) => Subscriber,
): Promise<Subscriber | null> {
  return ports.changeSubscriber(id, (current) =>
    current === null || current.tokenVersion !== tokenVersion ? null : next(current),
  );
}

/** Says that a letter is on its way, and how often one goes out: the same words for everybody. */
export function letterSentPage(words: Words, status: number, text: WordKey): PageResponse {
  return htmlPage(
    status,
    words,
    words.say('checkInbox'),
    html`${note(words.say(text))}<p class="s">${words.say('letterRule')}</p>`,
  );
}
