import { describe, expect, it } from 'vitest';
import { handleMailEvent } from '../../../functions/suppress/suppress.ts';
import { parseMailEvent } from '../../../shared/domain/subscriber/suppression.ts';
import { ReputationInMemory } from '../../fakes/reputation-in-memory.ts';
import { SubscribersInMemory } from '../../fakes/subscribers-in-memory.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';

const id = '1'.repeat(32);
const now = new Date('2026-11-24T05:00:00Z');

class Office {
  readonly store = new SubscribersInMemory();
  readonly reputation = new ReputationInMemory();
  readonly logged: string[] = [];
  constructor() {
    this.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  }
  take(raw: unknown): Promise<void> {
    const { store, reputation } = this;
    return handleMailEvent(
      {
        changeSubscriber: (subscriber, change) => store.changeSubscriber(subscriber, change),
        moveEdition: (row, from, outcome) => store.moveEdition(row, from, outcome),
        countEvent: (event) => reputation.countEvent(event),
        readReputation: (at) => reputation.readReputation(at),
        openBreaker: (breaker) => reputation.openBreaker(breaker),
        setGate: (gate, at) => reputation.setGate(gate, at),
        log: (event) => void this.logged.push(event),
      },
      parseMailEvent(raw, now),
      now,
    );
  }
  async state(): Promise<string | undefined> {
    return (await this.store.readSubscriber(id))?.state;
  }
}

/** An event as SES publishes it. */
const sesEvent = (eventType: string, { bounceType = 'Permanent', messageId = 'm1' } = {}) => ({
  eventType,
  mail: {
    timestamp: '2026-11-24T03:00:01.000Z',
    messageId,
    source: 'digest@wire.example',
    destination: ['reader-1111@example.org'],
    tags: { 'ses:configuration-set': ['wire'], subscriber: [id], edition: ['2026-11-24'] },
  },
  ...(eventType === 'Bounce' && {
    bounce: {
      bounceType,
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'reader-1111@example.org' }],
      timestamp: '2026-11-24T03:00:05.000Z',
      feedbackId: 'f',
    },
  }),
  ...(eventType === 'Complaint' && {
    complaint: {
      complainedRecipients: [{ emailAddress: 'reader-1111@example.org' }],
      timestamp: '2026-11-24T04:00:00.000Z',
      feedbackId: 'f',
      complaintSubType: null,
    },
  }),
  ...(eventType === 'Delivery' && {
    delivery: {
      timestamp: '2026-11-24T03:00:04.000Z',
      processingTimeMillis: 1,
      recipients: ['reader-1111@example.org'],
      smtpResponse: '250 ok',
    },
  }),
});

describe('a report of the mail provider', () => {
  it.each([
    ['Bounce', 'bounced'],
    ['Complaint', 'complained'],
  ] as const)(
    '%s takes the reader out at the first event, and its repeats change nothing',
    async (type, state) => {
      const office = new Office();
      for (let time = 0; time < 3; time++) await office.take(sesEvent(type));
      expect([await office.state(), await office.store.due('regular', '2030-01-01T00:00:00.000Z')]).toEqual([
        state,
        [],
      ]);
    },
  );
  it('of a passing bounce, a delay or anything unknown leaves the reader in', async () => {
    const office = new Office();
    await office.take(sesEvent('Bounce', { bounceType: 'Transient' }));
    for (const type of ['DeliveryDelay', 'Rendering Failure', 'Open', 'Send', 'Delivery'])
      await office.take(sesEvent(type));
    expect(await office.state()).toBe('confirmed');
  });
  it.each([
    ['Send', 'sent'],
    ['Delivery', 'sent'],
    ['Bounce', 'sent'],
    ['Reject', 'refused'],
  ] as const)('%s settles an edition nobody knew of as %s', async (type, state) => {
    for (const from of ['lost', 'claimed'] as const) {
      const office = new Office();
      await office.store.putEdition({
        subscriberId: id,
        editionId: '2026-11-24',
        state: from,
        content: 'c',
        from: 'f',
        until: 'u',
        seen: {},
        plannedAt: '2026-11-24T03:00:00.000Z',
        claim: 'x',
      });
      await office.take(sesEvent(type));
      expect((await office.store.readEdition(id, '2026-11-24'))?.state).toBe(state);
    }
  });
  it('about a mail without our tags, or a reader we do not know, is taken and forgotten', async () => {
    const office = new Office();
    await office.take({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', timestamp: 'x' },
      mail: { messageId: 'm' },
    });
    await office.take({
      ...sesEvent('Complaint'),
      mail: { messageId: 'm2', tags: { subscriber: ['2'.repeat(32)] } },
    });
    expect(await office.state()).toBe('confirmed');
  });
  it('that is none is an error, so that it ends in the dead-letter queue', () => {
    expect(() => parseMailEvent({ hello: 1 }, now)).toThrow(/mail/);
  });
});

describe('the reputation breaker', () => {
  const stream = async (sends: number, bounces: number, complaints: number): Promise<Office> => {
    const office = new Office();
    for (let n = 0; n < sends; n++) await office.take({ ...sesEvent('Send', { messageId: `m${n}` }) });
    for (let n = 0; n < bounces; n++) await office.take({ ...sesEvent('Bounce', { messageId: `m${n}` }) });
    for (let n = 0; n < complaints; n++)
      await office.take({ ...sesEvent('Complaint', { messageId: `m${n}` }) });
    return office;
  };
  it.each([
    [1_000, 39, 0, false],
    [1_000, 40, 0, true],
    // Two persons are no rate; five of a small list are.
    [400, 0, 2, false],
    [1_000, 0, 4, false],
    [1_000, 0, 5, true],
    [2_500, 0, 7, false],
    [2_500, 0, 8, true],
    // A small list is judged as if it were of representative size.
    [10, 3, 0, false],
    [10, 10, 1, false],
  ] as const)('%i mails, %i bounces, %i complaints → open %s', async (sends, bounces, complaints, open) => {
    const office = await stream(sends, bounces, complaints);
    expect((await office.reputation.readBreaker()) !== null).toBe(open);
    expect(office.logged.filter((event) => event === 'reputation-breaker-open')).toHaveLength(open ? 1 : 0);
  });
  it('counts a repeated event once', async () => {
    const office = await stream(1_000, 39, 0);
    for (let time = 0; time < 5; time++) await office.take(sesEvent('Bounce', { messageId: 'm1' }));
    expect(await office.reputation.readBreaker()).toBeNull();
  });
});

describe('letters that bounce', () => {
  const letterEvent = (type: string, messageId: string) => {
    const event = sesEvent(type, { messageId });
    return { ...event, mail: { ...event.mail, tags: { subscriber: ['2'.repeat(32)], letter: ['confirm'] } } };
  };
  const bounced = async (letters: number, bounces: number): Promise<Office> => {
    const office = new Office();
    for (let n = 0; n < 350; n++) await office.take(sesEvent('Send', { messageId: `e${n}` }));
    for (let n = 0; n < letters; n++) await office.take(letterEvent('Send', `l${n}`));
    for (let n = 0; n < bounces; n++) await office.take(letterEvent('Bounce', `l${n}`));
    return office;
  };
  it.each([
    [100, 9, null],
    [100, 10, 'challenge'],
    [1_000, 30, null],
    [40, 39, 'challenge'],
    [40, 40, 'closed'],
  ] as const)('%i letters, %i bounces: sign-ups %s, and editions go on', async (letters, bounces, level) => {
    const office = await bounced(letters, bounces);
    expect((await office.reputation.readGate(now))?.level ?? null).toBe(level);
    expect(await office.reputation.readBreaker()).toBeNull();
  });
  it('let sign-ups in again after a day without another', async () => {
    const office = await bounced(40, 40);
    expect(await office.reputation.readGate(new Date('2026-11-25T04:59:59Z'))).not.toBeNull();
    expect(await office.reputation.readGate(new Date('2026-11-25T05:00:00Z'))).toBeNull();
  });
});

describe('a mailbox that is full', () => {
  const softBounce = (day: number) => {
    const event = sesEvent('Bounce', { bounceType: 'Transient', messageId: `s${day}` });
    const timestamp = new Date(Date.parse('2026-11-24T03:00:05Z') + day * 86_400_000).toISOString();
    return { ...event, bounce: { ...event.bounce, timestamp } };
  };
  it('pauses its reader after five bounces within two weeks, not after four, and a repeat is no bounce', async () => {
    const office = new Office();
    for (const day of [0, 0, 1, 1, 2, 3]) await office.take(softBounce(day));
    expect(await office.state()).toBe('confirmed');
    await office.take(softBounce(4));
    expect([await office.state(), await office.store.due('regular', '2030-01-01T00:00:00.000Z')]).toEqual([
      'paused',
      [],
    ]);
    expect(office.logged).toContain('reader-paused');
  });
  it('pauses a weekly reader too, whose mails bounce in a row for more than two weeks', async () => {
    const office = new Office();
    for (const day of [0, 7, 14]) await office.take(softBounce(day));
    expect(await office.state()).toBe('confirmed');
    await office.take(softBounce(21));
    expect(await office.state()).toBe('paused');
  });
  it('does not pause who gets mail in between', async () => {
    const office = new Office();
    for (const day of [0, 7, 14, 21, 28, 35]) {
      await office.take(softBounce(day));
      const delivered = sesEvent('Delivery', { messageId: `d${day}` });
      const timestamp = new Date(Date.parse('2026-11-25T03:00:05Z') + day * 86_400_000).toISOString();
      await office.take({ ...delivered, delivery: { ...delivered.delivery, timestamp } });
    }
    expect(await office.state()).toBe('confirmed');
  });
});
