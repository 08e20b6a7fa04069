import { choicesLine, mailDocument, type Mail } from './mail.ts';
import type { WordKey, WordsOf } from './words.ts';
import { html } from '../text/html.ts';
import { confirmLink, manageLink } from './reader-links.ts';
import type { Subscriber, SubscriberState, TransactionalMail } from '../subscriber/subscriber.ts';
import type { TokenKey } from '../subscriber/token.ts';

type LetterKind = TransactionalMail['kind'];

/** What each kind of letter says: subject, text, the words on its button, and what to do if it was not you. */
const letterWords: Record<LetterKind, readonly [WordKey, WordKey, WordKey, WordKey]> = {
  confirm: ['confirmSubject', 'confirmText', 'confirmTitle', 'confirmIgnore'],
  invite: ['inviteSubject', 'inviteText', 'confirmTitle', 'confirmIgnore'],
  manage: ['manageSubject', 'manageText', 'change', 'manageIgnore'],
  data: ['dataSubject', 'dataText', 'privacy', 'manageIgnore'],
  recovered: ['recoveredSubject', 'recoveredText', 'change', 'manageIgnore'],
};
const asksConfirmation = (kind: LetterKind): boolean => kind === 'confirm' || kind === 'invite';

/** Letters reach nobody there, and a complaint means no more mail of any kind. */
const neverMailed: ReadonlySet<SubscriberState> = new Set(['bounced', 'complained', 'erased']);

/** The mail that a sign-up causes: to confirm, or, for existing subscribers, the link to their preferences. It carries no news. */
export function transactionalMail(
  subscriber: Subscriber,
  context: { siteUrl: string; keys: readonly TokenKey[]; wordsOf: WordsOf },
  now: Date,
): Mail | null {
  const { address, preferences, letter, state } = subscriber;
  if (address === null || preferences === null || letter === undefined || neverMailed.has(state)) return null;
  const words = context.wordsOf(preferences.interface);
  const [subject, text, button, ignore] = letterWords[letter.kind].map((key) => words.say(key));
  if (subject === undefined || text === undefined || button === undefined || ignore === undefined)
    return null;
  const link = asksConfirmation(letter.kind)
    ? confirmLink(subscriber, context, now)
    : manageLink(subscriber, letter.kind === 'data' ? 'privacy' : 'preferences', {
        ...context,
        now,
        follow: letter.follow,
      });
  const choices = asksConfirmation(letter.kind) ? choicesLine(preferences, words) : null;
  const rows = html`<tr><td class="p"><p class="k">${words.say('siteName')}</p><h1>${subject}</h1><p>${text}</p>${choices !== null && html`<p class="m">${choices}</p>`}<p><a class="b" href="${link}">${button}</a></p><p class="m">${ignore}</p></td></tr>`;
  return {
    to: address,
    subject: words.labelled(words.say('siteName'), subject),
    html: mailDocument({ subject, rows, language: words.language }),
    text: [
      words.say('siteName'),
      subject,
      '',
      text,
      ...(choices === null ? [] : ['', choices]),
      '',
      link,
      '',
      ignore,
      '',
    ].join('\n'),
    headers: [['Auto-Submitted', 'auto-generated']],
    tags: { subscriber: subscriber.id, letter: letter.kind },
  };
}
