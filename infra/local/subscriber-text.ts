import type { EditionRow } from '../../shared/domain/digest/edition.ts';
import type { Subscriber } from '../../shared/domain/subscriber/subscriber.ts';

const meaning: Partial<Record<Subscriber['state'], string>> = {
  bounced: 'the mailbox is not there: a mail came back for good. «release» lets the person sign up again',
  complained:
    'a mail was reported as spam: no mail of any kind goes there. «release» only when the person asks for it',
  pending: 'the letter was not answered yet; deleted a week after the sign-up',
  erased: 'asked to be forgotten',
};

const editionsShown = 5;

/** What is kept of one person, and what it means, for an operator. */
export function subscriberLines(found: Subscriber, editions: readonly EditionRow[]): string[] {
  const { consent, preferences, letter, softBounces = [], released } = found;
  return [
    `state         ${found.state} since ${found.changedAt}${found.recovery === undefined ? '' : ', because mails bounced'}`,
    ...[meaning[found.state] ?? []].flat().map((text) => `              ${text}`),
    `consent       ${consent === null ? 'none' : `asked ${consent.askedAt}, confirmed ${consent.confirmedAt ?? 'not yet'}${consent.source === undefined ? '' : `, source: ${consent.source}`}`}`,
    ...(preferences === null ? [] : [`choices       ${JSON.stringify(preferences)}`]),
    ...(found.dueAt === undefined ? [] : [`next edition  ${found.dueAt}`]),
    ...(letter === undefined ? [] : [`letter        ${letter.kind}, ${letter.state}`]),
    ...(softBounces.length === 0 ? [] : [`soft bounces  ${softBounces.join(', ')}`]),
    ...(released === undefined ? [] : [`released      ${released.at}: ${released.because}`]),
    ...editions.slice(-editionsShown).map((row) => `edition       ${row.editionId}  ${row.state}`),
  ];
}
