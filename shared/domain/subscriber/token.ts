import { createHmac, timingSafeEqual } from 'node:crypto';
import { sameMailbox } from './address.ts';

export interface TokenKey {
  id: string;
  secret: Uint8Array;
}

/**
 * A token opens one door only. `privacy` asks for a fresh link to one's data; `manage` is that link: it lives a short
 * time, is in no digest that could be passed on, and opens preferences, export and erasure. `edition`
 * shows one edition: its version is the edition's number. The place in the list is signed.
 */
export const purposes = ['confirm', 'preferences', 'privacy', 'unsubscribe', 'manage', 'edition'] as const;
export type Purpose = (typeof purposes)[number];

export interface TokenClaims {
  purpose: Purpose;
  /** 32 hex digits. */
  subscriberId: string;
  /** The subscription it was made for; a re-subscribe turns it over. */
  version: number;
  /** Absent = never: an unsubscribe link in a sent mail must always work. */
  expires?: Date;
}

export type ReadToken =
  { kind: 'valid' | 'expired'; subscriberId: string; version: number } | { kind: 'invalid' };

/**
 * Reads `id:base64,id:base64`: the first key signs, all verify. A retired key must stay in the list as long as
 * subscribers signed up under it, because their ids come from it.
 * @throws RangeError naming the faulty entry by its place, never by its value
 */
export function parseTokenKeys(setting: string): TokenKey[] {
  return setting.split(',').map((entry, index) => {
    const [id = '', secret = ''] = entry.trim().split(':');
    const bytes = Buffer.from(secret, 'base64');
    if (!/^[A-Za-z0-9_-]{1,16}$/.test(id) || bytes.length < 16) {
      throw new RangeError(`TOKEN_KEYS entry ${index + 1} is not ID:BASE64 with at least 16 bytes`);
    }
    return { id, secret: bytes };
  });
}

const mac = (key: TokenKey, label: string, data: Uint8Array | string): Buffer =>
  createHmac('sha256', key.secret).update(`${label}\0`).update(data).digest();

/**
 * The ids an address may be stored under: a keyed hash for each key, the signing key's first. Nobody without the key can
 * test a guess, and one address can have one row only.
 */
export function subscriberIdsOf(address: string, keys: readonly TokenKey[]): string[] {
  return keys.map((key) => mac(key, 'subscriber', sameMailbox(address)).toString('hex').slice(0, 32));
}

/** A keyed name for anything personal that must be counted (a network prefix): 128 bits. */
export function keyedName(label: string, value: string, keys: readonly TokenKey[]): string {
  return mac(firstOf(keys), `name:${label}`, value).toString('hex').slice(0, 32);
}

function firstOf(keys: readonly TokenKey[]): TokenKey {
  const [first] = keys;
  if (first === undefined) throw new RangeError('TOKEN_KEYS is empty');
  return first;
}

/** Purpose, 16 bytes of id, version, expiry (seconds, 0 = never): 25 bytes. */
function packClaims(claims: TokenClaims): Buffer {
  const bytes = Buffer.alloc(25);
  bytes.writeUInt8(purposes.indexOf(claims.purpose), 0);
  bytes.write(claims.subscriberId, 1, 16, 'hex');
  bytes.writeUInt32BE(claims.version, 17);
  bytes.writeUInt32BE(claims.expires === undefined ? 0 : Math.floor(claims.expires.getTime() / 1000), 21);
  return bytes;
}

/** `KEY.CLAIMS.MAC`, URL-safe, 83 characters and the key's id; says nothing about the address. */
export function signToken(claims: TokenClaims, keys: readonly TokenKey[]): string {
  const key = firstOf(keys);
  const payload = packClaims(claims);
  return `${key.id}.${payload.toString('base64url')}.${mac(key, 'token', payload).toString('base64url')}`;
}

/** Decodes base64url only in its one canonical spelling, so that no other text is accepted for a token. */
function canonical(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** What a token text proves for one purpose. `expired` still tells whose it was, so that a page can offer a new one. */
export function readToken(text: string, purpose: Purpose, keys: readonly TokenKey[], now: Date): ReadToken {
  const invalid = { kind: 'invalid' } as const;
  const [keyId, body, seal, more] = text.length > 128 ? [] : text.split('.');
  if (keyId === undefined || body === undefined || seal === undefined || more !== undefined) return invalid;
  const key = keys.find((candidate) => candidate.id === keyId);
  const payload = canonical(body);
  const given = canonical(seal);
  if (key === undefined || payload?.length !== 25 || given?.length !== 32) return invalid;
  if (
    !timingSafeEqual(given, mac(key, 'token', payload)) ||
    payload.readUInt8(0) !== purposes.indexOf(purpose)
  )
    return invalid;
  const expires = payload.readUInt32BE(21);
  const kind = expires !== 0 && now.getTime() >= expires * 1000 ? 'expired' : 'valid';
  return { kind, subscriberId: payload.toString('hex', 1, 17), version: payload.readUInt32BE(17) };
}
