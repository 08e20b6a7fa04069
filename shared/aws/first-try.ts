import type { Readable } from 'node:stream';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';

/**
 * A call to AWS by the shortest way: the SDK's own endpoint, credentials, signature and connections, without the fifteen
 * layers around them, which cost five times the rest. It is tried once; whatever comes back but success is left to the
 * SDK, which asks again by its rules and makes the errors.
 */
interface FirstTry {
  /** The SDK's command, which knows its endpoint. */
  command: object;
  input: object;
  method: 'GET' | 'POST' | 'PUT';
  /** Of the endpoint's path on. */
  path?: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

interface Request {
  method: string;
  protocol: string;
  hostname: string;
  port?: number;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** What the SDK has made of a client's settings, of its own parts. */
interface ClientParts {
  signer(): Promise<{ sign(request: Request): Promise<Request> }>;
  requestHandler: {
    handle(request: Request): Promise<{
      response: {
        statusCode: number;
        headers: Record<string, string>;
        body: Readable;
      };
    }>;
  };
}

type Signer = Awaited<ReturnType<ClientParts['signer']>>;

/** Of a client: who signs, and where it calls, by what the place depends on. */
interface Known {
  signer: Signer;
  endpoints: Map<string, URL>;
}

const known = new WeakMap<object, Known>();

async function knownOf(config: ClientParts): Promise<Known> {
  const before = known.get(config);
  if (before !== undefined) return before;
  const made = { signer: await config.signer(), endpoints: new Map<string, URL>() };
  known.set(config, made);
  return made;
}

/** @param place what of the input the endpoint depends on: a bucket, a queue's URL */
async function endpointOf(config: object, { endpoints }: Known, call: FirstTry, place: string): Promise<URL> {
  const before = endpoints.get(place);
  if (before !== undefined) return before;
  const instructions = call.command.constructor as unknown as Parameters<
    typeof getEndpointFromInstructions
  >[1];
  const { url } = await getEndpointFromInstructions(
    call.input,
    instructions,
    config as Parameters<typeof getEndpointFromInstructions>[2],
  );
  endpoints.set(place, url);
  return url;
}

/** By events: asking for chunk after chunk costs as much as the signature. */
const wholeOf = (body: Readable): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    body
      .on('data', (chunk: Uint8Array) => chunks.push(chunk))
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', reject)
      // A connection that breaks in the middle of a body closes it without an end.
      .on('close', () => reject(new Error('the answer was cut')));
  });

/** An operation of the services that speak AWS JSON 1.0. @param target service and operation, as `AmazonSQS.SendMessage` */
export const firstJsonTry = (
  config: object,
  { command, input, target, body }: Pick<FirstTry, 'command' | 'input'> & { target: string; body: string },
): Promise<Answer | undefined> =>
  firstTry(config, {
    command,
    input,
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
    body,
  });

/** @returns undefined where there was no answer */
export async function firstTry(config: object, call: FirstTry, place = ''): Promise<Answer | undefined> {
  const parts = config as ClientParts;
  try {
    const client = await knownOf(parts);
    const url = await endpointOf(config, client, call, place);
    const signed = await client.signer.sign({
      method: call.method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: url.pathname.replace(/\/$/, '') + (call.path ?? '/'),
      query: {},
      headers: {
        ...call.headers,
        host: url.host,
        ...(call.body !== undefined && { 'content-length': String(Buffer.byteLength(call.body)) }),
      },
      ...(call.body !== undefined && { body: call.body }),
    });
    const { response } = await parts.requestHandler.handle(signed);
    return { status: response.statusCode, headers: response.headers, body: await wholeOf(response.body) };
  } catch {
    // The SDK asks again, and says why if it fails as well.
    return undefined;
  }
}
