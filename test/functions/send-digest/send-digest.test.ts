import { describe, expect, it, type Mock, vi } from 'vitest';
import { Renderings } from '../../../functions/send-digest/renderings.ts';
import { renderEdition } from '../../../shared/domain/digest/render-edition.ts';
import { wordsOf } from '../../../shared/catalogue/mail-words.ts';
import type { Ports } from '../../../functions/send-digest/ports.ts';
import { sendMailRequest } from '../../../functions/send-digest/send-digest.ts';
import type { Edition, EditionRow } from '../../../shared/domain/digest/edition.ts';
import type { SendOutcome } from '../../../shared/domain/digest/send-outcome.ts';
import type { ComeLater } from '../../../shared/errors.ts';
import { afterSignUp } from '../../../shared/domain/subscriber/sign-up.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { quietEdition } from '../../shared/domain/digest/edition-fixture.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T03:05:00.000Z');
const id = '1'.repeat(32);
const editionId = '2026-11-24';
const where = { subscriberId: id, editionId };
const row: EditionRow = {
  ...where,
  state: 'planned',
  content: 'abc',
  from: quietEdition.from,
  until: quietEdition.until,
  seen: {},
  plannedAt: '2026-11-24T03:00:00.000Z',
};
const sender = {
  siteUrl: 'https://wire.example',
  keys: [{ id: 'k1', secret: Buffer.from('secret'.repeat(6)) }],
};

const well: Ports = {
  readSubscriber: () => Promise.resolve(readerOf({ id })),
  changeSubscriber: () => Promise.resolve(null),
  readEdition: () => Promise.resolve(row),
  claimEdition: () => Promise.resolve(true),
  settleClaim: () => Promise.resolve(true),
  moveEdition: () => Promise.resolve(true),
  readContent: () => Promise.resolve(quietEdition),
  rendering: (_content, make) => make(),
  send: () => Promise.resolve({ kind: 'sent', messageId: 'm1' }),
  turn: () => Promise.resolve(),
  slowDown: () => Promise.resolve(),
  quotaUsedUp: () => Promise.resolve(false),
  timeLeft: () => 60_000,
  sendingStopped: () => Promise.resolve(false),
  signUpsClosed: () => Promise.resolve(false),
  newClaim: () => 'claim-1',
  clock: () => now,
  log: () => undefined,
};

type Watched = { [K in keyof Ports]: Mock<Ports[K]> };

/** A world in which everything goes well, but for what a test says; each call is counted. */
const portsWith = (parts: Partial<Ports> = {}): Watched =>
  Object.fromEntries(
    Object.entries({ ...well, ...parts }).map(([name, port]) => [name, vi.fn(port as () => unknown)]),
  ) as unknown as Watched;
const answering = (outcome: SendOutcome) => () => Promise.resolve(outcome);
const busy = answering({ kind: 'throttled', reason: 'TooManyRequestsException' });

/** Sends, and gives the error that brings the message back, or null. */
const endOf = (ports: Ports, request: Parameters<typeof sendMailRequest>[2] = where) =>
  sendMailRequest(ports, sender, request).then(
    () => null,
    (error: unknown) => error,
  );

describe('what became of a mail', () => {
  const at = now.toISOString();

  it('sent: the claim is settled with the id the provider gave', async () => {
    const ports = portsWith();
    expect(await endOf(ports)).toBeNull();
    expect(ports.settleClaim.mock.calls).toEqual([[row, 'claim-1', { state: 'sent', at, messageId: 'm1' }]]);
    expect(ports.log).not.toHaveBeenCalled();
  });

  it.each([
    ['refused', 'refused', 'digest-refused'],
    ['unknown', 'lost', 'digest-lost'],
  ] as const)('%s: the edition is %s, which is logged with its cause', async (kind, state, logged) => {
    const ports = portsWith({ send: answering({ kind, reason: 'MessageRejected' }) });
    expect(await endOf(ports)).toBeNull();
    expect(ports.settleClaim.mock.calls).toEqual([[row, 'claim-1', { state, at }]]);
    expect(ports.log.mock.calls).toEqual([[logged, { ...where, reason: 'MessageRejected' }]]);
  });

  it.each([
    ['throttled', 'soon', 'the mail service is too busy (why)'],
    ['held', 'quota', 'the mail service takes no more today (why)'],
  ] as const)('%s: the edition is planned again and the message comes back', async (kind, wait, message) => {
    const ports = portsWith({ send: answering({ kind, reason: 'why' }) });
    expect(await endOf(ports)).toMatchObject({ name: 'ComeLater', wait, message });
    expect(ports.settleClaim.mock.calls).toEqual([[row, 'claim-1', { state: 'planned', at }]]);
  });
});

describe('a provider that is too busy', () => {
  it('is asked six times, each in its turn and slower; the quota is looked up once', async () => {
    const ports = portsWith({ send: busy });
    await endOf(ports);
    expect(ports.send).toHaveBeenCalledTimes(6);
    expect(ports.turn).toHaveBeenCalledTimes(6);
    expect(ports.slowDown).toHaveBeenCalledTimes(5);
    expect(ports.quotaUsedUp).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['just one try is left', 15_000, 6],
    ['less than one try is left', 14_999, 1],
  ])('is asked no more when %s', async (_when, left, tries) => {
    const times = [60_000];
    const ports = portsWith({ send: busy, timeLeft: () => times.pop() ?? left });
    await endOf(ports);
    expect(ports.send).toHaveBeenCalledTimes(tries);
  });

  it('with its quota used up is not asked again', async () => {
    const ports = portsWith({ send: busy, quotaUsedUp: () => Promise.resolve(true) });
    expect(await endOf(ports)).toMatchObject({ wait: 'quota' });
    expect(ports.send).toHaveBeenCalledTimes(1);
  });
});

describe('nothing is claimed', () => {
  const untouched = (ports: Watched) => {
    expect(ports.claimEdition).not.toHaveBeenCalled();
    expect(ports.send).not.toHaveBeenCalled();
  };

  it('with less than one try left', async () => {
    const ports = portsWith({ timeLeft: () => 14_999 });
    expect(await endOf(ports)).toMatchObject({
      name: 'ComeLater',
      wait: 'soon',
      message: 'no time left for another mail',
    });
    expect(ports.readEdition).not.toHaveBeenCalled();
    const inTime = portsWith({ timeLeft: () => 15_000 });
    await endOf(inTime);
    expect(inTime.send).toHaveBeenCalledTimes(1);
  });

  it.each(['sent', 'skipped', 'refused', 'lost'] as const)('of an edition that is %s', async (state) => {
    const ports = portsWith({ readEdition: () => Promise.resolve({ ...row, state }) });
    expect(await endOf(ports)).toBeNull();
    untouched(ports);
    expect(ports.moveEdition).not.toHaveBeenCalled();
  });

  it('of an edition that is not there', async () => {
    const ports = portsWith({ readEdition: () => Promise.resolve(null) });
    expect(await endOf(ports)).toBeNull();
    untouched(ports);
  });

  it.each<[string, Partial<Ports>, string]>([
    [
      'that waited for more than eighteen hours',
      { clock: () => new Date('2026-11-24T21:00:00.001Z') },
      'too late: the next edition covers it',
    ],
    ['while sending is stopped', { sendingStopped: () => Promise.resolve(true) }, 'sending is stopped'],
    [
      'whose content is lost',
      { readContent: () => Promise.resolve(null) },
      'its content is lost: the next edition covers it',
    ],
  ])('of an edition %s: it is skipped, and why is logged', async (_what, parts, reason) => {
    const ports = portsWith(parts);
    expect(await endOf(ports)).toBeNull();
    untouched(ports);
    expect(ports.moveEdition.mock.calls).toEqual([
      [row, ['planned', 'planned'], { state: 'skipped', at: ports.clock().toISOString() }],
    ]);
    expect(ports.log.mock.calls).toEqual([['digest-skipped', { ...where, reason }]]);
  });

  it('later than eighteen hours only: after just eighteen the mail goes', async () => {
    const ports = portsWith({ clock: () => new Date('2026-11-24T21:00:00.000Z') });
    await endOf(ports);
    expect(ports.send).toHaveBeenCalledTimes(1);
  });
});

describe('a claim', () => {
  it('that another won leaves the mail to them', async () => {
    const ports = portsWith({ claimEdition: () => Promise.resolve(false) });
    expect(await endOf(ports)).toBeNull();
    expect(ports.send).not.toHaveBeenCalled();
    expect(ports.settleClaim).not.toHaveBeenCalled();
  });

  it('of another who may be at work brings the message back', async () => {
    const held = { ...row, state: 'claimed', claimedAt: '2026-11-24T02:55:00.000Z' } as const;
    const ports = portsWith({ readEdition: () => Promise.resolve(held) });
    expect(await endOf(ports)).toMatchObject({
      message: `edition ${editionId} is claimed by another worker`,
    });
    expect(ports.moveEdition).not.toHaveBeenCalled();
  });

  it('of another who died is lost, said once', async () => {
    const held = { ...row, state: 'claimed', claimedAt: '2026-11-24T02:49:00.000Z' } as const;
    const ports = portsWith({ readEdition: () => Promise.resolve(held) });
    expect(await endOf(ports)).toBeNull();
    expect(ports.moveEdition.mock.calls).toEqual([
      [held, ['claimed', 'claimed'], { state: 'lost', at: now.toISOString() }],
    ]);
    expect(ports.log.mock.calls).toEqual([['digest-lost', where]]);
    const second = portsWith({
      readEdition: () => Promise.resolve(held),
      moveEdition: () => Promise.resolve(false),
    });
    await endOf(second);
    expect(second.log).not.toHaveBeenCalled();
  });

  it.each<[string, Subscriber | null]>([
    ['is erased', null],
    ['left', readerOf({ id, state: 'left' })],
    ['has no address', readerOf({ id, address: null })],
    [
      'never confirmed',
      readerOf({
        id,
        consent: { askedAt: '2026-11-20T10:00:00.000Z', wording: '2026-11', confirmedAt: null },
      }),
    ],
  ])('of a reader who %s meanwhile is given back: no mail', async (_who, subscriber) => {
    const ports = portsWith({ readSubscriber: () => Promise.resolve(subscriber) });
    expect(await endOf(ports)).toBeNull();
    expect(ports.send).not.toHaveBeenCalled();
    expect(ports.settleClaim.mock.calls).toEqual([
      [row, 'claim-1', { state: 'skipped', at: now.toISOString() }],
    ]);
  });
});

describe('what readers of one edition share', () => {
  it('is rendered once: the second reader gets the same pages with links of their own', async () => {
    const renderings = new Renderings();
    const mailOf = async (reader: Subscriber, name: string, edition: Edition) => {
      const ports = portsWith({
        rendering: (wanted, make) => renderings.of(wanted, make),
        readSubscriber: () => Promise.resolve(reader),
        readEdition: () => Promise.resolve({ ...row, content: name }),
        readContent: () => Promise.resolve(edition),
      });
      await endOf(ports);
      return ports.send.mock.calls[0]?.[0];
    };
    const other = { ...quietEdition, interface: 'ru' as const };
    const first = await mailOf(readerOf({ id }), 'shared', quietEdition);
    const second = await mailOf(readerOf({ id: '2'.repeat(32) }), 'shared', other);
    expect(second?.subject).toBe(first?.subject);
    expect(second?.to).not.toBe(first?.to);
    expect((await mailOf(readerOf({ id }), 'another', other))?.subject).not.toBe(first?.subject);
  });

  it('that was lost is looked for again; of all that were rendered the newest two hundred are kept', async () => {
    const renderings = new Renderings();
    const made: string[] = [];
    const of = (name: string) =>
      renderings.of(name, () => {
        made.push(name);
        return Promise.resolve(
          name === 'lost' ? null : renderEdition(quietEdition, wordsOf('en'), sender.siteUrl),
        );
      });
    for (const name of ['lost', 'lost', 'first', 'first']) await of(name);
    expect(made).toEqual(['lost', 'lost', 'first']);
    for (let n = 0; n < 200; n++) await of(`later-${n}`);
    await of('later-0');
    await of('first');
    expect(made.slice(203)).toEqual(['first']);
  });
});

describe('a letter', () => {
  const asker = (state: 'due' | 'claimed' = 'due'): Subscriber => {
    const { letter, ...asked } = afterSignUp(
      null,
      { id, address: 'new@example.org', preferences: readerPreferences, letterId: 'letter-1' },
      now,
    );
    if (letter === undefined) throw new Error('no letter');
    return { ...asked, letter: { ...letter, state } };
  };
  const request = { subscriberId: id, letterId: 'letter-1' };
  /** A row that changes as the sender says. */
  function rowOf(subscriber: Subscriber | null, parts: Partial<Ports> = {}) {
    const held = { subscriber };
    const ports = portsWith({
      changeSubscriber: (_id, change) => Promise.resolve((held.subscriber = change(held.subscriber))),
      ...parts,
    });
    return { held, ports };
  }

  it('is claimed, then sent once', async () => {
    const { held, ports } = rowOf(asker());
    expect(await endOf(ports, request)).toBeNull();
    expect(ports.send).toHaveBeenCalledTimes(1);
    expect(held.subscriber?.letter?.state).toBe('claimed');
    expect(ports.log).not.toHaveBeenCalled();
    await endOf(ports, request);
    expect(ports.send).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['another letter took its place', asker(), { ...request, letterId: 'letter-2' }],
    ['the reader is gone', null, request],
    ['it was claimed', asker('claimed'), request],
  ])('is not sent where %s', async (_why, subscriber, asked) => {
    const { held, ports } = rowOf(subscriber);
    expect(await endOf(ports, asked)).toBeNull();
    expect(ports.send).not.toHaveBeenCalled();
    expect(held.subscriber).toEqual(subscriber);
  });

  it('that a stranger can cause waits while sign-ups are closed', async () => {
    const { held, ports } = rowOf(asker(), { signUpsClosed: () => Promise.resolve(true) });
    await endOf(ports, request);
    expect(ports.send).not.toHaveBeenCalled();
    expect(held.subscriber?.letter?.state).toBe('due');
  });

  it.each([
    ['throttled', 'soon'],
    ['held', 'quota'],
    ['refused', null],
  ] as const)('that is %s is due again in an hour', async (kind, wait) => {
    const { held, ports } = rowOf(asker(), { send: answering({ kind, reason: 'why' }) });
    const end = await endOf(ports, request);
    expect((end as ComeLater | null)?.wait ?? null).toBe(wait);
    expect(held.subscriber?.letter).toMatchObject({ state: 'due', retryAt: '2026-11-24T04:05:00.000Z' });
    expect(ports.log.mock.calls).toEqual([
      ['letter-not-sent', { subscriberId: id, outcome: kind, reason: 'why' }],
    ]);
  });

  it('that may have gone stays claimed: it is not sent twice', async () => {
    const { held, ports } = rowOf(asker(), { send: answering({ kind: 'unknown', reason: 'why' }) });
    expect(await endOf(ports, request)).toBeNull();
    expect(held.subscriber?.letter?.state).toBe('claimed');
  });

  it('that was replaced while it was refused stays as the new one is', async () => {
    const { held, ports } = rowOf(asker(), {
      send: () => {
        const { letter } = asker();
        if (held.subscriber !== null && letter !== undefined)
          held.subscriber = { ...held.subscriber, letter: { ...letter, id: 'letter-2' } };
        return Promise.resolve({ kind: 'refused', reason: 'why' });
      },
    });
    await endOf(ports, request);
    expect(held.subscriber?.letter).toMatchObject({ id: 'letter-2' });
    expect(held.subscriber?.letter?.retryAt).toBe(asker().letter?.retryAt);
  });
});
