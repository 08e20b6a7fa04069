import { mailDocument, type Mail } from './mail.ts';
import type { WordsOf } from './words.ts';
import { html } from '../text/html.ts';
import { confirmLink, readerLinks } from './reader-links.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import type { TokenKey } from '../subscriber/token.ts';

/** The mail that a sign-up causes: to confirm, or, for existing subscribers, the link to their preferences. It carries no news. */
export function transactionalMail(
  subscriber: Subscriber,
  context: { siteUrl: string; keys: readonly TokenKey[]; wordsOf: WordsOf },
  now: Date,
): Mail | null {
  const { address, preferences, letter } = subscriber;
  if (address === null || preferences === null || letter === undefined) return null;
  const words = context.wordsOf(preferences.interface);
  const confirm = letter.kind === 'confirm';
  const link = confirm ? confirmLink(subscriber, context, now) : readerLinks(subscriber, context).preferences;
  const [subject, text, button, ignore] = confirm
    ? [
        words.say('confirmSubject'),
        words.say('confirmText'),
        words.say('confirmTitle'),
        words.say('confirmIgnore'),
      ]
    : [words.say('manageSubject'), words.say('manageText'), words.say('change'), words.say('manageIgnore')];
  const rows = html`<tr><td class="p"><p class="k">${words.say('siteName')}</p><h1>${subject}</h1><p>${text}</p><p><a class="b" href="${link}">${button}</a></p><p class="m">${ignore}</p></td></tr>`;
  return {
    to: address,
    subject: words.labelled(words.say('siteName'), subject),
    html: mailDocument({ subject, rows, language: words.language }),
    text: [words.say('siteName'), subject, '', text, '', link, '', ignore, ''].join('\n'),
    headers: [['Auto-Submitted', 'auto-generated']],
    tags: { subscriber: subscriber.id, letter: letter.kind },
  };
}
