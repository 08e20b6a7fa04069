import { scheduled } from '../../shared/domain/digest/schedule.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import type { Words } from '../../shared/domain/digest/words.ts';
import { afterLeave, afterUndoLeave, canUndoLeave } from '../../shared/domain/subscriber/subscriber.ts';
import { html } from '../../shared/domain/text/html.ts';
import { nextEdition } from './confirm-pages.ts';
import {
  badLink,
  change,
  holderOf,
  isReader,
  type PageContext,
  type TokenHolder,
  withHolder,
} from './holder.ts';
import { buttonForm, note } from './pages.ts';
import { htmlPage, type PageResponse } from './page-response.ts';

/** The doors that lead out: of every mail ever sent, of the preferences, of a letter. */
const leaveDoors = ['unsubscribe', 'preferences', 'manage'] as const;

const signUpAgain = (words: Words) =>
  html`<p>${words.say('leftText')}</p><p><a href="${subscribePaths.form}?lang=${words.language}">${words.say('signUpAgain')}</a></p>`;

/** Says since when the reader is out, and lets who pressed by mistake take it back for a day. */
export function leftPage(
  context: PageContext,
  { subscriber, token, version, words }: TokenHolder,
): PageResponse {
  const { preferences, state, changedAt } = subscriber;
  const when = state === 'left' ? words.moment(changedAt, preferences?.zone ?? 'UTC') : null;
  const undo =
    canUndoLeave(subscriber, context.ports.clock()) && version === subscriber.tokenVersion
      ? html`<hr><p>${words.say('undoText')}</p>${buttonForm(subscribePaths.undo, token, words.say('undo'), true)}`
      : html``;
  const since = when !== null && html`<p>${words.say('leftOn', { when })}</p>`;
  return htmlPage(200, words, words.say('left'), html`${since}${signUpAgain(words)}${undo}`);
}

const goneLongAgo = ({ words }: PageContext): PageResponse =>
  htmlPage(200, words, words.say('left'), signUpAgain(words));

async function withLeaver(
  context: PageContext,
  act: (known: TokenHolder) => PageResponse | Promise<PageResponse>,
): Promise<PageResponse> {
  const known = await holderOf(context, leaveDoors);
  if (known === null) return badLink(context);
  return known === 'unknown' ? goneLongAgo(context) : act(known);
}

export const askLeave = (context: PageContext): Promise<PageResponse> =>
  withLeaver(context, (known) => {
    const { token, subscriber, words } = known;
    if (!isReader(subscriber) && subscriber.state !== 'pending') return leftPage(context, known);
    return htmlPage(
      200,
      words,
      words.say('leaveTitle'),
      html`<p>${words.say('leaveAsk')}</p>${buttonForm(subscribePaths.unsubscribe, token, words.say('leave'))}`,
    );
  });

export const leave = (context: PageContext): Promise<PageResponse> =>
  withLeaver(context, async (known) => {
    const changed = await change(context, known.subscriber, (current) =>
      afterLeave(current, context.ports.clock()),
    );
    return leftPage(context, { ...known, subscriber: changed ?? known.subscriber });
  });

/** Only a reader who left lately, and only by a link of that subscription. */
export const undoLeave = (context: PageContext): Promise<PageResponse> =>
  withHolder(context, leaveDoors, async (known) => {
    const now = context.ports.clock();
    if (known.version !== known.subscriber.tokenVersion) return badLink(context);
    const changed = await change(context, known.subscriber, (current) =>
      canUndoLeave(current, now) ? scheduled(afterUndoLeave(current, now), now) : current,
    );
    if (changed === null || !isReader(changed)) return leftPage(context, known);
    const { words } = known;
    const body = html`${note(words.say('saved'))}${nextEdition(changed, words, 'nextEdition')}`;
    return htmlPage(200, words, words.say('already'), body);
  });

const plainText = (status: number, text: string): PageResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `${text}\n`,
});

/** A mail provider's own button (RFC 8058): no cookie, no redirect, any form encoding; the token is in the URL. */
export const leaveAtOnce = async (context: PageContext): Promise<PageResponse> => {
  const known = await holderOf(context, ['unsubscribe']);
  if (known === null) return plainText(410, context.words.say('badLink'));
  if (known === 'unknown') return plainText(200, context.words.say('left'));
  await change(context, known.subscriber, (current) => afterLeave(current, context.ports.clock()));
  return plainText(200, known.words.say('left'));
};
