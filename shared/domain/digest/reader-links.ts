import type { ReaderLinks } from './mail.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import { signToken, type TokenKey } from '../subscriber/token.ts';
import { dayMs, hourMs } from '../text/time.ts';

/** Where the pages of the subscribe function are; everything under `/s/` goes there. */
export const subscribePaths = {
  style: '/s/style.css',
  form: '/s/subscribe',
  confirm: '/s/confirm',
  preferences: '/s/preferences',
  follow: '/s/follow',
  feed: '/s/feed',
  pause: '/s/pause',
  resume: '/s/resume',
  export: '/s/export',
  erase: '/s/erase',
  privacy: '/s/privacy',
  unsubscribe: '/s/unsubscribe',
  undo: '/s/undo',
  edition: '/s/edition',
  oneClick: '/s/unsubscribe/one-click',
} as const;

/** Where what a query finds is read as a feed; nobody's name is in it. @param language whose headlines come first */
export function queryFeedPath(query: string, format: 'atom' | 'json', language?: string): string {
  const asked = new URLSearchParams({ q: query, format, ...(language !== undefined && { lang: language }) });
  return `${subscribePaths.feed}?${asked.toString()}`;
}

/** Links of letters: they open more than a digest's, so they live a short time. */
const letterHours = 48;
const letterExpiry = (now: Date): Date => new Date(now.getTime() + letterHours * hourMs);

type LinkContext = { siteUrl: string; keys: readonly TokenKey[] };
type Holder = Pick<Subscriber, 'id' | 'tokenVersion'>;

export function confirmLink(holder: Holder, { siteUrl, keys }: LinkContext, now: Date): string {
  const claims = {
    purpose: 'confirm',
    subscriberId: holder.id,
    version: holder.tokenVersion,
    expires: letterExpiry(now),
  } as const;
  return `${siteUrl}${subscribePaths.confirm}?t=${signToken(claims, keys)}`;
}

/** @param follow what the reader asked to follow: the page offers it, one press away. Opens preferences, export and erasure; only letters carry it, never a digest that may be passed on. */
export function manageLink(
  holder: Holder,
  door: 'preferences' | 'privacy',
  { siteUrl, keys, now, follow }: LinkContext & { now: Date; follow?: string | undefined },
): string {
  const claims = {
    purpose: 'manage',
    subscriberId: holder.id,
    version: holder.tokenVersion,
    expires: letterExpiry(now),
  } as const;
  const wish = follow === undefined ? '' : `&follow=${encodeURIComponent(follow)}`;
  return `${siteUrl}${subscribePaths[door]}?t=${signToken(claims, keys)}${wish}`;
}

/** A reader's own links. They never expire: a mail may be opened years later, and leaving must still work. */
export function readerLinks(
  holder: Holder,
  { siteUrl, keys }: LinkContext,
): Omit<ReaderLinks, 'archive' | 'unsubscribeAddress'> {
  const claims = { subscriberId: holder.id, version: holder.tokenVersion };
  return {
    preferences: `${siteUrl}${subscribePaths.preferences}?t=${signToken({ purpose: 'preferences', ...claims }, keys)}`,
    privacy: `${siteUrl}${subscribePaths.privacy}?t=${signToken({ purpose: 'privacy', ...claims }, keys)}`,
    unsubscribe: `${siteUrl}${subscribePaths.oneClick}?t=${signToken({ purpose: 'unsubscribe', ...claims }, keys)}`,
  };
}

const editionLinkDays = 60;

/** `2026-11-25-b1` → 202611251: the date, and which of a day's editions. null where a name has another form. */
export function editionNumber(editionId: string): number | null {
  const [, year, month, day, extra = '0'] = /^(\d{4})-(\d\d)-(\d\d)(?:-b(\d))?$/.exec(editionId) ?? [];
  return year === undefined ? null : Number(`${year}${month}${day}${extra}`);
}

export function editionIdOf(number: number): string {
  const text = String(number).padStart(9, '0');
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  return text.endsWith('0') ? date : `${date}-b${text.slice(8)}`;
}

/** A reader's own edition on the web: nobody else's link opens it, it is in no list, and it ends after 60 days. */
export function editionLink(
  holder: Pick<Holder, 'id'>,
  editionId: string,
  { siteUrl, keys, now }: LinkContext & { now: Date },
): string {
  const number = editionNumber(editionId);
  if (number === null) return siteUrl;
  const claims = {
    purpose: 'edition',
    subscriberId: holder.id,
    version: number,
    expires: new Date(now.getTime() + editionLinkDays * dayMs),
  } as const;
  return `${siteUrl}${subscribePaths.edition}?t=${signToken(claims, keys)}`;
}
