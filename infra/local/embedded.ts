import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { objectServer } from './embedded-s3.ts';
import { closing, guard, type LoopbackService, originOf, serveOnLoopback } from './loopback.ts';

/** Running embedded AWS endpoints. `env` leads the real SDK clients there. */
export interface Embedded {
  env: Record<string, string>;
  /** Where SES's web inbox answers, with the key that opens it; null when another SES endpoint was given. */
  inboxUrl: string | null;
  close(): Promise<void>;
}

/**
 * Starts DynamoDB (dynalite), S3 (our own, over a folder), SQS (fauxqs) and SES (aws-ses-v2-local) in this process, on loopback.
 * They answer only who knows the key of this run, which the SDK clients have from `env`.
 * A service whose `AWS_ENDPOINT_URL_*` is already set in `outer` is not started: that endpoint is used.
 * @param dataDir where tables and objects persist; absent = a temporary folder that close() removes
 */
export async function startEmbedded({
  dataDir,
  mail = true,
  outer = process.env,
}: { dataDir?: string; mail?: boolean; outer?: Record<string, string | undefined> } = {}): Promise<Embedded> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'wire-')));
  const parts: LoopbackService[] = [];
  const start = async (name: string, make: () => Promise<LoopbackService>): Promise<string> => {
    const given = outer[`AWS_ENDPOINT_URL_${name}`];
    if (given !== undefined) return given;
    const part = await make();
    parts.push(part);
    return part.url;
  };
  const credentials = credentialsFrom(outer);
  const key = credentials.AWS_ACCESS_KEY_ID;
  const dynamo = await start('DYNAMODB', () => startDynamo(ensured(join(folder, 'dynamodb')), key));
  const s3 = await start('S3', () => serveOnLoopback(objectServer(ensured(join(folder, 's3'))), key));
  const sqs = await start('SQS', () => startSqs(key));
  const ses = mail ? await start('SESV2', () => startSes(key)) : null;
  return {
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamo,
      AWS_ENDPOINT_URL_S3: s3,
      AWS_ENDPOINT_URL_SQS: sqs,
      ...(ses !== null && { AWS_ENDPOINT_URL_SESV2: ses }),
      AWS_REGION: outer.AWS_REGION ?? 'eu-central-1',
      ...credentials,
      // The embedded S3 takes bodies as they are, without the chunk framing of streamed checksums.
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    },
    inboxUrl: outer.AWS_ENDPOINT_URL_SESV2 === undefined && ses !== null ? `${ses}/${key}` : null,
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A new access key for each run; where an endpoint is foreign, the one that opens it. */
function credentialsFrom(outer: Record<string, string | undefined>) {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = outer;
  const isForeign = Object.keys(outer).some((name) => name.startsWith('AWS_ENDPOINT_URL'));
  if (isForeign && AWS_ACCESS_KEY_ID !== undefined && AWS_SECRET_ACCESS_KEY !== undefined)
    return { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  const key = randomBytes(16).toString('hex');
  return { AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: key };
}

function ensured(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** dynalite ends the process when its store cannot be opened; so it is tried first, with dynalite's own `level`. @throws Error saying why not */
async function tryStore(path: string): Promise<void> {
  const ownRequire = createRequire(createRequire(import.meta.url).resolve('dynalite'));
  const { Level } = ownRequire('level') as {
    Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> };
  };
  const store = new Level(path);
  try {
    await store.open();
  } catch (error) {
    const cause = (error as Error).cause;
    throw new Error(cause instanceof Error ? cause.message : 'its tables cannot be opened', { cause: error });
  }
  await store.close();
}

async function startDynamo(path: string, key: string): Promise<LoopbackService> {
  await tryStore(path);
  return serveOnLoopback(dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }), key);
}

/** fauxqs's own start binds every interface. */
async function startSqs(key: string): Promise<LoopbackService> {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ logger: false, host: 'localhost' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  guard(app.server, key);
  return { url: originOf(app.server), close: () => app.close() };
}

async function startSes(key: string): Promise<LoopbackService> {
  // CommonJS: under real ESM the function sits one `default` deeper than its types say.
  const startServer = createRequire(import.meta.url)('aws-ses-v2-local').default as (config: {
    host: string;
    port: number;
  }) => Promise<Server>;
  const server = await startServer({ host: '127.0.0.1', port: 0 });
  guard(server, key);
  return { url: originOf(server), close: closing(server) };
}
