import { describe, expect, it } from 'vitest';
import {
  confirmLink,
  editionIdOf,
  editionLink,
  editionNumber,
  manageLink,
  readerLinks,
} from '../../../../shared/domain/digest/reader-links.ts';
import { type Purpose, readToken } from '../../../../shared/domain/subscriber/token.ts';

const keys = [{ id: 'k1', secret: new Uint8Array(32).fill(1) }];
const siteUrl = 'https://wire.example';
const now = new Date('2026-11-24T03:00:00Z');
const hoursLater = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
const holder = { id: 'a1'.repeat(16), tokenVersion: 4 };

/** The path of a link, and what its token proves so many hours later. */
function opened(link: string, purpose: Purpose, hours: number) {
  const { pathname, searchParams } = new URL(link);
  return [pathname, readToken(searchParams.get('t') ?? '', purpose, keys, hoursLater(hours))];
}
const proof = (kind: 'valid' | 'expired', version = 4) => ({ kind, subscriberId: holder.id, version });

describe('links in letters', () => {
  it.each([
    ['confirm', confirmLink(holder, { siteUrl, keys }, now), '/s/confirm', 'confirm'],
    ['preferences', manageLink(holder, 'preferences', { siteUrl, keys, now }), '/s/preferences', 'manage'],
    ['privacy', manageLink(holder, 'privacy', { siteUrl, keys, now }), '/s/privacy', 'manage'],
  ] as const)('%s lives 48 hours', (_name, link, path, purpose) => {
    expect([opened(link, purpose, 47.9), opened(link, purpose, 48)]).toEqual([
      [path, proof('valid')],
      [path, proof('expired')],
    ]);
  });
});

it('a digest’s own links work for ever, each for its purpose', () => {
  const links = readerLinks(holder, { siteUrl, keys });
  const years = 24 * 365 * 20;
  expect([
    opened(links.preferences, 'preferences', years),
    opened(links.privacy, 'privacy', years),
    opened(links.unsubscribe, 'unsubscribe', years),
  ]).toEqual([
    ['/s/preferences', proof('valid')],
    ['/s/privacy', proof('valid')],
    ['/s/unsubscribe/one-click', proof('valid')],
  ]);
});

describe('an edition’s number', () => {
  it.each([
    ['2026-11-25', 202611250],
    ['2026-11-25-b1', 202611251],
    ['2026-11-25-b9', 202611259],
    ['0001-02-03', 102030],
  ])('%s ↔ %i', (id, number) => {
    expect([editionNumber(id), editionIdOf(number)]).toEqual([number, id]);
  });
  it.each(['', '2026-11-25-b10', 'x2026-11-25', '2026-11-25-c1', '2026-11-2'])('%j has none', (id) => {
    expect(editionNumber(id)).toBeNull();
  });
});

it('a reader’s own edition is open for 60 days; one of another form leads to the site', () => {
  const link = editionLink(holder, '2026-11-24-b2', { siteUrl, keys, now });
  const days = (n: number) => opened(link, 'edition', 24 * n);
  expect([days(59.9), days(60)]).toEqual([
    ['/s/edition', proof('valid', 202611242)],
    ['/s/edition', proof('expired', 202611242)],
  ]);
  expect(editionLink(holder, 'today', { siteUrl, keys, now })).toBe(siteUrl);
});
