import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import {
  BucketAlreadyExists,
  BucketAlreadyOwnedByYou,
  CreateBucketCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ensureTable, tables } from '../../shared/aws/tables.ts';
import { parseCatalogue } from '../../shared/catalogue/catalogue.ts';
import { runSettingsFrom } from '../../shared/env.ts';
import { UsageError } from '../../shared/errors.ts';
import { damaged, type DataFolder, openDataFolder } from './data-folder.ts';
import { type Embedded, startEmbedded } from './embedded.ts';
import { makeQueue } from './queue-pump.ts';
import { localBuckets, localSettings, localTables } from './settings.ts';

/** Where `npm start` keeps the live wire. */
export const defaultDataDir = '.wire/live';
const defaultSiteUrl = 'http://localhost:4400';
/** The file in a data folder that holds the catalogue of recorded or sample feeds. */
export const recordedCatalogue = 'catalogue.json';

interface LocalWireOptions {
  siteUrl?: string;
  mode?: string;
  existing?: boolean;
}

/** The wire on this machine: embedded endpoints over a data folder, with every setting in `process.env`. */
export interface LocalWire {
  folder: DataFolder;
  /** The settings of all stages, as they are in process.env. */
  settings: ReturnType<typeof localSettings>;
  inboxUrl: string | null;
  close(): Promise<void>;
}

/**
 * @param options.existing the tables must be there: nothing is made, wherever AWS_ENDPOINT_URL_* leads
 * @throws UsageError when the data folder is in use, foreign, not writable or damaged; nothing is left half-written
 */
export async function openLocalWire(
  dataDir: string = defaultDataDir,
  { siteUrl = defaultSiteUrl, mode, existing = false }: LocalWireOptions = {},
): Promise<LocalWire> {
  silenceKnownWarnings();
  checkCatalogue();
  const folder = openDataFolder(dataDir, mode);
  let embedded: Embedded | undefined;
  try {
    embedded = await startEmbedded({ dataDir });
    Object.assign(process.env, embedded.env);
    if (existing) await expectTables();
    const queues = await prepareStores();
    const settings = localSettings({ queues, siteUrl, tokenKeys: folder.marker.tokenKeys });
    Object.assign(process.env, settings);
    useRecordedCatalogue(dataDir);
    const running = embedded;
    return {
      folder,
      settings,
      inboxUrl: running.inboxUrl,
      close: () => running.close().finally(() => folder.release()),
    };
  } catch (error) {
    await embedded?.close().catch(() => undefined);
    folder.release();
    throw error instanceof UsageError ? error : damaged(dataDir, error);
  }
}

/** Opens the wire for one command and closes it whatever happens. */
export async function withLocalWire<T>(
  dataDir: string | undefined,
  work: (wire: LocalWire) => Promise<T>,
): Promise<T> {
  const wire = await openLocalWire(dataDir);
  try {
    return await work(wire);
  } finally {
    await wire.close();
  }
}

/** A data folder of recorded feeds carries their catalogue. */
function useRecordedCatalogue(dataDir: string): void {
  const recorded = join(dataDir, recordedCatalogue);
  if (process.env.WIRE_CATALOGUE === undefined && existsSync(recorded)) process.env.WIRE_CATALOGUE = recorded;
}

/** A malformed catalogue stops the start before anything is made. */
function checkCatalogue(): void {
  const given = runSettingsFrom().WIRE_CATALOGUE;
  if (given === undefined) return;
  if (!existsSync(given)) throw new UsageError(`WIRE_CATALOGUE names ${given}, which is not there`);
  parseCatalogue(readFileSync(given, 'utf8'), given);
}

/** Another endpoint may hold a deployed stack's tables, of other names: a command must not put empty ones beside them. */
async function expectTables(): Promise<void> {
  const dynamo = new DynamoDBClient({ maxAttempts: 1 });
  for (const TableName of Object.values(localTables)) {
    await dynamo.send(new DescribeTableCommand({ TableName })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      throw new UsageError(
        `there is no table ${TableName} at ${process.env.AWS_ENDPOINT_URL_DYNAMODB ?? 'the endpoint'}, and none is made; --aws STACK names a deployed wire`,
        { cause: error },
      );
    });
  }
}

async function prepareStores() {
  const dynamo = new DynamoDBClient({ maxAttempts: 1 });
  for (const table of tables) await ensureTable(dynamo, table, localTables[table.name]);
  const s3 = new S3Client({ maxAttempts: 1 });
  for (const bucket of Object.values(localBuckets)) {
    await s3.send(new CreateBucketCommand({ Bucket: bucket })).catch((error: unknown) => {
      if (!(error instanceof BucketAlreadyExists || error instanceof BucketAlreadyOwnedByYou)) throw error;
    });
  }
  return {
    visit: await makeQueue('visit'),
    ingest: await makeQueue('ingest'),
    story: await makeQueue('story.fifo'),
    digest: await makeQueue('digest'),
  };
}

let silenced = false;
/** Node prints deprecations of the embedded servers' code, and the SDK its notice about Node 20; neither helps who runs the wire. */
export function silenceKnownWarnings(): void {
  if (silenced) return;
  silenced = true;
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    const text = typeof warning === 'string' ? warning : `${warning.name}: ${warning.message}`;
    if (/NodeVersionSupportWarning|AWS SDK for JavaScript|OutgoingMessage\.prototype\._headers/.test(text))
      return;
    (emit as (...all: unknown[]) => void)(warning, ...rest);
  };
}
