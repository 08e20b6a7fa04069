import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { digestMail, type Mail, type RenderedEdition } from '../../shared/domain/digest/mail.ts';
import { renderEdition } from '../../shared/domain/digest/render-edition.ts';
import { type EditionRow, isStale } from '../../shared/domain/digest/edition.ts';
import { transactionalMail } from '../../shared/domain/digest/transactional-mail.ts';
import { editionLink, readerLinks } from '../../shared/domain/digest/reader-links.ts';
import type { Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import type { TokenKey } from '../../shared/domain/subscriber/token.ts';
import type { Ports } from './ports.ts';
import type { DigestRequest, TransactionalMailRequest, MailRequest } from '../../shared/messages.ts';
import type { SendOutcome } from '../../shared/domain/digest/send-outcome.ts';
import { ComeLater } from '../../shared/errors.ts';
import { hourMs } from '../../shared/domain/text/time.ts';

export interface Sender {
  siteUrl: string;
  keys: readonly TokenKey[];
  /** Where an operator reads requests to leave. */
  unsubscribeAddress?: string | undefined;
}

/** A morning mail that waited this long (a dead-letter queue, an outage) is too late to send. */
const tooLateMs = 18 * hourMs;

/** Tries of one mail inside one run when the provider is too busy; then the queue brings it back later. */
const throttledTries = 6;

/** The longest that one try of a mail takes: its turn, the call and the wait after a refusal. Without it nothing is claimed. */
const oneTryMs = 15_000;

/** Sends what a message asks for, at most once. @throws ComeLater or Error when the message should come again */
export async function sendMailRequest(ports: Ports, sender: Sender, request: MailRequest): Promise<void> {
  if (ports.timeLeft() < oneTryMs) throw new ComeLater('no time left for another mail', 'soon');
  await ('letterId' in request
    ? sendTransactionalMail(ports, sender, request)
    : sendDigest(ports, sender, request));
}

async function sendDigest(
  ports: Ports,
  sender: Sender,
  { subscriberId, editionId }: DigestRequest,
): Promise<void> {
  const row = await ports.readEdition(subscriberId, editionId);
  if (row === null || (row.state !== 'planned' && row.state !== 'claimed')) return;
  if (row.state === 'claimed') return settleForeignClaim(ports, row);
  if (ports.clock().getTime() - Date.parse(row.plannedAt) > tooLateMs)
    return settleUnsent(ports, row, 'too late: the next edition covers it');
  if (await ports.sendingStopped()) return settleUnsent(ports, row, 'sending is stopped');
  const rendering = await renderingOf(ports, row, sender.siteUrl);
  if (rendering === null) return settleUnsent(ports, row, 'its content is lost: the next edition covers it');
  const claim = ports.newClaim();
  if (!(await ports.claimEdition(row, claim, ports.clock().toISOString()))) return;
  // Read after the claim: who left meanwhile gets nothing.
  const subscriber = await ports.readSubscriber(subscriberId);
  const mail = subscriber === null ? null : composeMail(subscriber, { row, rendering, sender });
  if (mail === null) {
    await ports.settleClaim(row, claim, { state: 'skipped', at: ports.clock().toISOString() });
    return;
  }
  await settle(ports, { row, claim, outcome: await sendWithBackoff(ports, mail) });
}

/** Another worker has it, or had it and died. Nobody can know then whether the mail went, so it is not sent again. */
async function settleForeignClaim(ports: Ports, row: EditionRow): Promise<void> {
  const at = ports.clock();
  if (!isStale(row, at)) throw new Error(`edition ${row.editionId} is claimed by another worker`);
  if (await ports.moveEdition(row, ['claimed', 'claimed'], { state: 'lost', at: at.toISOString() })) {
    ports.log('digest-lost', { subscriberId: row.subscriberId, editionId: row.editionId });
  }
}

async function settleUnsent(ports: Ports, row: EditionRow, reason: string): Promise<void> {
  await ports.moveEdition(row, ['planned', 'planned'], { state: 'skipped', at: ports.clock().toISOString() });
  ports.log('digest-skipped', { subscriberId: row.subscriberId, editionId: row.editionId, reason });
}

/** @returns null where the frozen content is lost */
const renderingOf = (
  ports: Ports,
  { editionId, content }: EditionRow,
  siteUrl: string,
): Promise<RenderedEdition | null> =>
  ports.rendering(content, async () => {
    const edition = await ports.readContent(editionId.slice(0, 10), content);
    return edition && renderEdition(edition, wordsOf(edition.interface), siteUrl);
  });

/** The reader's own mail; null where the reader may get none. */
function composeMail(
  subscriber: Subscriber,
  { row, rendering, sender }: { row: EditionRow; rendering: RenderedEdition; sender: Sender },
): Mail | null {
  const { address, preferences, consent } = subscriber;
  if (
    subscriber.state !== 'confirmed' ||
    address === null ||
    preferences === null ||
    typeof consent?.confirmedAt !== 'string'
  )
    return null;
  const links = readerLinks(subscriber, sender);
  const reader = {
    address,
    preferences,
    confirmedAt: consent.confirmedAt,
    links: {
      ...links,
      unsubscribeAddress: sender.unsubscribeAddress,
      archive: editionLink(subscriber, row.editionId, { ...sender, now: new Date(row.plannedAt) }),
    },
  };
  return digestMail(rendering, reader, {
    subscriber: subscriber.id,
    edition: row.editionId,
  });
}

async function sendWithBackoff(ports: Ports, mail: Mail): Promise<SendOutcome> {
  for (let tries = 1; ; tries++) {
    await ports.turn();
    const outcome = await ports.send(mail);
    if (outcome.kind !== 'throttled') return outcome;
    if (tries === 1 && (await ports.quotaUsedUp())) return { ...outcome, kind: 'held' };
    if (tries === throttledTries || ports.timeLeft() < oneTryMs) return outcome;
    await ports.slowDown();
  }
}

async function settle(
  ports: Ports,
  { row, claim, outcome }: { row: EditionRow; claim: string; outcome: SendOutcome },
): Promise<void> {
  const at = ports.clock().toISOString();
  const where = { subscriberId: row.subscriberId, editionId: row.editionId };
  switch (outcome.kind) {
    case 'sent':
      await ports.settleClaim(row, claim, { state: 'sent', at, messageId: outcome.messageId });
      return;
    case 'throttled':
    case 'held':
      await ports.settleClaim(row, claim, { state: 'planned', at });
      throw later(outcome);
    case 'refused':
      await ports.settleClaim(row, claim, { state: 'refused', at });
      ports.log('digest-refused', { ...where, reason: outcome.reason });
      return;
    case 'unknown':
      // Perhaps sent: events of the mail settle it as sent, otherwise its news is in the next edition.
      await ports.settleClaim(row, claim, { state: 'lost', at });
      ports.log('digest-lost', { ...where, reason: outcome.reason });
  }
}

const later = ({ kind, reason }: SendOutcome & { reason: string }): ComeLater =>
  kind === 'held'
    ? new ComeLater(`the mail service takes no more today (${reason})`, 'quota')
    : new ComeLater(`the mail service is too busy (${reason})`, 'soon');

/** A letter that was certainly not sent is due again after this time. */
const letterAgainMs = hourMs;

/** Sends a letter once; one that was certainly not sent stays due, and plan-digests queues it again. */
async function sendTransactionalMail(
  ports: Ports,
  sender: Sender,
  { subscriberId, letterId }: TransactionalMailRequest,
): Promise<void> {
  const closed = await ports.signUpsClosed();
  let claimed = false;
  const subscriber = await ports.changeSubscriber(subscriberId, (current) => {
    const letter = current?.letter;
    claimed = letter?.id === letterId && letter.state === 'due' && !(closed && letter.kind === 'confirm');
    return claimed && current !== null && letter !== undefined
      ? { ...current, letter: { ...letter, state: 'claimed' } }
      : current;
  });
  const mail =
    claimed && subscriber !== null
      ? transactionalMail(subscriber, { ...sender, wordsOf }, ports.clock())
      : null;
  if (mail === null) return;
  const outcome = await sendWithBackoff(ports, mail);
  if (outcome.kind === 'sent') return;
  ports.log('letter-not-sent', { subscriberId, outcome: outcome.kind, reason: outcome.reason });
  if (outcome.kind === 'unknown') return;
  const retryAt = new Date(ports.clock().getTime() + letterAgainMs).toISOString();
  await ports.changeSubscriber(subscriberId, (current) =>
    current?.letter?.id === letterId
      ? { ...current, letter: { ...current.letter, state: 'due', retryAt } }
      : current,
  );
  if (outcome.kind === 'throttled' || outcome.kind === 'held') throw later(outcome);
}
