import { scheduled } from '../../shared/domain/digest/schedule.ts';
import { choicesLine } from '../../shared/domain/digest/mail.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { Words } from '../../shared/domain/digest/words.ts';
import { asOffered } from '../../shared/domain/subscriber/sign-up.ts';
import { afterConfirm, type Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import { type Html, html } from '../../shared/domain/text/html.ts';
import { badLink, change, isReader, type PageContext, withHolder } from './holder.ts';
import { buttonForm } from './pages.ts';
import { htmlPage, type PageResponse } from './page-response.ts';
import { mailboxName } from './sign-up.ts';

/** Shows whose address and which choices the button confirms: those of the letter's own form. */
export const askConfirm = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, ['confirm'], ({ token, subscriber, version, words }) => {
    if (isReader(subscriber)) return alreadyPage(subscriber, words);
    const offered = asOffered(subscriber, version);
    if (subscriber.state !== 'pending' || offered?.preferences == null) return badLink(context);
    const own = wordsOf(offered.preferences.interface);
    return htmlPage(
      200,
      own,
      own.say('confirmTitle'),
      html`<p>${own.say('confirmAsk')}</p><p><b>${offered.address}</b></p><p>${choicesLine(offered.preferences, own)}</p>${buttonForm(subscribePaths.confirm, token, own.say('confirm'))}`,
    );
  });

const alreadyPage = (subscriber: Subscriber, words: Words): PageResponse =>
  htmlPage(200, words, words.say('already'), nextEdition(subscriber, words, 'confirmedText'));

/** When the next edition comes; breaking news has no hour. */
export function nextEdition(
  { dueAt, preferences }: Subscriber,
  words: Words,
  sentence: 'confirmedText' | 'nextEdition',
): Html {
  if (dueAt === undefined || preferences === null || preferences.frequency === 'breaking')
    return html`<p>${words.name('frequencies', preferences?.frequency ?? 'daily')}</p>`;
  return html`<p>${words.say(sentence, { when: words.moment(dueAt, preferences.zone) })}</p>`;
}

export const confirm = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, ['confirm'], async ({ subscriber, version, words }) => {
    const now = context.ports.clock();
    if (isReader(subscriber)) return alreadyPage(subscriber, words);
    const changed = await change(context, subscriber, (current) => {
      const offered = asOffered(current, version);
      return current.state === 'pending' && offered !== null
        ? scheduled(afterConfirm(offered, now), now)
        : current;
    });
    if (changed === null || !isReader(changed)) return badLink(context);
    if (changed.address !== null)
      await context.ports.resetMailAllowance(mailboxName(changed.address, context.signing.keys));
    const own = changed.preferences === null ? words : wordsOf(changed.preferences.interface);
    return htmlPage(200, own, own.say('confirmed'), nextEdition(changed, own, 'confirmedText'));
  });
