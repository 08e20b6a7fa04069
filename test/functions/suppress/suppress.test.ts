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
    [2_500, 0, 1, false],
    [2_500, 0, 2, true],
    [5_000, 0, 3, false],
    [5_000, 0, 4, true],
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
