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
import { type Answer, shown } from './answer.ts';
import { defaultPreferences, readPreferences } from './form.ts';
import { buttonForm, note, preferencesForm, signUpForm } from './pages.ts';
import type { PageRequest } from './request.ts';
import type * as signUp from './sign-up.ts';

export interface Ports
  extends signUp.Ports, Pick<SubscribersTable, 'resetLetters' | 'readEditions' | 'eraseEditions'> {
  recordErasure(subscriberId: string, at: string): Promise<void>;
  now(): Date;
}

export interface Place {
  keys: readonly TokenKey[];
}

/** One request on its way through the pages. */
export interface Visit {
  ports: Ports;
  place: Place;
  request: PageRequest;
  words: Words;
}

interface Known {
  token: string;
  subscriber: Subscriber;
  words: Words;
}

/** Who holds the request's token, if it is good for this purpose and of the present subscription. */
async function holderOf({ ports, place, request, words }: Visit, purpose: Purpose): Promise<Known | null> {
  const token = (request.method === 'POST' ? request.form.get('t') : null) ?? request.query.get('t') ?? '';
  const now = ports.now();
  const claim = readToken(token, purpose, place.keys, now);
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

function badLink({ request, words }: Visit): Answer {
  const form = signUpForm(words, {
    email: '',
    preferences: defaultPreferences(words.language, request.zone),
    faults: [],
  });
  return shown(410, words, words.say('badLink'), html`<p>${words.say('badLinkText')}</p><hr>${form}`);
}

/** Runs a page for the holder of a good token. */
async function withHolder(
  visit: Visit,
  purpose: Purpose,
  act: (known: Known) => Answer | Promise<Answer>,
): Promise<Answer> {
  const known = await holderOf(visit, purpose);
  return known === null ? badLink(visit) : act(known);
}

const isReader = (subscriber: Subscriber): boolean =>
  subscriber.state === 'confirmed' || subscriber.state === 'paused';

export const askConfirm = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'confirm', ({ token, subscriber, words }) => {
    if (isReader(subscriber)) return shown(200, words, words.say('already'), firstEdition(subscriber, words));
    if (subscriber.state !== 'pending') return badLink(visit);
    return shown(
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

export const confirm = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'confirm', async ({ subscriber, words }) => {
    const now = visit.ports.now();
    if (isReader(subscriber)) return shown(200, words, words.say('already'), firstEdition(subscriber, words));
    const changed = await change(visit, subscriber, (current) =>
      current.state === 'pending' ? scheduled(afterConfirm(current, now), now) : current,
    );
    if (changed === null || !isReader(changed)) return badLink(visit);
    await visit.ports.resetLetters(subscriber.id);
    return shown(200, words, words.say('confirmed'), firstEdition(changed, words));
  });

/** Changes the subscription a page spoke of, not a later one. @returns what is stored then; null where it is gone */
function change(
  { ports }: Visit,
  { id, tokenVersion }: Subscriber,
  next: (current: Subscriber) => Subscriber,
): Promise<Subscriber | null> {
  return ports.changeSubscriber(id, (current) =>
    current === null || current.tokenVersion !== tokenVersion ? null : next(current),
  );
}

function preferencesPage({ token, subscriber, words }: Known, top = html``): Answer {
  if (subscriber.preferences === null) throw new RangeError('a reader without preferences');
  const paused = subscriber.state === 'paused';
  const pausing = paused
    ? buttonForm(subscribePaths.resume, token, words.say('resume'), true)
    : buttonForm(subscribePaths.pause, token, words.say('pause'), true);
  const body = html`${top}${paused && note(words.say('paused'))}${preferencesForm(words, { token, preferences: subscriber.preferences, faults: [] })}<hr>${pausing}`;
  return shown(200, words, words.say('preferencesTitle'), body);
}

const withReader = (visit: Visit, act: (known: Known) => Answer | Promise<Answer>): Promise<Answer> =>
  withHolder(visit, 'preferences', (known) => (isReader(known.subscriber) ? act(known) : badLink(visit)));

export const showPreferences = (visit: Visit): Promise<Answer> =>
  withReader(visit, (known) => preferencesPage(known));

/** Saves a change of a reader and shows the result. */
async function saved(visit: Visit, known: Known, next: (current: Subscriber) => Subscriber): Promise<Answer> {
  const changed = await change(visit, known.subscriber, (current) =>
    isReader(current) ? next(current) : current,
  );
  if (changed?.preferences == null || !isReader(changed)) return badLink(visit);
  const words = wordsOf(changed.preferences.interface);
  return preferencesPage({ ...known, subscriber: changed, words }, note(words.say('saved')));
}

export const savePreferences = (visit: Visit): Promise<Answer> =>
  withReader(visit, (known) => {
    const { subscriber, token, words } = known;
    const { preferences, faults } = readPreferences(
      visit.request.form,
      subscriber.preferences ?? defaultPreferences(words.language, null),
    );
    if (faults.length > 0)
      return shown(
        422,
        words,
        words.say('preferencesTitle'),
        preferencesForm(words, { token, preferences, faults }),
      );
    return saved(visit, known, (current) => scheduled({ ...current, preferences }, visit.ports.now()));
  });

export const pause = (visit: Visit): Promise<Answer> =>
  withReader(visit, (known) => saved(visit, known, (current) => afterPause(current, visit.ports.now())));

export const resume = (visit: Visit): Promise<Answer> =>
  withReader(visit, (known) =>
    saved(visit, known, (current) => scheduled(afterResume(current, visit.ports.now()), visit.ports.now())),
  );

const leftPage = (words: Words): Answer =>
  shown(
    200,
    words,
    words.say('left'),
    html`<p>${words.say('leftText')}</p><p><a href="${subscribePaths.form}?lang=${words.language}">${words.say('signUpAgain')}</a></p>`,
  );

export const askLeave = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'unsubscribe', ({ token, subscriber, words }) => {
    if (!isReader(subscriber)) return leftPage(words);
    return shown(
      200,
      words,
      words.say('leaveTitle'),
      html`<p>${words.say('leaveAsk')}</p>${buttonForm(subscribePaths.unsubscribe, token, words.say('leave'))}`,
    );
  });

export const leave = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'unsubscribe', async ({ subscriber, words }) => {
    await change(visit, subscriber, (current) => afterLeave(current, visit.ports.now()));
    return leftPage(words);
  });

/** A mail provider's own button (RFC 8058): no cookie, no redirect, any form encoding; the token is in the URL. */
export const leaveAtOnce = async (visit: Visit): Promise<Answer> => {
  const known = await holderOf(visit, 'unsubscribe');
  if (known === null)
    return {
      status: 410,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: `${visit.words.say('badLink')}\n`,
    };
  await change(visit, known.subscriber, (current) => afterLeave(current, visit.ports.now()));
  return {
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${known.words.say('left')}\n`,
  };
};

export const askPrivacy = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'privacy', ({ token, words }) =>
    shown(
      200,
      words,
      words.say('privacy'),
      html`
<h2>${words.say('exportTitle')}</h2><p>${words.say('exportAsk')}</p>${buttonForm(subscribePaths.export, token, words.say('export'))}
<h2>${words.say('eraseTitle')}</h2><p>${words.say('eraseAsk')}</p>${buttonForm(subscribePaths.erase, token, words.say('erase'), true)}`,
    ),
  );

export const exportData = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'privacy', async ({ subscriber }) => {
    const { id: _id, tokenVersion: _version, revision: _revision, letter: _letter, ...own } = subscriber;
    const editions = (await visit.ports.readEditions(subscriber.id, '')).map(
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
export const erase = (visit: Visit): Promise<Answer> =>
  withHolder(visit, 'privacy', async ({ subscriber, words }) => {
    const now = visit.ports.now();
    await visit.ports.recordErasure(subscriber.id, now.toISOString());
    await change(visit, subscriber, (current) =>
      current.state === 'erased' ? current : afterErase(current, now),
    );
    await visit.ports.eraseEditions(subscriber.id);
    return shown(200, words, words.say('erased'), html`<p>${words.say('erasedText')}</p>`);
  });
