import { domainToASCII } from 'node:url';

/** RFC 5321 §4.5.3.1: 64 octets before the @, 254 for the whole path. */
const localLimit = 64;
const addressLimit = 254;

/** RFC 5322 dot-atom; quoted local parts are refused, nobody's newsletter address needs one. */
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** An encoded word (RFC 2047) would be decoded by mail clients; a sheet runs a cell that begins with `=`, `+` or `-`. */
const misread = /=\?|\?=|^[=+-]/;

/** Seen by nobody and pasted with the text: soft hyphen, zero-width space and joiners, word joiner, byte-order mark. */
const invisible = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/**
 * What a person pasted, without what only came along: invisible characters, `mailto:` and its options, the signs that
 * end a sentence or separate a list, and the full-width forms of East Asian keyboards.
 */
function cleanedAddress(field: string): string {
  return field
    .replace(invisible, '')
    .replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '')
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3002', '.')
    .replace(/^mailto:([^?]*)(\?.*)?$/is, '$1')
    .replace(/^[;,\s]+|[.;,\s]+$/g, '');
}

/**
 * One mailbox from a form field: the local part as written, the domain in lower-case ASCII (IDNA).
 * @returns null for anything that is not exactly one plain mailbox
 */
export function parseAddress(field: string): string | null {
  if (field.length > 4 * addressLimit) return null;
  const text = cleanedAddress(field);
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  if (at < 1 || local.length > localLimit || !dotAtom.test(local) || misread.test(local)) return null;
  const written = text.slice(at + 1);
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(written)) return null;
  const domain = domainToASCII(written).toLowerCase();
  const address = `${local}@${domain}`;
  return domainName.test(domain) && address.length <= addressLimit ? address : null;
}

/** Spellings with the same value reach the same mailbox, as far as can be known from outside. */
export const sameMailbox = (address: string): string => address.toLowerCase();

/** `r•••••@example.org`: enough for its owner, nothing for who found the mail. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••••${address.slice(at)}`;
}
