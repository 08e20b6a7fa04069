import { setTimeout as wait } from 'node:timers/promises';
import { Agent, type buildConnector, errors } from 'undici';
import type { Validators } from '../domain/visit/feed-state.ts';
import { hostGap } from '../domain/visit/next-visit.ts';
import type { AllowedHosts } from '../domain/visit/public-address.ts';
import { robotsToken } from '../domain/visit/robots.ts';
import type { FaultKind, Hop, Reply } from '../domain/visit/outcome.ts';
import {
  ForbiddenAddress,
  type Network,
  UnknownHost,
  guardedConnector,
  realNetwork,
} from './address-guard.ts';
import { type Exchange, type FollowContext, followRedirects } from './follow-redirects.ts';
import { lenientRequest, NoHttp } from './lenient-request.ts';
import { UndecodableBody, decodeBody, offeredCodings } from './decode-body.ts';

export interface OutletClient {
  /** One polite GET, redirects followed by hand. Every result is a value; it never throws. */
  visit(target: {
    url: string;
    validators: readonly Validators[];
    accept?: string;
    /** Redirects followed at most; five where it is not given. */
    maxHops?: number;
    /** What the server sends after so many bytes is not read; 20 MB where it is not given. */
    mostBytes?: number;
  }): Promise<Reply>;
  close(): Promise<void>;
}

export interface ClientSettings {
  /** How outlets reach the operator: a URL or an address. */
  contact: string;
  allowed: AllowedHosts;
  network?: Network;
  /** Between two requests to one host on the way of a redirect, ms. */
  hopGap?: number;
  /** For tests, ms. */
  totalTimeout?: number;
}

const version = '0.1';
const feedAccept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';
/** What comes after is not read: the parser keeps the whole items before it. */
const wireLimit = 20 * 1024 * 1024;
/** Policies and cookies of news sites fill 20 to 40 KB. */
const headerLimit = 65_536;
const headersTimeout = 10_000;
const totalTimeout = 20_000;

/** `name/version (+contact)`, as Open RSS asks of readers. */
export function userAgent(contact: string): string {
  const printable = contact.replaceAll(/[^\u0020-\u007e]/g, '').trim();
  return `${robotsToken}/${version} (+${/^[^\s/:]+@[^\s/]+$/.test(printable) ? `mailto:${printable}` : printable})`;
}

/** The one client for all that outlets serve: feeds and robots.txt. */
export function outletClient(settings: ClientSettings): OutletClient {
  const connect = guardedConnector(settings.network ?? realNetwork, settings.allowed);
  const agent = new Agent({
    connect,
    connections: 1,
    pipelining: 1,
    headersTimeout,
    bodyTimeout: headersTimeout,
    maxHeaderSize: headerLimit,
  });
  const agentName = userAgent(settings.contact);
  return {
    visit: async ({ url, validators, accept = feedAccept, maxHops, mostBytes = wireLimit }) => {
      const signal = AbortSignal.timeout(settings.totalTimeout ?? totalTimeout);
      const hops: Hop[] = [];
      const waitGap = () => wait(settings.hopGap ?? hostGap, undefined, { signal });
      const headers = { 'user-agent': agentName, accept, 'accept-encoding': offeredCodings };
      try {
        return await followRedirects(
          {
            ask: asking({ agent, connect, signal, waitGap, mostBytes }),
            waitGap,
            allowed: settings.allowed,
            headers,
            validators,
            hops,
            maxHops,
          },
          url,
        );
      } catch (error) {
        return unanswered(error, signal, hops);
      }
    },
    close: () => agent.destroy(),
  };
}

interface Asking {
  agent: Agent;
  connect: buildConnector.connector;
  signal: AbortSignal;
  waitGap: () => Promise<void>;
  mostBytes: number;
}

/** Asks strictly; where the answer is not HTTP by the letter, once more with a reader that forgives. */
const asking =
  ({ agent, connect, signal, waitGap, mostBytes }: Asking): FollowContext['ask'] =>
  async (url, path, headers) => {
    const leniently = async (): Promise<Exchange> => {
      await waitGap();
      const answer = await lenientRequest(connect, {
        url,
        path,
        headers,
        signal,
        maxHeaderSize: headerLimit,
        maxBody: mostBytes,
      });
      return {
        status: answer.status,
        headers: answer.headers,
        body: () => decodeBody(answer.body.subarray(0, mostBytes), answer.headers),
        skip: async () => undefined,
      };
    };
    try {
      const response = await agent.request({ origin: url.origin, method: 'GET', path, headers, signal });
      const body = () =>
        bytesOf(response.body, mostBytes).then((bytes) => decodeBody(bytes, response.headers));
      return {
        status: response.statusCode,
        headers: response.headers,
        body: () =>
          body().catch((error: unknown) => otherwise(error, async () => (await leniently()).body())),
        skip: () => response.body.dump({ limit: headerLimit }),
      };
    } catch (error) {
      return otherwise(error, leniently);
    }
  };

/** A second try, where the first failed by the letter of HTTP. @throws any other error */
function otherwise<T>(error: unknown, again: () => Promise<T>): Promise<T> {
  if (
    error instanceof errors.HTTPParserError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    // undici takes an answer of 100 for the end of the connection
    (error instanceof errors.SocketError && error.message === 'bad response')
  )
    return again();
  throw error;
}

/** The body's connection ended before the body, by what the server announced. */
const isCut = (error: unknown): boolean =>
  error instanceof errors.HTTPParserError ||
  (error instanceof Error &&
    'code' in error &&
    ['UND_ERR_SOCKET', 'ECONNRESET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'HPE_INVALID_EOF_STATE'].includes(
      String(error.code),
    ));

/** The body up to the limit; of one that breaks off, what came. */
async function bytesOf(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > most) break;
    }
  } catch (error) {
    if (size === 0 || !isCut(error)) throw error;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** Node's and undici's codes for each fault (node:errors, undici docs/api/Errors.md). */
const faultOfCode: Record<string, FaultKind> = {
  ECONNREFUSED: 'connect',
  EHOSTUNREACH: 'connect',
  ENETUNREACH: 'connect',
  EADDRNOTAVAIL: 'connect',
  UND_ERR_CONNECT: 'connect',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'too-large',
  UND_ERR_HEADERS_OVERFLOW: 'too-large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'bad-http',
  EPROTO: 'tls',
};

function unanswered(error: unknown, signal: AbortSignal, hops: Hop[]): Reply {
  const of = (fault: FaultKind): Reply => ({
    kind: 'unanswered',
    fault,
    detail: error instanceof Error ? error.message.slice(0, 200) : '',
    hops,
  });
  if (error instanceof ForbiddenAddress)
    return {
      kind: 'refused',
      reason: 'forbidden-address',
      detail: 'the host is not on the public internet',
      hops,
    };
  if (error instanceof UnknownHost) return of('dns');
  if (error instanceof UndecodableBody) return of('bad-encoding');
  if (signal.aborted) return of('timeout');
  if (error instanceof errors.HTTPParserError || error instanceof NoHttp) return of('bad-http');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/.test(code)) return of('tls');
  return of(faultOfCode[code] ?? 'bad-http');
}
