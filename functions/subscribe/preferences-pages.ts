import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { scheduled } from '../../shared/domain/digest/schedule.ts';
import { maskedAddress } from '../../shared/domain/subscriber/address.ts';
import {
  afterPause,
  afterResume,
  type Preferences,
  type Subscriber,
} from '../../shared/domain/subscriber/subscriber.ts';
import { type Html, html } from '../../shared/domain/text/html.ts';
import { nextEdition } from './confirm-pages.ts';
import { followSection, wishForm } from './follow-forms.ts';
import { defaultPreferences, readPreferences, readWish } from './form.ts';
import { badLink, change, isReader, type PageContext, type TokenHolder, withHolder } from './holder.ts';
import { leftPage } from './leave-pages.ts';
import { buttonForm, note, preferencesForm } from './pages.ts';
import { htmlPage, type PageResponse } from './page-response.ts';

/** A digest's link shows a masked address: the mail may have been passed on. A letter's link is fresh and shows it whole. */
function whose({ subscriber, purpose, words }: TokenHolder): Html {
  const address = subscriber.address ?? '';
  const shown = purpose === 'manage' ? address : maskedAddress(address);
  return html`<p>${words.say('forAddress', { address: shown })}</p>`;
}

/** Everything that is not a choice: pause, leave, one's data. */
function waysOut({ token, subscriber, purpose, words }: TokenHolder): Html {
  const pausing =
    subscriber.state === 'paused'
      ? buttonForm(subscribePaths.resume, token, words.say('resume'), true)
      : buttonForm(subscribePaths.pause, token, words.say('pause'), true);
  const leaving = buttonForm(subscribePaths.unsubscribe, token, words.say('leave'), true);
  const data =
    purpose === 'manage'
      ? html`${buttonForm(subscribePaths.export, token, words.say('export'), true)}<p class="s">${words.say('eraseAsk')}</p>${buttonForm(subscribePaths.erase, token, words.say('erase'), true)}`
      : html`<p class="s">${words.say('dataAsk')}</p>${buttonForm(subscribePaths.privacy, token, words.say('dataSend'), true)}`;
  return html`<hr><h2>${words.say('leaveTitle')}</h2>${pausing}${leaving}<h2>${words.say('privacy')}</h2>${data}`;
}

export function preferencesPage(context: PageContext, known: TokenHolder, top = html``): PageResponse {
  const { token, subscriber, words } = known;
  if (subscriber.preferences === null) throw new RangeError('a reader without preferences');
  const state =
    subscriber.state === 'paused' ? note(words.say('paused')) : nextEdition(subscriber, words, 'nextEdition');
  const form = preferencesForm(words, {
    token,
    preferences: subscriber.preferences,
    faults: [],
    now: context.ports.clock(),
  });
  return htmlPage(
    200,
    words,
    words.say('preferencesTitle'),
    html`${top}${whose(known)}${state}${followSection(known)}${form}${waysOut(known)}`,
  );
}

export const withReader = (
  context: PageContext,
  act: (known: TokenHolder) => PageResponse | Promise<PageResponse>,
): Promise<PageResponse> =>
  withHolder(context, ['preferences', 'manage'], (known) => {
    if (isReader(known.subscriber)) return act(known);
    return known.subscriber.state === 'left' ? leftPage(context, known) : badLink(context);
  });

export const showPreferences = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) =>
    preferencesPage(context, known, wishForm(known, readWish(context.request.query.get('follow')))),
  );

const followsOf = ({ preferences }: Subscriber): Pick<Preferences, 'follows' | 'onlyFollows'> => ({
  ...(preferences?.follows !== undefined && { follows: preferences.follows }),
  ...(preferences?.onlyFollows === true && { onlyFollows: true }),
});

/** Saves a change of a reader and shows the result. */
export async function saved(
  context: PageContext,
  known: TokenHolder,
  next: (current: Subscriber) => Subscriber,
  said?: string,
): Promise<PageResponse> {
  const changed = await change(context, known.subscriber, (current) =>
    isReader(current) ? next(current) : current,
  );
  if (changed?.preferences == null || !isReader(changed)) return badLink(context);
  const words = wordsOf(changed.preferences.interface);
  return preferencesPage(context, { ...known, subscriber: changed, words }, note(said ?? words.say('saved')));
}

export const savePreferences = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) => {
    const { subscriber, token, words } = known;
    const now = context.ports.clock();
    const { preferences, faults } = readPreferences(
      context.request.form,
      subscriber.preferences ?? defaultPreferences(words.language, null),
    );
    if (faults.length > 0)
      return htmlPage(
        422,
        words,
        words.say('preferencesTitle'),
        preferencesForm(words, { token, preferences, faults, now }),
      );
    // What is followed has forms of its own, and may have changed meanwhile.
    return saved(context, known, (current) =>
      scheduled({ ...current, preferences: { ...preferences, ...followsOf(current) } }, now),
    );
  });

export const pause = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) =>
    saved(context, known, (current) => afterPause(current, context.ports.clock())),
  );

export const resume = (context: PageContext): Promise<PageResponse> =>
  withReader(context, (known) =>
    saved(context, known, (current) =>
      scheduled(afterResume(current, context.ports.clock()), context.ports.clock()),
    ),
  );
