import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { afterErase, dueLetter, type Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { html } from '../../shared/domain/text/html.ts';
import {
  change,
  type Door,
  letterSentPage,
  type PageContext,
  type TokenHolder,
  withHolder,
} from './holder.ts';
import { buttonForm } from './pages.ts';
import { htmlPage, type PageResponse } from './page-response.ts';
import { mailboxName } from './sign-up.ts';

/** Mail to these reaches nobody, so no letter can bring a fresh link: the link of any mail of theirs erases. */
const isOutOfReach = ({ state }: Subscriber): boolean =>
  state === 'bounced' || state === 'complained' || state === 'erased';

/** A digest may be passed on, so its link only asks for a letter; the letter's link opens the data. */
const opensData = ({ purpose, subscriber }: TokenHolder): boolean =>
  purpose === 'manage' || isOutOfReach(subscriber);

export const askPrivacy = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, ['privacy', 'manage', 'preferences'], (known) => {
    const { token, words, purpose } = known;
    if (!opensData(known))
      return htmlPage(
        200,
        words,
        words.say('privacy'),
        html`<p>${words.say('dataAsk')}</p>${buttonForm(subscribePaths.privacy, token, words.say('dataSend'))}`,
      );
    const exporting =
      purpose === 'manage' &&
      html`<h2>${words.say('exportTitle')}</h2><p>${words.say('exportAsk')}</p>${buttonForm(subscribePaths.export, token, words.say('export'))}`;
    return htmlPage(
      200,
      words,
      words.say('privacy'),
      html`${exporting}
<h2>${words.say('eraseTitle')}</h2><p>${words.say('eraseAsk')}</p>${buttonForm(subscribePaths.erase, token, words.say('erase'), true)}`,
    );
  });

/** Sends the link that opens one's data to the address itself, under the limits of all letters. */
export const sendDataLetter = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, ['privacy', 'preferences', 'manage'], async ({ subscriber, words }) => {
    const { ports, signing } = context;
    const now = ports.clock();
    const letterId = ports.newId();
    const allowed =
      subscriber.address !== null &&
      (await ports.takeMailAllowance(mailboxName(subscriber.address, signing.keys), now));
    if (allowed && !isOutOfReach(subscriber)) {
      await change(context, subscriber, (current) => ({
        ...current,
        letter: dueLetter(letterId, 'data', now),
      }));
      await ports.queueTransactionalMail({ subscriberId: subscriber.id, letterId });
    }
    return letterSentPage(words, 202, 'dataSentText');
  });

const dataDoors: readonly Door[] = ['manage', 'privacy'];

/** Runs for who may see or erase the data; others are asked to get a letter. */
const withOwner = (
  context: PageContext,
  act: (known: TokenHolder) => Promise<PageResponse>,
): Promise<PageResponse> =>
  withHolder(context, dataDoors, (known) => (opensData(known) ? act(known) : askPrivacy(context)));

export const exportData = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, dataDoors, async ({ subscriber, purpose }) => {
    if (purpose !== 'manage') return askPrivacy(context);
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
  withOwner(context, async ({ subscriber, words }) => {
    const now = context.ports.clock();
    await context.ports.recordErasure(subscriber.id, now.toISOString());
    await change(context, subscriber, (current) =>
      current.state === 'erased' ? current : afterErase(current, now),
    );
    await context.ports.eraseEditions(subscriber.id);
    return htmlPage(200, words, words.say('erased'), html`<p>${words.say('erasedText')}</p>`);
  });
