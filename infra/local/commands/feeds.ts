import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { loadAllStates } from '../../../shared/aws/feeds-table.ts';
import { catalogueOutlets, catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { outletsOpml } from '../../../shared/domain/site/outlets-opml.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { applyParseReport, stateOf } from '../../../shared/domain/visit/feed-state.ts';
import { nobodyAnswered } from '../../../shared/domain/visit/health-digest.ts';
import { floorOf, hostGap } from '../../../shared/domain/visit/next-visit.ts';
import { type CatalogueSource, sideOf } from '../../../shared/domain/outlet.ts';
import { allowedHosts } from '../../../shared/domain/visit/public-address.ts';
import { runSettingsFrom } from '../../../shared/env.ts';
import { UsageError } from '../../../shared/errors.ts';
import { type OutletClient, outletClient } from '../../../shared/http/outlet-client.ts';
import { minuteMs } from '../../../shared/domain/text/time.ts';
import type { Command } from '../command.ts';
import { add, type Desk, discover } from '../feeds-discover.ts';
import { healthText, table } from '../feed-health-text.ts';
import { changeCatalogue } from '../catalogue-file.ts';
import { addToPlace } from '../overlay-desk.ts';
import { changed } from '../feeds-changes.ts';
import { inPlace } from '../place.ts';
import { importList } from '../opml-lists.ts';
import { checkSources, namedStates, writeSightings } from '../source-check.ts';
import { sightingText, sourcesLine } from '../sources-text.ts';
import type { Where } from '../where.ts';
import { usage } from '../feeds-usage.ts';

const options = {
  language: { type: 'string' },
  country: { type: 'string' },
  data: { type: 'string' },
  out: { type: 'string' },
  kind: { type: 'string' },
  owner: { type: 'string' },
  'owner-country': { type: 'string' },
  outlet: { type: 'string' },
  name: { type: 'string' },
  zone: { type: 'string' },
  form: { type: 'string' },
  alternate: { type: 'string' },
  write: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;
type Switch = 'write' | 'dry-run';
type FeedsFlags = { [K in Exclude<keyof typeof options, Switch>]?: string } & { [K in Switch]?: boolean };

const fits =
  ({ language, country }: FeedsFlags) =>
  (source: CatalogueSource): boolean =>
    (language === undefined || source.language === language) &&
    (country === undefined || source.outlet.country === country);

/** @throws UsageError when nothing in the catalogue fits */
function chosen(flags: FeedsFlags, ids: readonly string[] = []): CatalogueSource[] {
  const all = catalogueSources();
  const unknown = ids.find((id) => !all.some((feed) => feed.id === id));
  if (unknown !== undefined)
    throw new UsageError(`no feed '${unknown}'; \`npm run -s wire -- feeds list\` names them`);
  const feeds = all.filter((feed) => (ids.length === 0 || ids.includes(feed.id)) && fits(flags)(feed));
  if (feeds.length === 0) throw new UsageError('no feed of the catalogue fits');
  return feeds;
}

function listFeeds(flags: FeedsFlags): string {
  const sources = catalogueSources().filter(fits(flags));
  if (sources.length === 0) throw new UsageError('no source of the catalogue fits');
  const rows = sources.map((source) => [
    source.id,
    source.kind ?? 'feed',
    source.language ?? '–',
    source.outlet.country,
    sideOf(source.outlet),
    source.outlet.kind,
    sightingText(source),
    `${floorOf(source) / minuteMs} min`,
    source.alternate === undefined ? source.url : `${source.url}  (else ${source.alternate.url})`,
  ]);
  return `${table([['SOURCE', 'FORM', 'LANG', 'LAND', 'SIDE', 'KIND', 'SEEN WORKING', 'FLOOR', 'URL'], ...rows])}${sourcesLine(sources)}\n`;
}

/** Polite requests by hand, for as long as `work` takes. */
async function asking<T>(work: (outlets: { client: OutletClient; gap: number }) => Promise<T>): Promise<T> {
  const { WIRE_CONTACT, WIRE_HOST_GAP_MS: gap = hostGap } = runSettingsFrom();
  const client = outletClient({
    contact: WIRE_CONTACT ?? 'a check by hand; no contact given',
    allowed: allowedHosts(process.env),
    hopGap: gap,
  });
  try {
    return await work({ client, gap });
  } finally {
    await client.close();
  }
}

async function checkChosen(flags: FeedsFlags, ids: readonly string[]): Promise<string> {
  const feeds = chosen(flags, ids);
  const clock = clockFrom(process.env);
  const line = process.stderr.isTTY ? '\r\u001b[K' : '';
  const progress = (done: number, feedId: string) =>
    process.stderr.write(`${line}${done} of ${feeds.length} visited: ${feedId}${line === '' ? '\n' : ''}`);
  const checked = await asking((outlets) => checkSources(feeds, { ...outlets, clock, progress }));
  process.stderr.write(line);
  const states = namedStates(checked);
  const text = healthText(states, clock());
  const isLost = nobodyAnswered(
    states.map(({ state }) => state),
    clock(),
  );
  if (flags.write !== true || isLost) return text;
  const { confirmed, unverified, file } = writeSightings(checked);
  return `${text}${confirmed} confirmed and ${unverified} unverified by this check, in ${file}\n`;
}

/** Robots.txt, the page and what it leads to. */
const mostRequests = 6;

const looking = (
  work: typeof discover,
  url: string | undefined,
  { flags, change }: { flags: FeedsFlags; change: Desk['change'] },
): Promise<string> =>
  asking(({ client, gap }) =>
    work(url, flags, {
      change,
      journey: { client, gap, most: mostRequests, clock: clockFrom(process.env), wait },
      canAsk: process.stdin.isTTY,
    }),
  );

async function health(flags: FeedsFlags, where: Where): Promise<string> {
  const feeds = chosen(flags);
  return inPlace({ ...where, data: flags.data }, async ({ settings }) => {
    const { feeds: stored } = await loadAllStates(settings.TABLE_FEEDS);
    return healthText(
      feeds.map((feed) => ({
        name: feed.id,
        state: applyParseReport(stateOf(feed, stored.get(feed.id))),
      })),
      clockFrom(process.env)(),
    );
  });
}

/** The catalogue of the stack that is named, with what was changed there since the deploy; else the one of this checkout. */
const onCatalogueOf = async (where: Where, work: () => string | Promise<string>): Promise<string> =>
  where.stack === undefined ? work() : inPlace(where, async () => work());

/** How many arguments a verb takes; any other takes none. */
const maxArguments: Readonly<Record<string, number>> = {
  check: Infinity,
  pause: Infinity,
  resume: Infinity,
  remove: Infinity,
  discover: 1,
  add: 1,
  put: 1,
  import: 1,
};

/** To the catalogue of this project, or to the overlay of a deployed stack. */
const findSource = (
  work: typeof discover,
  url: string | undefined,
  { flags, where }: { flags: FeedsFlags; where: Where },
): Promise<string> =>
  where.stack === undefined
    ? looking(work, url, { flags, change: changeCatalogue })
    : inPlace(where, (place) => looking(work, url, { flags, change: (change) => addToPlace(place, change) }));

function theFile(path: string | undefined): string {
  if (path === undefined) throw new UsageError('feeds import takes one file: FILE.opml');
  return path;
}

async function runVerb(
  verb: string | undefined,
  rest: string[],
  { flags, where }: { flags: FeedsFlags; where: Where },
): Promise<string> {
  if (rest.length > (maxArguments[verb ?? ''] ?? 0))
    throw new UsageError(`feeds ${verb} takes no '${rest.at(-1)}'`);
  switch (verb) {
    case 'list':
      return onCatalogueOf(where, () => listFeeds(flags));
    case 'check':
      return onCatalogueOf(where, () => checkChosen(flags, rest));
    case 'health':
      return health(flags, where);
    case 'discover':
    case 'add':
      return findSource(verb === 'add' ? add : discover, rest[0], { flags, where });
    case 'pause':
    case 'resume':
    case 'remove':
    case 'undo':
    case 'changes':
    case 'put':
      return inPlace({ ...where, data: flags.data }, (place) =>
        changed(place, verb, { rest, dryRun: flags['dry-run'] === true }),
      );
    case 'import':
      return importList(theFile(rest[0]), flags);
    case 'export':
      return outletsOpml(catalogueOutlets());
    default:
      throw new UsageError(
        `feeds takes list, check, health, discover, add, pause, resume, remove, put, undo, changes, import or export${verb === undefined ? '' : `, not '${verb}'`}`,
      );
  }
}

export const command: Command = {
  summary: 'list, check, find, add, import and export sources, and say how each is',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const [verb, ...rest] = positionals;
    const text = await runVerb(verb, rest, { flags: values, where });
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(values.out, text);
    return 0;
  },
};
