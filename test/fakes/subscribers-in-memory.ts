import type { SubscribersTable } from '../../shared/aws/subscribers-table.ts';
import type { EditionOutcome } from '../../shared/domain/digest/edition.ts';
import { type EditionRow, type EditionState, editionRowSchema } from '../../shared/domain/digest/edition.ts';
import { type Alerting, alertsIn, followKey } from '../../shared/domain/subscriber/follow.ts';
import { duePlaceOf, type Rhythm } from '../../shared/domain/subscriber/due-place.ts';
import { withAnotherMail } from '../../shared/domain/subscriber/mail-allowance.ts';
import { type Subscriber, subscriberSchema } from '../../shared/domain/subscriber/subscriber.ts';

/** The Subscribers table in memory: the same answers as DynamoDB (see the contract test), every value parsed on its way in. */
export class SubscribersInMemory implements SubscribersTable {
  readonly subscribers = new Map<string, string>();
  readonly editions = new Map<string, string>();
  readonly counters = new Map<string, { n: number; expiresAt: string }>();

  readSubscriber(id: string): Promise<Subscriber | null> {
    const text = this.subscribers.get(id);
    return Promise.resolve(text === undefined ? null : (JSON.parse(text) as Subscriber));
  }

  async readSubscribers(ids: readonly string[]): Promise<(id: string) => Subscriber | null> {
    const read = new Map<string, Subscriber | null>();
    for (const id of ids) read.set(id, await this.readSubscriber(id));
    return (id) => read.get(id) ?? null;
  }

  async changeSubscriber(
    id: string,
    change: (current: Subscriber | null) => Subscriber | null,
  ): Promise<Subscriber | null> {
    for (;;) {
      const before = this.subscribers.get(id);
      const current = await this.readSubscriber(id);
      const next = change(current);
      if (next === null || next === current) return next;
      const written = subscriberSchema.parse({ ...next, revision: (current?.revision ?? 0) + 1 });
      if (this.subscribers.get(id) !== before) continue;
      this.subscribers.set(id, JSON.stringify(written));
      return written;
    }
  }

  due(rhythm: Rhythm, at: string): Promise<string[]> {
    const all = [...this.subscribers.values()].map((text) => JSON.parse(text) as Subscriber);
    const places = all.flatMap((subscriber) => {
      const place = duePlaceOf(subscriber);
      return place?.rhythm === rhythm && place.at <= at ? [{ id: subscriber.id, at: place.at }] : [];
    });
    return Promise.resolve(places.sort((a, b) => a.at.localeCompare(b.at)).map(({ id }) => id));
  }

  alerting(): Promise<Alerting[]> {
    const all = [...this.subscribers.values()].map((text) => JSON.parse(text) as Subscriber);
    return Promise.resolve(
      all.flatMap(({ id, state, preferences }) => {
        const alerts = state === 'confirmed' ? alertsIn(preferences?.follows).map(followKey) : [];
        return alerts.length === 0 ? [] : [{ id, alerts }];
      }),
    );
  }

  #key = (subscriberId: string, editionId: string): string => `${subscriberId} ${editionId}`;

  readEditions(subscriberId: string, fromDate: string): Promise<EditionRow[]> {
    const rows = [...this.editions.values()].map((text) => JSON.parse(text) as EditionRow);
    return Promise.resolve(
      rows
        .filter((row) => row.subscriberId === subscriberId && row.editionId >= fromDate)
        .sort((a, b) => (a.editionId < b.editionId ? -1 : 1)),
    );
  }

  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null> {
    const text = this.editions.get(this.#key(subscriberId, editionId));
    return Promise.resolve(text === undefined ? null : (JSON.parse(text) as EditionRow));
  }

  async readEditionsNamed(
    names: readonly Pick<EditionRow, 'subscriberId' | 'editionId'>[],
  ): Promise<(name: Pick<EditionRow, 'subscriberId' | 'editionId'>) => EditionRow | null> {
    const read = new Map<string, EditionRow | null>();
    for (const { subscriberId, editionId } of names)
      read.set(this.#key(subscriberId, editionId), await this.readEdition(subscriberId, editionId));
    return ({ subscriberId, editionId }) => read.get(this.#key(subscriberId, editionId)) ?? null;
  }

  putEdition(row: EditionRow): Promise<boolean> {
    const key = this.#key(row.subscriberId, row.editionId);
    if (this.editions.has(key)) return Promise.resolve(false);
    this.editions.set(key, JSON.stringify(editionRowSchema.parse(row)));
    return Promise.resolve(true);
  }

  #update(
    row: Pick<EditionRow, 'subscriberId' | 'editionId'>,
    holds: (stored: EditionRow) => boolean,
    set: Partial<EditionRow>,
  ): Promise<boolean> {
    const key = this.#key(row.subscriberId, row.editionId);
    const text = this.editions.get(key);
    if (text === undefined) return Promise.resolve(false);
    const stored = JSON.parse(text) as EditionRow;
    if (!holds(stored)) return Promise.resolve(false);
    this.editions.set(key, JSON.stringify(editionRowSchema.parse({ ...stored, ...set })));
    return Promise.resolve(true);
  }

  claimEdition(row: EditionRow, claim: string, at: string): Promise<boolean> {
    return this.#update(row, (stored) => stored.state === 'planned', {
      state: 'claimed',
      claim,
      claimedAt: at,
    });
  }

  settleClaim(row: EditionRow, claim: string, outcome: EditionOutcome): Promise<boolean> {
    return this.#update(
      row,
      (stored) => stored.state === 'claimed' && stored.claim === claim,
      settled(outcome),
    );
  }

  moveEdition(
    row: Pick<EditionRow, 'subscriberId' | 'editionId'>,
    from: [EditionState, EditionState],
    outcome: EditionOutcome,
  ): Promise<boolean> {
    return this.#update(row, (stored) => from.includes(stored.state), settled(outcome));
  }

  eraseEditions(subscriberId: string): Promise<void> {
    for (const key of this.editions.keys()) if (key.startsWith(`${subscriberId} `)) this.editions.delete(key);
    return Promise.resolve();
  }

  takeFrom({
    what,
    name,
    window,
    max,
    expiresAt,
  }: {
    what: string;
    name: string;
    window: string;
    max: number;
    expiresAt: string;
  }): Promise<boolean> {
    const key = `${what} ${name} ${window}`;
    const counter = this.counters.get(key) ?? { n: 0, expiresAt };
    if (counter.n >= max) return Promise.resolve(false);
    this.counters.set(key, { n: counter.n + 1, expiresAt });
    return Promise.resolve(true);
  }

  readonly mails = new Map<string, string[]>();

  takeMailAllowance(mailbox: string, now: Date): Promise<boolean> {
    const times = withAnotherMail(this.mails.get(mailbox) ?? [], now);
    if (times !== null) this.mails.set(mailbox, times);
    return Promise.resolve(times !== null);
  }

  resetMailAllowance(mailbox: string): Promise<void> {
    this.mails.delete(mailbox);
    return Promise.resolve();
  }
}

function settled({ state, at, messageId }: EditionOutcome): Partial<EditionRow> {
  return { state, settledAt: at, ...(messageId !== undefined && { messageId }) };
}
