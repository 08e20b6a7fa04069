import { catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { type Outlet, outletSchema } from '../../shared/domain/outlet.ts';
import { isTimeZone } from '../../shared/domain/text/local-time.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import { parsedUrl } from '../../shared/domain/text/parsed-url.ts';
import { UsageError } from '../../shared/errors.ts';
import { answersOf, askOutlets, type GivenAnswers } from './ask-outlet.ts';
import { catalogueText } from './catalogue-file.ts';
import { type Discovery, type FoundSource, discoverSources, lookAt, worthwhile } from './discover-sources.ts';
import { discoveryText, foundText } from './discovery-text.ts';
import { entriesOf, outletAt, sketchOf, zoneOf } from './new-source.ts';
import { outletOf } from './opml-outlets.ts';
import type { JourneySettings } from './site-journey.ts';

/** Given on the command line. */
export interface NewSourceFlags extends GivenAnswers {
  /** An outlet of the catalogue, by id; else the one that publishes at the address's host, or a new one. */
  outlet?: string;
  name?: string;
  zone?: string;
  form?: string;
  alternate?: string;
}

export interface Desk {
  journey: JourneySettings;
  /** Where an added source goes: the catalogue's file, or a deployed wire's changes. @returns where it is, in words */
  change: (change: (outlets: readonly Outlet[]) => readonly Outlet[]) => string | Promise<string>;
  /** True where somebody sits at a terminal and can be asked. */
  canAsk: boolean;
}

function webAddress(text: string | undefined, verb: string): string {
  const url = parsedUrl(/^\w+:\/\//.test(text ?? '') ? (text ?? '') : `https://${text ?? ''}`);
  if (text === undefined || url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`feeds ${verb} takes one web address, not '${text ?? ''}'`);
  return url.href;
}

function knownOutlet(url: string, { outlet: id }: NewSourceFlags): Outlet | undefined {
  const outlets = catalogueOutlets();
  if (id === undefined) return outletAt(url, outlets);
  const found = outlets.find((outlet) => outlet.id === id);
  if (found === undefined) throw new UsageError(`--outlet: the catalogue has no outlet '${id}'`);
  return found;
}

function zoneFor(url: string, flags: NewSourceFlags): string | undefined {
  if (flags.zone !== undefined && !isTimeZone(flags.zone))
    throw new UsageError(`--zone: '${flags.zone}' is no IANA time zone`);
  return flags.zone ?? zoneOf(knownOutlet(url, flags)?.country ?? flags.country, url);
}

/** A feed says its zone itself, nearly always; the others need ours. */
const withoutZone = ({ source: { zone: _zone, ...source }, ...found }: FoundSource): FoundSource => ({
  ...found,
  source,
});
const zoned = (found: FoundSource, flags: NewSourceFlags): FoundSource =>
  found.source.kind === 'page' || flags.zone !== undefined ? found : withoutZone(found);

interface Proposal {
  text: string;
  /** Its sources are those that the catalogue lacks; null where nobody said whose they are, or there are none. */
  outlet: Outlet | null;
}

/** The entry that a catalogue could have of what was found, complete where the outlet is known or told. */
function proposal(
  url: string,
  found: readonly FoundSource[],
  { flags, on }: { flags: NewSourceFlags; on: string },
): Proposal {
  const outlets = catalogueOutlets();
  const known = knownOutlet(url, flags);
  const sketch = sketchOf(url, found);
  const sources = entriesOf(
    found.map((each) => zoned(each, flags)),
    { outletId: known?.id ?? sketch.id, outlets, on, by: 'wire feeds discover' },
  );
  const fresh = sources.filter(
    ({ url: at }) => !outlets.some((outlet) => outlet.sources.some((source) => source.url === at)),
  );
  if (fresh.length === 0) return { text: 'The catalogue has it already.\n', outlet: null };
  if (known !== undefined) {
    const outlet = { ...known, sources: fresh };
    return { text: `For the outlet '${known.id}' of the catalogue:\n${catalogueText([outlet])}`, outlet };
  }
  const told = answersOf(flags);
  if (told !== null) {
    const entry = { ...sketch, name: flags.name ?? sketch.name, sources: fresh };
    const outlet = outletSchema.parse(outletOf(entry, told, 'whoever added it'));
    return { text: `Entry:\n${catalogueText([outlet])}`, outlet };
  }
  const first = fresh[0]?.url ?? url;
  const alternate = fresh[0]?.alternate === undefined ? '' : ` --alternate ${fresh[0].alternate.url}`;
  return {
    text: `${JSON.stringify(fresh, null, 2)}\n\nTo add it, say whose it is:\n  npm run -s wire -- feeds add ${first} --country AM --kind independent --owner NAME${alternate}\n`,
    outlet: null,
  };
}

/** @returns what a site has, with an entry for the catalogue; with `write` the entry goes where the desk says */
export async function discover(
  text: string | undefined,
  flags: NewSourceFlags & { write?: boolean },
  { journey, change }: Desk,
): Promise<string> {
  const url = webAddress(text, 'discover');
  const discovery = await discoverSources(url, journey, zoneFor(url, flags));
  const found = worthwhile(discovery.found);
  const on = dayOf(journey.clock().toISOString());
  const said = discoveryText(url, discovery);
  if (found.length === 0) return said;
  const proposed = proposal(url, found, { flags, on });
  const shown = `${said}\n${proposed.text}`;
  if (flags.write !== true || proposed.text.startsWith('The catalogue has')) return shown;
  const { outlet } = proposed;
  if (outlet === null)
    throw new UsageError(
      `the catalogue has no outlet at ${new URL(url).host}: give --country, --kind and --owner, or --outlet ID; nothing was written`,
    );
  const where = await change((outlets) => withSources(outlets, outlet));
  return `${shown}${outlet.sources.map(({ id }) => `'${id}'`).join(', ')} of '${outlet.id}' is in ${where}\n`;
}

const withSources = (outlets: readonly Outlet[], added: Outlet): readonly Outlet[] =>
  outlets.some(({ id }) => id === added.id)
    ? outlets.map((each) =>
        each.id === added.id ? { ...each, sources: [...each.sources, ...added.sources] } : each,
      )
    : [...outlets, added];

/** @throws UsageError saying what is there instead, and the feeds that are named there */
function single(url: string, { found, misses }: Discovery, form: string | undefined): FoundSource {
  const [source] = found;
  const feeds = source?.feeds ?? misses[0]?.feeds ?? [];
  const named =
    feeds.length === 0 ? '' : `; it names the feeds ${feeds.slice(0, 3).join(', ')}: add one of them`;
  if (source === undefined) throw new UsageError(`${url}: ${misses[0]?.why ?? 'not asked'}${named}`);
  if (source.source.kind === 'page' && feeds.length > 0 && form !== 'page')
    throw new UsageError(`${url}: an HTML page${named}, or say --form page to read the page itself`);
  if (form !== undefined && form !== (source.source.kind ?? 'feed'))
    throw new UsageError(`${url}: a ${source.source.kind ?? 'feed'}, not a ${form}`);
  return source;
}

async function outletFor(
  url: string,
  found: FoundSource,
  { flags, desk }: { flags: NewSourceFlags; desk: Desk },
): Promise<Outlet> {
  const known = knownOutlet(url, flags);
  if (known !== undefined) return known;
  const sketch = sketchOf(url, [found]);
  const draft = { ...sketch, name: flags.name ?? sketch.name };
  const given = answersOf(flags);
  if (given === null && !desk.canAsk)
    throw new UsageError(
      `the catalogue has no outlet at ${new URL(url).host}: give --country, --kind and --owner, or --outlet ID, or run this in a terminal, which asks`,
    );
  const [asked] =
    given === null ? await askOutlets([draft], flags, { input: process.stdin, output: process.stderr }) : [];
  const answers = given ?? asked?.[1];
  if (answers === undefined) throw new UsageError('nothing was answered');
  return outletOf(draft, answers, 'whoever added it');
}

async function alternateOf(flags: NewSourceFlags, desk: Desk): Promise<FoundSource['source']['alternate']> {
  if (flags.alternate === undefined) return undefined;
  const url = webAddress(flags.alternate, 'add --alternate');
  const { source } = single(url, await lookAt(url, desk.journey, zoneFor(url, flags)), undefined);
  const on = dayOf(desk.journey.clock().toISOString());
  return {
    ...(source.kind !== undefined && { kind: source.kind }),
    url: source.url,
    ...(source.select !== undefined && { select: source.select }),
    seen: { state: 'confirmed', on, by: 'wire feeds add' },
  };
}

/** Reads the source once and puts it where the desk says. @throws UsageError where it gives nothing: nothing is changed */
export async function add(text: string | undefined, flags: NewSourceFlags, desk: Desk): Promise<string> {
  const url = webAddress(text, 'add');
  const zone = zoneFor(url, flags);
  const read = single(url, await lookAt(url, desk.journey, zone), flags.form);
  const alternate = await alternateOf(flags, desk);
  const outlet = await outletFor(url, read, { flags, desk });
  const isDated = read.source.zone ?? zoneOf(outlet.country, url);
  const found = zoned(
    {
      ...read,
      source: {
        ...read.source,
        ...(alternate !== undefined && { alternate }),
        ...(isDated !== undefined && { zone: isDated }),
      },
    },
    flags,
  );
  const on = dayOf(desk.journey.clock().toISOString());
  let added = '';
  const where = await desk.change((outlets) => {
    const holder = outlets.find(({ sources }) => sources.some((source) => source.url === found.source.url));
    if (holder !== undefined) throw new UsageError(`${url}: the catalogue has it already, of '${holder.id}'`);
    const by = 'wire feeds add';
    const sources = entriesOf([found], { outletId: outlet.id, outlets, on, by });
    added = sources[0]?.id ?? '';
    return withSources(outlets, outletSchema.parse({ ...outlet, sources }));
  });
  return `${foundText(found)}\n'${added}' of '${outlet.id}' is in ${where}\n`;
}
