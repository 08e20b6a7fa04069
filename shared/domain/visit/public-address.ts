import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { parsedUrl } from '../text/parsed-url.ts';
import type { Refusal } from './outcome.ts';

/** OWASP SSRF cheat sheet; longer URLs are attacks or mistakes. */
const urlLimit = 2_048;

/** A `host:port` that the operator allows although it is not public or not 80/443. */
export type AllowedHosts = ReadonlySet<string>;

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** Services inside Lambda's sandbox: the runtime and extensions API, credentials, X-Ray (Lambda guide, "Defined runtime environment variables"; SDK guide, "Container credential provider"). */
const sandboxServices = [
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_XRAY_DAEMON_ADDRESS',
];

const portAtEnd = (place: string): string | undefined => /:(\d{1,5})(?:\/.*)?$/.exec(place)?.[1];

/**
 * The list of `host:port` in `WIRE_ALLOW_HOSTS`, comma-separated. An entry with the port of a service inside Lambda's sandbox
 * is left out, whatever its host: `localhost` has many names.
 */
export function allowedHosts(env: Record<string, string | undefined>): AllowedHosts {
  const listed = (env.WIRE_ALLOW_HOSTS ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
  const taken = new Set(sandboxServices.map((name) => portAtEnd(env[name] ?? '')));
  return new Set(listed.filter((entry) => !taken.has(portAtEnd(entry) ?? '')));
}

/** Instance metadata and container credentials are served on link-local addresses and in fd00:ec2::/32 (EC2 and EKS guides); no list of the operator's opens them. */
export function servesCredentials(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.process(address);
  if (isWrittenInIPv6(parsed)) return servesCredentials(lastFour(parsed));
  return parsed.range() === 'linkLocal' || parsed.toString().startsWith('fd00:ec2:');
}

/** In ::/96 an IPv6 address is an IPv4 one in another form (RFC 4291 §2.5.5.1, deprecated); ipaddr.js calls it unicast. */
function isWrittenInIPv6(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv6 {
  return address instanceof ipaddr.IPv6 && address.parts.slice(0, 6).every((part) => part === 0);
}

const lastFour = (address: ipaddr.IPv6): string => address.toByteArray().slice(12).join('.');

/** Only globally routable unicast addresses: not loopback, private, link-local, shared, mapped, compatible, translated, multicast, reserved (ipaddr.js 2.5: 35 of 35 special ranges). */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  return parsed.range() === 'unicast' && !isWrittenInIPv6(parsed);
}

/** A URL's host as a bare address where it is one, else null. WHATWG parsing has already turned hex, octal and short forms into dotted ones. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 ? bare : null;
}

/** Whether a URL may be asked at all, before any name is looked up. */
export function checkUrl(text: string, allowed: AllowedHosts): { url: URL } | { refused: Refusal } {
  const url = text.length > urlLimit ? null : parsedUrl(text);
  if (url === null) return { refused: 'bad-url' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { refused: 'bad-url' };
  if (url.username !== '' || url.password !== '') return { refused: 'bad-url' };
  if (allowed.has(`${url.hostname}:${portOf(url)}`)) return { url };
  if (url.port !== '') return { refused: 'forbidden-port' };
  const literal = literalAddress(url.hostname);
  return literal !== null && !isPublicAddress(literal) ? { refused: 'forbidden-address' } : { url };
}
