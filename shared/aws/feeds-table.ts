import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type FeedState, feedStateSchema } from '../domain/visit/feed-state.ts';
import { type HostLease, type HostState, hostStateSchema } from '../domain/visit/host-state.ts';
import { type ToldDay, toldDaySchema } from '../domain/visit/health-digest.ts';
import type { ParseReport } from '../domain/visit/parse-report.ts';
import type { WantedPage } from '../domain/visit/wanted-page.ts';
import { dynamo } from './clients.ts';
import { feedKey, hostKey, toldHealthKey } from './keys.ts';
import { knownFormat } from './row-format.ts';
import type { Row } from './rows.ts';
import { GetCommand, UpdateCommand } from './table-commands.ts';
import { conditionHolds } from './conditional.ts';
import { wantedPagesOf } from './wanted-pages.ts';

/** Nobody saved a visit since we read: an answer that arrives late never overwrites a later one. */
const stillAtThisVisit = '#visit = :before';
const stillWithoutVisit = 'attribute_not_exists(#visit)';

/** A row stays under 1 KB, one write unit: no empty fields, no URL twice, and no history that the parse report has in better form. */
function packed(state: FeedState): Record<string, unknown> {
  const { reading, catalogueUrl, validators, changedAt, feedId: _key, visit: _column, ...rest } = state;
  const said = Object.entries(rest).filter(([, value]) => value !== null && value !== 0);
  return {
    ...Object.fromEntries(said),
    ...(catalogueUrl !== state.url && { catalogueUrl }),
    ...(validators !== null && {
      validators: { ...validators, ...(validators.url === state.url && { url: undefined }) },
    }),
    changedAt: (reading?.publishTimes.length ?? 0) >= 2 ? changedAt.slice(-1) : changedAt,
  };
}

const packedRow = z.object({
  pk: z.string(),
  visit: z.int(),
  state: z.looseObject({
    url: z.string(),
    catalogueUrl: z.string().optional(),
    validators: z.looseObject({ url: z.string().optional() }).optional(),
  }),
  reading: z.unknown().optional(),
});

function stateOfRow(row: Row): FeedState {
  const { pk, visit, state, reading } = packedRow.parse(knownFormat(row));
  return feedStateSchema.parse({
    ...state,
    feedId: pk.slice(feedKey('').pk.length),
    visit,
    catalogueUrl: state.catalogueUrl ?? state.url,
    ...(state.validators && { validators: { ...state.validators, url: state.validators.url ?? state.url } }),
    reading: reading ?? null,
  });
}

/** The stored state of one feed; undefined where it was never visited. Strongly consistent. */
export async function loadFeedState(table: string, feedId: string): Promise<FeedState | undefined> {
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: table, Key: feedKey(feedId), ConsistentRead: true }),
  );
  return Item?.['state'] === undefined ? undefined : stateOfRow(Item);
}

/**
 * Saves the state after a visit, without its parse report.
 * @param before the visit count when the state was loaded
 * @returns false where another visit was saved in between: then nothing is written
 */
export async function saveFeedState(table: string, state: FeedState, before: number): Promise<boolean> {
  return conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: feedKey(state.feedId),
        UpdateExpression: 'SET #state = :state, #visit = :visit',
        ConditionExpression: before === 0 ? stillWithoutVisit : stillAtThisVisit,
        ExpressionAttributeNames: { '#state': 'state', '#visit': 'visit' },
        ExpressionAttributeValues: {
          ':state': packed(state),
          ':visit': state.visit,
          ...(before > 0 && { ':before': before }),
        },
      }),
    ),
  );
}

/** Saves what ingest-feed found in a body, beside the state. An older report never replaces a newer one. */
export async function saveParseReport(table: string, feedId: string, reading: ParseReport): Promise<void> {
  await conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: feedKey(feedId),
        UpdateExpression: 'SET #reading = :reading',
        ConditionExpression: 'attribute_not_exists(#reading) OR #reading.#at <= :at',
        ExpressionAttributeNames: { '#reading': 'reading', '#at': 'at' },
        ExpressionAttributeValues: { ':reading': reading, ':at': reading.at },
      }),
    ),
  );
}

export interface StoredStates {
  feeds: Map<string, FeedState>;
  hosts: Map<string, HostState>;
  /** By feed. */
  pages: Map<string, WantedPage[]>;
  told?: ToldDay;
}

/** All stored states, of feeds and hosts: a few hundred small rows, read whole (eventually consistent: visits check again). */
export async function loadAllStates(table: string): Promise<StoredStates> {
  const feeds = new Map<string, FeedState>();
  const hosts = new Map<string, HostState>();
  const pages = new Map<string, WantedPage[]>();
  let told: ToldDay | undefined;
  for await (const page of paginateScan({ client: dynamo() }, { TableName: table })) {
    for (const row of page.Items ?? []) {
      const pk = String(row['pk']);
      if (pk.startsWith('HOST#'))
        hosts.set(pk.slice('HOST#'.length), hostStateSchema.parse(knownFormat(row)));
      else if (pk.startsWith('FEED#') && row['state'] !== undefined)
        feeds.set(pk.slice('FEED#'.length), stateOfRow(row));
      else if (pk.startsWith('PAGES#')) pages.set(pk.slice('PAGES#'.length), wantedPagesOf(row));
      // a damaged one is as none: what is ill is told once more
      else if (pk === toldHealthKey.pk) told = toldDaySchema.safeParse(row).data;
    }
  }
  return { feeds, hosts, pages, ...(told && { told }) };
}

/** What we know of a host; the defaults when nothing is stored. */
export async function loadHostState(table: string, host: string): Promise<HostState> {
  const { Item } = await dynamo().send(
    new GetCommand({ TableName: table, Key: hostKey(host), ConsistentRead: true }),
  );
  return hostStateSchema.parse(knownFormat(Item ?? {}));
}

/** Saves what a visit learned of the host, and nothing else of the row: due-feeds writes there too. */
export async function saveHostFacts(
  table: string,
  host: string,
  facts: Partial<Pick<HostState, 'robots' | 'pausedUntil'>>,
): Promise<void> {
  const names = Object.keys(facts);
  await dynamo().send(
    new UpdateCommand({
      TableName: table,
      Key: hostKey(host),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [`:${name}`, value]),
      ),
    }),
  );
}

const nobodyLeased = 'attribute_not_exists(#lease) OR #lease = :none';
const leaseAsRead = '#lease.#at = :before';

/** Leases feeds of a host for the queue. @returns false when another tick did so since `before` was read: nothing is written */
export async function leaseHost(
  table: string,
  host: string,
  lease: HostLease,
  before: HostLease | null,
): Promise<boolean> {
  return conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: hostKey(host),
        UpdateExpression: 'SET #lease = :lease',
        ConditionExpression: before === null ? nobodyLeased : leaseAsRead,
        ExpressionAttributeNames: { '#lease': 'lease', ...(before !== null && { '#at': 'at' }) },
        ExpressionAttributeValues: {
          ':lease': lease,
          ...(before === null ? { ':none': null } : { ':before': before.at }),
        },
      }),
    ),
  );
}

const hasLease = 'attribute_exists(#lease.#feeds)';

/** Gives leased feeds that were not asked back to the next tick. */
export async function releaseFeeds(table: string, host: string, feedIds: readonly string[]): Promise<void> {
  const names = Object.fromEntries(feedIds.map((feedId, index) => [`#feed${index}`, feedId]));
  await conditionHolds(() =>
    dynamo().send(
      new UpdateCommand({
        TableName: table,
        Key: hostKey(host),
        UpdateExpression: `REMOVE ${Object.keys(names)
          .map((name) => `#lease.#feeds.${name}`)
          .join(', ')}`,
        ConditionExpression: hasLease,
        ExpressionAttributeNames: { '#lease': 'lease', '#feeds': 'feeds', ...names },
      }),
    ),
  );
}
