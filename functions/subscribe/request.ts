import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import ipaddr from 'ipaddr.js';
import { isWireLanguage, type WireLanguage } from '../../shared/domain/language.ts';

/** A request as the pages see it. */
export interface PageRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Fields of a posted form; empty for any other body. */
  form: URLSearchParams;
  /** Octets of the body. */
  bodySize: number;
  /** The caller's network: /24 of IPv4, /48 of IPv6. */
  prefix: string;
  /** The wider network around it: /16 of IPv4, /32 of IPv6, what one provider hands out cheaply. */
  neighbours: string;
  /** The browser says that another site's page made this request. */
  crossSite: boolean;
  /** The best of our languages that the browser accepts. */
  language: WireLanguage;
  /** Entity tags of what the caller holds. */
  ifNoneMatch: string | null;
  /** The caller's time zone as CloudFront knows it. */
  zone: string | null;
}

/** The caller's network: a household or office, not one machine. */
function networkOf(address: string, { v4, v6 } = { v4: 24, v6: 48 }): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  const bits = parsed.kind() === 'ipv4' ? v4 : v6;
  const masked = parsed.toByteArray().map((byte, index) => (index * 8 < bits ? byte : 0));
  return `${ipaddr.fromByteArray(masked).toString()}/${bits}`;
}

/** CloudFront overwrites its header, so a caller cannot choose it; without CloudFront the socket's address counts. */
function callerOf(headers: Record<string, string | undefined>, socket: string): string {
  const viewer = headers['cloudfront-viewer-address'];
  if (viewer === undefined) return socket;
  return viewer.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

function acceptedLanguage(header: string | undefined): WireLanguage {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const quality = parameters
        .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
        .find((value) => value !== undefined);
      return { language: tag.slice(0, 2).toLowerCase(), quality: Number(quality ?? 1) };
    });
  const [best] = wanted
    .filter((entry) => entry.quality > 0 && isWireLanguage(entry.language))
    .sort((a, b) => b.quality - a.quality);
  return best !== undefined && isWireLanguage(best.language) ? best.language : 'en';
}

/** Same-origin posts carry `Origin: null` under our Referrer-Policy, so Sec-Fetch-Site speaks first. */
function isCrossSite(headers: Record<string, string | undefined>, siteUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  return origin !== undefined && origin !== 'null' && origin !== new URL(siteUrl).origin;
}

export function readRequest(event: APIGatewayProxyEventV2, siteUrl: string): PageRequest {
  const headers = Object.fromEntries(
    Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const isForm = (headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith('application/x-www-form-urlencoded');
  const caller = callerOf(headers, event.requestContext.http.sourceIp);
  return {
    method: event.requestContext.http.method,
    path: event.rawPath.replace(/(?<=[^/])\/+$/, ''),
    query: new URLSearchParams(event.rawQueryString),
    form: new URLSearchParams(isForm ? body.toString('utf8') : ''),
    bodySize: body.length,
    prefix: networkOf(caller),
    neighbours: networkOf(caller, { v4: 16, v6: 32 }),
    crossSite: isCrossSite(headers, siteUrl),
    language: acceptedLanguage(headers['accept-language']),
    ifNoneMatch: headers['if-none-match'] ?? null,
    zone: headers['cloudfront-viewer-time-zone'] ?? null,
  };
}
