import type { ReaderLinks } from './mail.ts';
import type { Subscriber } from '../subscriber/subscriber.ts';
import { signToken, type TokenKey } from '../subscriber/token.ts';
import { hourMs } from '../text/time.ts';

/** Where the pages of the subscribe function are; everything under `/s/` goes there. */
export const subscribePaths = {
  style: '/s/style.css',
  form: '/s/subscribe',
  confirm: '/s/confirm',
  preferences: '/s/preferences',
  pause: '/s/pause',
  resume: '/s/resume',
  export: '/s/export',
  erase: '/s/erase',
  privacy: '/s/privacy',
  unsubscribe: '/s/unsubscribe',
  oneClick: '/s/unsubscribe/one-click',
} as const;

const confirmHours = 48;

type LinkContext = { siteUrl: string; keys: readonly TokenKey[] };
type Holder = Pick<Subscriber, 'id' | 'tokenVersion'>;

export function confirmLink(holder: Holder, { siteUrl, keys }: LinkContext, now: Date): string {
  const expires = new Date(now.getTime() + confirmHours * hourMs);
  return `${siteUrl}${subscribePaths.confirm}?t=${signToken({ purpose: 'confirm', subscriberId: holder.id, version: holder.tokenVersion, expires }, keys)}`;
}

/** A reader's own links. They never expire: a mail may be opened years later, and leaving must still work. */
export function readerLinks(holder: Holder, { siteUrl, keys }: LinkContext): Omit<ReaderLinks, 'archive'> {
  const claims = { subscriberId: holder.id, version: holder.tokenVersion };
  return {
    preferences: `${siteUrl}${subscribePaths.preferences}?t=${signToken({ purpose: 'preferences', ...claims }, keys)}`,
    privacy: `${siteUrl}${subscribePaths.privacy}?t=${signToken({ purpose: 'privacy', ...claims }, keys)}`,
    unsubscribe: `${siteUrl}${subscribePaths.oneClick}?t=${signToken({ purpose: 'unsubscribe', ...claims }, keys)}`,
  };
}
