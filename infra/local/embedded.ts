import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dynalite from 'dynalite';
import { startS3 } from './embedded-s3.ts';

/** Running embedded AWS endpoints. `env` leads the real SDK clients there. */
export interface Embedded {
  env: Record<string, string>;
  /** Where SES's web inbox answers; null when another SES endpoint was given. */
  inboxUrl: string | null;
  close(): Promise<void>;
}

type EmbeddedService = { url: string; close(): Promise<void> };

/**
 * Starts DynamoDB (dynalite), S3 (s3rver), SQS (fauxqs) and SES (aws-ses-v2-local) in this process, on loopback.
 * A service whose `AWS_ENDPOINT_URL_*` is already set in `outer` is not started: that endpoint is used.
 * @param dataDir where tables and objects persist; absent = a temporary folder that close() removes
 */
export async function startEmbedded({
  dataDir,
  mail = true,
  outer = process.env,
}: { dataDir?: string; mail?: boolean; outer?: Record<string, string | undefined> } = {}): Promise<Embedded> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'wire-')));
  const parts: EmbeddedService[] = [];
  const start = async (name: string, make: () => Promise<EmbeddedService>): Promise<string> => {
    const given = outer[`AWS_ENDPOINT_URL_${name}`];
    if (given !== undefined) return given;
    const part = await make();
    parts.push(part);
    return part.url;
  };
  const dynamo = await start('DYNAMODB', () => startDynamo(ensured(join(folder, 'dynamodb'))));
  const s3 = await start('S3', () => startS3(ensured(join(folder, 's3'))));
  const sqs = await start('SQS', startSqs);
  const ses = mail ? await start('SESV2', startSes) : null;
  return {
    env: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamo,
      AWS_ENDPOINT_URL_S3: s3,
      AWS_ENDPOINT_URL_SQS: sqs,
      ...(ses !== null && { AWS_ENDPOINT_URL_SESV2: ses }),
      AWS_REGION: outer.AWS_REGION ?? 'eu-central-1',
      // The one key pair that s3rver knows; the others take any.
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
      // s3rver stores the chunk framing of streamed checksums as content.
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    },
    inboxUrl: outer.AWS_ENDPOINT_URL_SESV2 === undefined ? ses : null,
    close: async () => {
      await Promise.all(parts.map((part) => part.close()));
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
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

async function startDynamo(path: string): Promise<EmbeddedService> {
  await tryStore(path);
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

async function startSqs(): Promise<EmbeddedService> {
  const { startFauxqs } = await import('fauxqs');
  const server = await startFauxqs({ port: 0, logger: false, host: 'localhost' });
  return { url: `http://127.0.0.1:${server.port}`, close: () => server.stop() };
}

async function startSes(): Promise<EmbeddedService> {
  // CommonJS: under real ESM the function sits one `default` deeper than its types say.
  const startServer = createRequire(import.meta.url)('aws-ses-v2-local').default as (config: {
    host: string;
    port: number;
  }) => Promise<Server>;
  const server = await startServer({ host: '127.0.0.1', port: 0 });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
