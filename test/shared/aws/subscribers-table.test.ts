import { describe, expect, it } from 'vitest';
import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import type { EditionRow } from '../../../shared/domain/digest/edition.ts';
import { testCloud } from '../../embedded.ts';
import { SubscribersInMemory } from '../../fakes/subscribers-in-memory.ts';
import { readerOf, readerPreferences } from '../domain/subscriber/reader-fixture.ts';

const cloud = await testCloud();
const row = (subscriberId: string, editionId: string): EditionRow => ({
  subscriberId,
  editionId,
  state: 'planned',
  content: 'c',
  from: 'f',
  until: 'u',
  seen: {},
  plannedAt: '2026-11-24T03:00:00.000Z',
});
const at = '2026-11-24T03:00:05.000Z';
let n = 0;
/** A new id for each test: all share one table. */
const freshId = (): string => (++n).toString(16).padStart(32, '0');

describe.each([
  ['DynamoDB', () => subscribersTable(cloud.tableSubscribers)],
  ['memory', () => new SubscribersInMemory()],
] as const)('the Subscribers table in %s', (_name, make) => {
  const table = make();

  it('gives back what was changed, and counts revisions', async () => {
    const reader = readerOf({ id: freshId() });
    expect(await table.readSubscriber(reader.id)).toBeNull();
    await table.changeSubscriber(reader.id, (current) => (current === null ? reader : null));
    expect(await table.readSubscriber(reader.id)).toEqual({ ...reader, revision: 1 });
    expect(await table.changeSubscriber(reader.id, (current) => current)).toEqual({ ...reader, revision: 1 });
  });

  it('loses no change when ten writers change one subscriber at once', async () => {
    const reader = readerOf({ id: freshId() });
    await table.changeSubscriber(reader.id, () => reader);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        table.changeSubscriber(reader.id, (current) =>
          current === null ? null : { ...current, tokenVersion: current.tokenVersion + 1 },
        ),
      ),
    );
    expect((await table.readSubscriber(reader.id))?.tokenVersion).toBe(6);
  });

  it('reads many at once, as last written; who is not there is null', async () => {
    const [one, other] = [readerOf({ id: freshId() }), readerOf({ id: freshId() })];
    await table.changeSubscriber(one.id, () => one);
    const subscriberOf = await table.readSubscribers([one.id, other.id]);
    expect([subscriberOf(one.id), subscriberOf(other.id)]).toEqual([{ ...one, revision: 1 }, null]);
    await table.putEdition(row(one.id, '2026-11-24'));
    const name = { subscriberId: one.id, editionId: '2026-11-24' };
    const editionOf = await table.readEditionsNamed([name, { ...name, editionId: '2026-11-25' }]);
    expect(editionOf(name)?.content).toBe('c');
    expect(editionOf({ ...name, editionId: '2026-11-25' })).toBeNull();
  });

  it('changes what was just read, and what others made of it where they were quicker', async () => {
    const reader = readerOf({ id: freshId() });
    const known = await table.changeSubscriber(reader.id, () => reader);
    if (known === null) throw new Error('not stored');
    const next = (current: Subscriber | null): Subscriber | null =>
      current && { ...current, tokenVersion: current.tokenVersion + 1 };
    expect(await table.changeSubscriber(reader.id, next, known)).toMatchObject({
      tokenVersion: 2,
      revision: 2,
    });
    expect(await table.changeSubscriber(reader.id, next, known)).toMatchObject({
      tokenVersion: 3,
      revision: 3,
    });
  });

  it('lists those who want alerts, with what on, and nobody who left', async () => {
    const follows = [
      { kind: 'entity' as const, of: 'syunik', alert: true as const },
      { kind: 'query' as const, of: 'corridor' },
    ];
    const [wants, left, reads] = [freshId(), freshId(), freshId()];
    const preferences = { ...readerPreferences, follows };
    await table.changeSubscriber(wants, () => readerOf({ id: wants, preferences }));
    await table.changeSubscriber(left, () => ({ ...readerOf({ id: left, preferences }), state: 'left' }));
    await table.changeSubscriber(reads, () => readerOf({ id: reads }));
    expect((await table.alerting()).filter(({ id }) => [wants, left, reads].includes(id))).toEqual([
      { id: wants, alerts: ['entity:syunik'] },
    ]);
    expect(await table.readSubscriber(wants)).toEqual({
      ...readerOf({ id: wants, preferences }),
      revision: 1,
    });
  });

  it('lists as due only confirmed subscribers whose moment has come, the longest waiting first', async () => {
    const [early, late, future, left] = [freshId(), freshId(), freshId(), freshId()];
    await table.changeSubscriber(late, () => readerOf({ id: late, dueAt: '2001-01-02T00:00:00.000Z' }));
    await table.changeSubscriber(early, () => readerOf({ id: early, dueAt: '2001-01-01T00:00:00.000Z' }));
    await table.changeSubscriber(future, () => readerOf({ id: future, dueAt: '2001-01-04T00:00:00.000Z' }));
    await table.changeSubscriber(left, () => ({
      ...readerOf({ id: left, dueAt: '2001-01-01T00:00:00.000Z' }),
      state: 'left',
    }));
    expect(await table.due('regular', '2001-01-03T00:00:00.000Z')).toEqual([early, late]);
    expect(await table.due('breaking', '2001-01-03T00:00:00.000Z')).toEqual([]);
  });

  it('keeps the first content of an edition', async () => {
    const id = freshId();
    expect(await table.putEdition(row(id, '2026-11-24'))).toBe(true);
    expect(await table.putEdition({ ...row(id, '2026-11-24'), content: 'other' })).toBe(false);
    expect((await table.readEdition(id, '2026-11-24'))?.content).toBe('c');
  });

  it('lets one claim win, and only its owner settle it', async () => {
    const edition = row(freshId(), '2026-11-24');
    await table.putEdition(edition);
    const claims = await Promise.all(['a', 'b'].map((claim) => table.claimEdition(edition, claim, at)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    const [owner, other] = claims[0] === true ? ['a', 'b'] : ['b', 'a'];
    expect(await table.settleClaim(edition, other, { state: 'sent', at })).toBe(false);
    expect(await table.settleClaim(edition, owner, { state: 'sent', at, messageId: 'm' })).toBe(true);
    expect(await table.settleClaim(edition, owner, { state: 'lost', at })).toBe(false);
    expect(await table.readEdition(edition.subscriberId, edition.editionId)).toMatchObject({
      state: 'sent',
      messageId: 'm',
      claim: owner,
    });
  });

  it('moves an edition only from the states that were named, and none that is not there', async () => {
    const edition = row(freshId(), '2026-11-24');
    expect(await table.moveEdition(edition, ['lost', 'claimed'], { state: 'sent', at })).toBe(false);
    await table.putEdition(edition);
    expect(await table.moveEdition(edition, ['lost', 'claimed'], { state: 'sent', at })).toBe(false);
    expect(await table.moveEdition(edition, ['planned', 'planned'], { state: 'skipped', at })).toBe(true);
  });

  it('reads editions from a date on in order, and erases those of one subscriber only', async () => {
    const [id, other] = [freshId(), freshId()];
    for (const date of ['2026-11-26', '2026-11-24', '2026-11-25-b1', '2026-11-25'])
      await table.putEdition(row(id, date));
    await table.putEdition(row(other, '2026-11-25'));
    expect((await table.readEditions(id, '2026-11-25')).map((edition) => edition.editionId)).toEqual([
      '2026-11-25',
      '2026-11-25-b1',
      '2026-11-26',
    ]);
    await table.eraseEditions(id);
    expect(await table.readEditions(id, '')).toEqual([]);
    expect(await table.readEditions(other, '')).toHaveLength(1);
  });

  it('counts to a limit and no further', async () => {
    const limit = {
      what: 'network',
      name: freshId(),
      window: '2026-11-24T03',
      max: 2,
      expiresAt: '2026-11-24T05:00:00.000Z',
    };
    expect([await table.takeFrom(limit), await table.takeFrom(limit), await table.takeFrom(limit)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await table.takeFrom({ ...limit, window: '2026-11-24T04' })).toBe(true);
  });

  it('allows a mailbox one letter in an hour, three in a day, ten in thirty days, and one of two at the same moment', async () => {
    const mailbox = freshId();
    const take = (instant: string) => table.takeMailAllowance(mailbox, new Date(instant));
    expect([
      await take('2026-11-01T00:00:00Z'),
      await take('2026-11-01T01:00:00Z'),
      await take('2026-11-01T01:00:01Z'),
      await take('2026-11-01T03:00:00Z'),
      await take('2026-11-01T23:59:59Z'),
    ]).toEqual([true, false, true, true, false]);
    const days = ['04', '05', '06', '07', '08', '09', '10', '11'];
    const later: boolean[] = [];
    for (const day of days) later.push(await take(`2026-11-${day}T00:00:00Z`));
    expect(later).toEqual([true, true, true, true, true, true, true, false]);
    expect(await take('2026-12-01T00:30:00Z')).toBe(true);
    const two = new Date('2027-03-01T00:00:00Z');
    const both = await Promise.all([
      table.takeMailAllowance(mailbox, two),
      table.takeMailAllowance(mailbox, two),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    await table.resetMailAllowance(mailbox);
    expect(await table.takeMailAllowance(mailbox, two)).toBe(true);
  });

  it('lists letters that wait, apart from who is due for an edition', async () => {
    const [waiting, reader, returning] = [freshId(), freshId(), freshId()];
    const letter = { id: 'l', kind: 'confirm', state: 'due', retryAt: '2001-01-01T00:00:00.000Z' } as const;
    const { dueAt: _dueAt, dueDate: _dueDate, ...undated } = readerOf({ id: waiting });
    await table.changeSubscriber(waiting, () => ({ ...undated, state: 'pending', letter }));
    await table.changeSubscriber(reader, () =>
      readerOf({
        id: reader,
        letter: { ...letter, retryAt: '2001-01-02T10:00:00.000Z' },
        dueAt: '2001-01-02T00:00:00.000Z',
      }),
    );
    const recovery = { notes: 0, dueAt: '2001-01-03T00:00:00.000Z' };
    await table.changeSubscriber(returning, () => ({
      ...undated,
      id: returning,
      state: 'paused',
      recovery,
    }));
    expect(await table.due('letters', '2001-01-03T00:00:00.000Z')).toEqual([waiting, returning]);
    expect((await table.readSubscriber(waiting))?.dueAt).toBeUndefined();
    expect(await table.due('regular', '2001-01-02T00:00:00.000Z')).toContain(reader);
  });

  it("lists a reader's letter that waits, and afterwards the edition at its moment", async () => {
    const [daily, breaking] = [freshId(), freshId()];
    const letter = { id: 'l', kind: 'manage', state: 'due', retryAt: '2002-01-01T00:00:00.000Z' } as const;
    const dueAt = '2002-01-02T00:00:00.000Z';
    await table.changeSubscriber(daily, () => readerOf({ id: daily, letter, dueAt }));
    await table.changeSubscriber(breaking, () => {
      const reader = readerOf({ id: breaking, letter, dueAt: '2001-12-01T00:00:00.000Z' });
      return { ...reader, preferences: { ...readerPreferences, frequency: 'breaking' } };
    });
    const waiting = await table.due('letters', '2002-01-01T00:00:00.000Z');
    expect(waiting.filter((id) => id === daily || id === breaking)).toHaveLength(2);
    expect((await table.readSubscriber(daily))?.dueAt).toBe(dueAt);
    for (const id of [daily, breaking])
      await table.changeSubscriber(id, (current) =>
        current === null ? null : { ...current, letter: { ...letter, state: 'claimed' } },
      );
    expect(await table.due('letters', '2002-01-01T00:00:00.000Z')).not.toContain(daily);
    expect(await table.due('regular', dueAt)).toContain(daily);
    expect(await table.due('breaking', dueAt)).toContain(breaking);
  });
});
