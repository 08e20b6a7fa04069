import { scheduled } from '../../shared/domain/digest/schedule.ts';
import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { Words } from '../../shared/domain/digest/words.ts';
import { html } from '../../shared/domain/text/html.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import {
  afterConfirm,
  afterErase,
  afterLeave,
  afterPause,
  afterResume,
  isGone,
  type Subscriber,
} from '../../shared/domain/subscriber/subscriber.ts';
import { type Purpose, readToken, type TokenKey } from '../../shared/domain/subscriber/token.ts';
import type { SubscribersTable } from '../../shared/aws/subscribers-table.ts';
import { type PageResponse, htmlPage } from './page-response.ts';
import { defaultPreferences, readPreferences } from './form.ts';
import { buttonForm, note, preferencesForm, signUpForm } from './pages.ts';
import type { PageRequest } from './request.ts';
import type * as signUp from './sign-up.ts';

export interface Ports
  extends signUp.Ports, Pick<SubscribersTable, 'resetMailAllowance' | 'readEditions' | 'eraseEditions'> {
  recordErasure(subscriberId: string, at: string): Promise<void>;
  now(): Date;
}

export interface SigningKeys {
  keys: readonly TokenKey[];
}

/** One request on its way through the pages. */
export interface PageContext {
  ports: Ports;
  signing: SigningKeys;
  request: PageRequest;
  words: Words;
}

interface TokenHolder {
  token: string;
  subscriber: Subscriber;
  words: Words;
}

/** Who holds the request's token, if it is good for this purpose and of the present subscription. */
async function holderOf(
  { ports, signing, request, words }: PageContext,
  purpose: Purpose,
): Promise<TokenHolder | null> {
  const token = (request.method === 'POST' ? request.form.get('t') : null) ?? request.query.get('t') ?? '';
  const now = ports.now();
  const claim = readToken(token, purpose, signing.keys, now);
  if (claim.kind !== 'valid') return null;
  const subscriber = await ports.readSubscriber(claim.subscriberId);
  if (subscriber === null || subscriber.tokenVersion !== claim.version || isGone(subscriber, now))
    return null;
  return {
    token,
    subscriber,
    words: subscriber.preferences === null ? words : wordsOf(subscriber.preferences.interface),
  };
}

function badLink({ request, words }: PageContext): PageResponse {
  const form = signUpForm(words, {
    email: '',
    preferences: defaultPreferences(words.language, request.zone),
    faults: [],
  });
  return htmlPage(410, words, words.say('badLink'), html`<p>${words.say('badLinkText')}</p><hr>${form}`);
}

/** Runs a page for the holder of a good token. */
async function withHolder(
  context: PageContext,
  purpose: Purpose,
  act: (known: TokenHolder) => PageResponse | Promise<PageResponse>,
): Promise<PageResponse> {
  const known = await holderOf(context, purpose);
  return known === null ? badLink(context) : act(known);
}

const isReader = (subscriber: Subscriber): boolean =>
  subscriber.state === 'confirmed' || subscriber.state === 'paused';

export const askConfirm = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'confirm', ({ token, subscriber, words }) => {
    if (isReader(subscriber))
      return htmlPage(200, words, words.say('already'), firstEdition(subscriber, words));
    if (subscriber.state !== 'pending') return badLink(context);
    return htmlPage(
      200,
      words,
      words.say('confirmTitle'),
      html`<p>${words.say('confirmAsk')}</p>${buttonForm(subscribePaths.confirm, token, words.say('confirm'))}`,
    );
  });

function firstEdition(subscriber: Subscriber, words: Words) {
  const { dueAt, preferences } = subscriber;
  if (dueAt === undefined || preferences === null || preferences.frequency === 'breaking')
    return html`<p>${words.name('frequencies', preferences?.frequency ?? 'daily')}</p>`;
  return html`<p>${words.say('confirmedText', { when: words.moment(dueAt, preferences.zone) })}</p>`;
}

export const confirm = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'confirm', async ({ subscriber, words }) => {
    const now = context.ports.now();
    if (isReader(subscriber))
      return htmlPage(200, words, words.say('already'), firstEdition(subscriber, words));
    const changed = await change(context, subscriber, (current) =>
      current.state === 'pending' ? scheduled(afterConfirm(current, now), now) : current,
    );
    if (changed === null || !isReader(changed)) return badLink(context);
    await context.ports.resetMailAllowance(subscriber.id);
    return htmlPage(200, words, words.say('confirmed'), firstEdition(changed, words));
  });

/** Changes the subscription that the page was about, not a later one. @returns what is stored then; null when it is gone */
function change(
  { ports }: PageContext,
  { id, tokenVersion }: Subscriber,
  next: (current: Subscriber) => Subscriber,
): Promise<Subscriber | null> {
  return ports.changeSubscriber(id, (current) =>
    current === null || current.tokenVersion !== tokenVersion ? null : next(current),
  );
}

function preferencesPage({ token, subscriber, words }: TokenHolder, top = html``): PageResponse {
  if (subscriber.preferences === null) throw new RangeError('a reader without preferences');
  const paused = subscriber.state === 'paused';
  const pausing = paused
    ? buttonForm(subscribePaths.resume, token, words.say('resume'), true)
    : buttonForm(subscribePaths.pause, token, words.say('pause'), true);
  const body = html`${top}${paused && note(words.say('paused'))}${preferencesForm(words, { token, preferences: subscriber.preferences, faults: [] })}<hr>${pausing}`;
  return htmlPage(200, words, words.say('preferencesTitle'), body);
}

const withReader = (
  context: PageContext,
  act: (known: TokenHolder) => PageResponse | Promise<PageResponse>,
): Promise<PageResponse> =>
  withHolder(context, 'preferences', (known) => (isReader(known.subscriber) ? act(known) : badLink(context)));

export const showPreferences = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) => preferencesPage(known));

/** Saves a change of a reader and shows the result. */
async function saved(
  context: PageContext,
  known: TokenHolder,
  next: (current: Subscriber) => Subscriber,
): Promise<PageResponse> {
  const changed = await change(context, known.subscriber, (current) =>
    isReader(current) ? next(current) : current,
  );
  if (changed?.preferences == null || !isReader(changed)) return badLink(context);
  const words = wordsOf(changed.preferences.interface);
  return preferencesPage({ ...known, subscriber: changed, words }, note(words.say('saved')));
}

export const savePreferences = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) => {
    const { subscriber, token, words } = known;
    const { preferences, faults } = readPreferences(
      context.request.form,
      subscriber.preferences ?? defaultPreferences(words.language, null),
    );
    if (faults.length > 0)
      return htmlPage(
        422,
        words,
        words.say('preferencesTitle'),
        preferencesForm(words, { token, preferences, faults }),
      );
    return saved(context, known, (current) => scheduled({ ...current, preferences }, context.ports.now()));
  });

export const pause = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) =>
    saved(context, known, (current) => afterPause(current, context.ports.now())),
  );

export const resume = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) =>
    saved(context, known, (current) =>
      scheduled(afterResume(current, context.ports.now()), context.ports.now()),
    ),
  );

const leftPage = (words: Words): PageResponse =>
  htmlPage(
    200,
    words,
    words.say('left'),
    html`<p>${words.say('leftText')}</p><p><a href="${subscribePaths.form}?lang=${words.language}">${words.say('signUpAgain')}</a></p>`,
  );

export const askLeave = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'unsubscribe', ({ token, subscriber, words }) => {
    if (!isReader(subscriber)) return leftPage(words);
    return htmlPage(
      200,
      words,
      words.say('leaveTitle'),
      html`<p>${words.say('leaveAsk')}</p>${buttonForm(subscribePaths.unsubscribe, token, words.say('leave'))}`,
    );
  });

export const leave = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'unsubscribe', async ({ subscriber, words }) => {
    await change(context, subscriber, (current) => afterLeave(current, context.ports.now()));
    return leftPage(words);
  });

/** A mail provider's own button (RFC 8058): no cookie, no redirect, any form encoding; the token is in the URL. */
export const leaveAtOnce = async (context: PageContext): Promise<PageResponse> => {
  const known = await holderOf(context, 'unsubscribe');
  if (known === null)
    return {
      status: 410,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${context.words.say('badLink')}\n`,
    };
  await change(context, known.subscriber, (current) => afterLeave(current, context.ports.now()));
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${known.words.say('left')}\n`,
  };
};

export const askPrivacy = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'privacy', ({ token, words }) =>
    htmlPage(
      200,
      words,
      words.say('privacy'),
      html`
<h2>${words.say('exportTitle')}</h2><p>${words.say('exportAsk')}</p>${buttonForm(subscribePaths.export, token, words.say('export'))}
<h2>${words.say('eraseTitle')}</h2><p>${words.say('eraseAsk')}</p>${buttonForm(subscribePaths.erase, token, words.say('erase'), true)}`,
    ),
  );

export const exportData = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'privacy', async ({ subscriber }) => {
    const { id: _id, tokenVersion: _version, revision: _revision, letter: _letter, ...own } = subscriber;
    const editions = (await context.ports.readEditions(subscriber.id, '')).map(
      ({ subscriberId: _subscriber, claim: _claim, ...edition }) => edition,
    );
    return {
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-disposition': 'attachment; filename="caucasus-wire-my-data.json"',
      },
      body: `${JSON.stringify({ ...own, editions }, null, 2)}\n`,
    };
  });

/** Written down first, where a restored table cannot lose it; then out of every schedule; then the rows. A repeat finishes what a crash left. */
export const erase = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, 'privacy', async ({ subscriber, words }) => {
    const now = context.ports.now();
    await context.ports.recordErasure(subscriber.id, now.toISOString());
    await change(context, subscriber, (current) =>
      current.state === 'erased' ? current : afterErase(current, now),
    );
    await context.ports.eraseEditions(subscriber.id);
    return htmlPage(200, words, words.say('erased'), html`<p>${words.say('erasedText')}</p>`);
  });
