import { describe, expect, it } from 'vitest';
import {
  alertsIn,
  type Follow,
  followKey,
  followLimits,
  followsSchema,
  readFollow,
  withFollow,
  withoutFollow,
} from '../../../../shared/domain/subscriber/follow.ts';

const entity: Follow = { kind: 'entity', of: 'nikol-pashinyan' };
const query = (at: number): Follow => ({ kind: 'query', of: `corridor ${at}` });
const entities = (count: number): Follow[] =>
  Array.from({ length: count }, (_, at) => ({ kind: 'entity', of: `name-${at}` }));

describe('a follow in links and forms', () => {
  it.each<Follow>([
    entity,
    { kind: 'subtopic', of: 'csto.membership' },
    { kind: 'story', of: '0123abcd' },
    { kind: 'query', of: '(Syunik OR Zangezur): corridor\n-football' },
  ])('is read as it was written: $kind', (follow) => {
    expect(readFollow(followKey(follow))).toEqual(follow);
  });
  it('is read without the spaces around it', () => {
    expect(readFollow('query:  corridor ')).toEqual({ kind: 'query', of: 'corridor' });
  });
  it.each([
    '',
    'entity',
    'entity:',
    'query: ',
    'Entity:name',
    'person:name',
    'entity:Nikol Pashinyan',
    'entity:-name',
    `entity:${'a'.repeat(81)}`,
    'subtopic:csto',
    'subtopic:csto.membership.more',
    'story:0123abc',
    'story:not-hex-at-all',
    `query:${'a'.repeat(301)}`,
    'x entity:name',
  ])('%s can not be followed', (key) => {
    expect(readFollow(key)).toBeNull();
  });
});

describe('the follows of a reader', () => {
  it('take a new one at the end', () => {
    expect(withFollow([query(1)], entity)).toEqual([query(1), entity]);
  });
  it('take a change in its place', () => {
    const alerting: Follow = { ...entity, alert: true };
    expect(withFollow([entity, query(1)], alerting)).toEqual([alerting, query(1)]);
  });
  it('are twenty at most, and a change of one of twenty is no further one', () => {
    const all = entities(followLimits.all);
    expect(withFollow(all.slice(1), entity)).toHaveLength(followLimits.all);
    expect(withFollow(all, entity)).toBe('all');
    expect(withFollow(all, { kind: 'entity', of: 'name-3', alert: true })).toHaveLength(followLimits.all);
    expect(followsSchema.safeParse(all).success).toBe(true);
    expect(followsSchema.safeParse([...all, entity]).success).toBe(false);
  });
  it('have five queries at most, and room for names beside them', () => {
    const queries = [1, 2, 3, 4, 5].map(query);
    expect(withFollow(queries.slice(1), query(1))).toHaveLength(followLimits.queries);
    expect(withFollow(queries, query(6))).toBe('queries');
    expect(withFollow(queries, entity)).toHaveLength(6);
    expect(followsSchema.safeParse(queries).success).toBe(true);
    expect(followsSchema.safeParse([...queries, query(6)]).success).toBe(false);
  });
  it('lose the one named and no other', () => {
    expect(withoutFollow([entity, query(1), query(2)], followKey(query(1)))).toEqual([entity, query(2)]);
    expect(withoutFollow([entity], 'entity:somebody-else')).toEqual([entity]);
  });
  it('say which of them are alerts', () => {
    const alerting: Follow = { ...query(2), alert: true };
    expect(alertsIn([entity, alerting])).toEqual([alerting]);
    expect(alertsIn()).toEqual([]);
  });
});
