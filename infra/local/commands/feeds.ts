import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadAllStates } from '../../../shared/aws/feeds-table.ts';
import { catalogueOutlets, catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { feedHealth } from '../../../shared/domain/visit/health.ts';
import { type FeedState, applyParseReport, stateOf } from '../../../shared/domain/visit/feed-state.ts';
import { floorOf } from '../../../shared/domain/visit/next-visit.ts';
import { readOpml, writeOpml } from '../../../shared/domain/feed/opml.ts';
import { type CatalogueSource, type Outlet, sideOf } from '../../../shared/domain/outlet.ts';
import { allowedHosts } from '../../../shared/domain/visit/public-address.ts';
import { runSettingsFrom } from '../../../shared/env.ts';
import { UsageError } from '../../../shared/errors.ts';
import { outletClient } from '../../../shared/http/outlet-client.ts';
import { answersOf, askOutlets, type GivenAnswers } from '../ask-outlet.ts';
import type { Command } from '../command.ts';
import { checkFeeds } from '../feed-check.ts';
import { withLocalWire } from '../local-wire.ts';
import { draftsOf, outletOf } from '../opml-outlets.ts';
import { sightingText, sourcesLine } from '../sources-text.ts';

const usage = `usage: wire feeds list   [--language hy] [--country AM]
       wire feeds check  [FEED_ID …] [--language hy] [--country AM]
       wire feeds health [--data DIR] [--language hy] [--country AM]
       wire feeds import FILE.opml [--country AM --kind independent --owner NAME [--owner-country AM]] [--out FILE.json]
       wire feeds export [--out FILE.opml]

list    the catalogue's sources: form (feed, sitemap, page, telegram), side and kind of the outlet, how each was last seen working
        (confirmed: by somebody who fetched it, reported: in use elsewhere, unverified: named by one list) and the shortest
        interval at which each is visited
check   visits each feed once – by its host's robots.txt, one request at a time and two seconds apart per host – and prints
        how each is and what to do about it; nothing is stored. Set WIRE_CONTACT to say who asks.
health  the same of the feeds that a local run has visited (default data folder .wire/live); visits nobody
import  prints catalogue entries (JSON) for the feeds of an OPML list that the catalogue lacks, to be added to
        shared/catalogue/outlets.json; asks for each outlet's country, kind and owner unless the options say them for all
export  the catalogue as OPML 2.0

WIRE_CATALOGUE=FILE.json stands for the catalogue; WIRE_ALLOW_HOSTS=host:port lets that host be visited though it is not public.
`;
import { minuteMs } from '../../../shared/domain/text/time.ts';

const options = {
  language: { type: 'string' },
  country: { type: 'string' },
  data: { type: 'string' },
  out: { type: 'string' },
  kind: { type: 'string' },
  owner: { type: 'string' },
  'owner-country': { type: 'string' },
} as const;
type FeedsFlags = { [K in keyof typeof options]?: string };

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

/** Columns padded to their longest cell, the last one free. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}\n`,
    )
    .join('');
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
    source.url,
  ]);
  return `${table([['SOURCE', 'FORM', 'LANG', 'LAND', 'SIDE', 'KIND', 'SEEN WORKING', 'FLOOR', 'URL'], ...rows])}${sourcesLine(sources)}\n`;
}

const gradeOrder = { ill: 0, watch: 1, ok: 2 } as const;

function healthText(states: readonly FeedState[], now: Date): string {
  const rated = states
    .map((state) => ({ state, health: feedHealth(state, now) }))
    .toSorted(
      (a, b) =>
        gradeOrder[a.health.grade] - gradeOrder[b.health.grade] ||
        a.state.feedId.localeCompare(b.state.feedId),
    );
  const rows = rated.map(({ state, health }) => [
    state.feedId,
    health.grade,
    health.kind,
    String(state.reading?.items ?? '–'),
    state.reading?.newest?.slice(0, 16) ?? '–',
    state.nextDueAt?.slice(0, 16) ?? '–',
    health.text,
  ]);
  const kinds = [
    ...new Map(
      rated.filter(({ health }) => health.grade !== 'ok').map(({ health }) => [health.kind, health.remedy]),
    ),
  ];
  const counts = (['ok', 'watch', 'ill'] as const).map(
    (grade) => `${rated.filter(({ health }) => health.grade === grade).length} ${grade}`,
  );
  const remedies =
    kinds.length === 0
      ? ''
      : `\nWHAT TO DO\n${kinds.map(([kind, remedy]) => `${kind}: ${remedy}\n`).join('')}`;
  return `${table([['FEED', 'GRADE', 'STATE', 'ITEMS', 'NEWEST', 'NEXT VISIT', 'SEEN'], ...rows])}${remedies}\n${rated.length} feeds: ${counts.join(', ')}\n`;
}

async function checkChosen(flags: FeedsFlags, ids: readonly string[]): Promise<string> {
  const feeds = chosen(flags, ids);
  const clock = clockFrom(process.env);
  const { WIRE_CONTACT, WIRE_HOST_GAP_MS: gap } = runSettingsFrom();
  const client = outletClient({
    contact: WIRE_CONTACT ?? 'a check by hand; no contact given',
    allowed: allowedHosts(process.env),
    ...(gap !== undefined && { hopGap: gap }),
  });
  const line = process.stderr.isTTY ? '\r\u001b[K' : '';
  const progress = (done: number, feedId: string) =>
    process.stderr.write(`${line}${done} of ${feeds.length} visited: ${feedId}${line === '' ? '\n' : ''}`);
  try {
    const states = await checkFeeds(feeds, { client, clock, progress, ...(gap !== undefined && { gap }) });
    process.stderr.write(line);
    return healthText(
      feeds.map((feed) => stateOf(feed, states.get(feed.id))),
      clock(),
    );
  } finally {
    await client.close();
  }
}

async function health(flags: FeedsFlags): Promise<string> {
  const feeds = chosen(flags);
  return withLocalWire(flags.data, async ({ settings }) => {
    const { feeds: stored } = await loadAllStates(settings.TABLE_FEEDS);
    return healthText(
      feeds.map((feed) => applyParseReport(stateOf(feed, stored.get(feed.id)))),
      clockFrom(process.env)(),
    );
  });
}

async function importList(path: string, given: GivenAnswers): Promise<string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
  const feeds = readOpml(text);
  if (feeds === null) throw new UsageError(`${path} is no OPML list`);
  const answers = answersOf(given);
  const source = `whoever imported ${basename(path)}`;
  const drafts = draftsOf(feeds, new Set(catalogueSources().map((source) => source.url)));
  process.stderr.write(
    `${feeds.length} feeds in the list, ${drafts.reduce((sum, { sources }) => sum + sources.length, 0)} of them new\n`,
  );
  if (answers === null && drafts.length > 0 && !process.stdin.isTTY) {
    throw new UsageError(
      `an OPML list does not say country, kind and owner of its outlets (${drafts.map((draft) => draft.id).join(', ')}): give --country, --kind and --owner, or run this in a terminal, which asks`,
    );
  }
  const outlets: Outlet[] =
    answers === null
      ? (await askOutlets(drafts, given, { input: process.stdin, output: process.stderr })).map(
          ([draft, told]) => outletOf(draft, told, source),
        )
      : drafts.map((draft) => outletOf(draft, answers, source));
  return `${JSON.stringify(outlets, null, 2)}\n`;
}

function exportList(): string {
  const feeds = catalogueOutlets().flatMap((outlet) =>
    outlet.sources
      .filter(({ kind = 'feed' }) => kind === 'feed')
      .map((feed) => ({
        title: feed.language === undefined ? outlet.name : `${outlet.name} (${feed.language})`,
        feedUrl: feed.url,
        siteUrl: outlet.homepage,
        language: feed.language ?? null,
        folders: [outlet.country],
      })),
  );
  return writeOpml('Caucasus Wire', feeds);
}

async function runVerb(verb: string | undefined, rest: string[], flags: FeedsFlags): Promise<string> {
  if (rest.length > 0 && verb !== 'check' && verb !== 'import')
    throw new UsageError(`feeds ${verb} takes no '${rest[0]}'`);
  switch (verb) {
    case 'list':
      return listFeeds(flags);
    case 'check':
      return checkChosen(flags, rest);
    case 'health':
      return health(flags);
    case 'import':
      if (rest[0] === undefined || rest.length > 1)
        throw new UsageError('feeds import takes one file: FILE.opml');
      return importList(rest[0], flags);
    case 'export':
      return exportList();
    default:
      throw new UsageError(
        `feeds takes list, check, health, import or export${verb === undefined ? '' : `, not '${verb}'`}`,
      );
  }
}

export const command: Command = {
  summary: 'list, check, import and export feeds, and say how each is',
  usage,
  run: async (args) => {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const [verb, ...rest] = positionals;
    const text = await runVerb(verb, rest, values);
    if (values.out === undefined) process.stdout.write(text);
    else writeFileSync(values.out, text);
    return 0;
  },
};
