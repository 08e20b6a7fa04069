import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { FeedSource } from '../../../shared/domain/feed/document.ts';
import { selectorsSchema, sourceKinds } from '../../../shared/domain/outlet.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { isTimeZone } from '../../../shared/domain/text/local-time.ts';
import { parsedUrl } from '../../../shared/domain/text/parsed-url.ts';
import { UsageError } from '../../../shared/errors.ts';
import { errorText } from '../../../shared/log.ts';
import type { Command } from '../command.ts';
import { parseGuarded } from '../parse-guarded.ts';

const usage = `usage: wire parse FILE [--kind KIND] [--select SELECTORS] [--zone ZONE] [--url URL] [--content-type TYPE]
       wire parse --stdin-list [the same options]

Parses one document of a source and prints one JSON object {feed, articles, problems}.
--url URL            the address the body came from; relative links stand on it
--kind KIND          feed (the default), sitemap, page or telegram
--select SELECTORS   of a page, as the catalogue has them: JSON with item, title, link, date, dateForm, summary;
                     without them the page's own repetitions are taken
--zone ZONE          IANA name of the zone in which dates without one are written; UTC unless given
--content-type TYPE  the HTTP Content-Type header, for its charset
--stdin-list         reads file names from standard input, one a line, and prints one JSON line per file;
                     for a file that is no feed: {"file", "error"}
Exit code 2 and one line on standard error when FILE is not a feed or cannot be read.`;

/** More than a visit keeps (500): who parses a file wants to see it whole, within reason. */
const maxItems = 5_000;

async function parseFile(file: string, source: FeedSource): Promise<{ feed: object } | { error: string }> {
  let body: Uint8Array;
  try {
    body = await readFile(file);
  } catch (error) {
    return { error: `cannot read the file: ${errorText(error)}` };
  }
  const parsed = await parseGuarded(body, source);
  if (parsed.kind !== 'feed') return { error: parsed.reason };
  const { hints, ...head } = parsed.feed;
  return {
    feed: {
      feed: { ...head, format: parsed.format, ...hints },
      articles: parsed.articles,
      problems: parsed.problems,
    },
  };
}

async function parseList(source: FeedSource): Promise<number> {
  const names = readFileSync(0, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  for (const file of names) {
    const result = await parseFile(file, source);
    process.stdout.write(
      `${JSON.stringify('error' in result ? { file, error: result.error } : { file, ...result.feed })}\n`,
    );
  }
  return 0;
}

function readerOf({
  kind = 'feed',
  select,
  zone,
}: {
  kind?: string | undefined;
  select?: string | undefined;
  zone?: string | undefined;
}): Pick<FeedSource, 'kind' | 'select' | 'zone'> {
  const known = sourceKinds.find((each) => each === kind);
  if (known === undefined)
    throw new UsageError(`--kind wants one of ${sourceKinds.join(', ')}, not '${kind}'`);
  if (zone !== undefined && !isTimeZone(zone)) throw new UsageError(`--zone: '${zone}' is no IANA time zone`);
  return {
    kind: known,
    ...(zone !== undefined && { zone }),
    ...(select !== undefined && { select: selectorsOf(select) }),
  };
}

function selectorsOf(json: string): NonNullable<FeedSource['select']> {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new UsageError('--select is no JSON', { cause: error });
  }
  const read = selectorsSchema.safeParse(raw);
  if (!read.success) throw new UsageError(`--select: ${read.error.issues[0]?.message ?? 'no selectors'}`);
  return read.data;
}

export const command: Command = {
  summary: 'parse a feed file and print it as JSON',
  usage,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        'content-type': { type: 'string' },
        'stdin-list': { type: 'boolean' },
        kind: { type: 'string' },
        select: { type: 'string' },
        zone: { type: 'string' },
      },
    });
    if (values.url !== undefined && parsedUrl(values.url) === null)
      throw new UsageError(`--url: '${values.url}' is not a URL`);
    const source: FeedSource = {
      maxItems,
      at: clockFrom(process.env)().toISOString(),
      ...readerOf(values),
      ...(values.url !== undefined && { url: values.url }),
      ...(values['content-type'] !== undefined && { contentType: values['content-type'] }),
    };
    if (values['stdin-list'] === true) {
      if (positionals.length > 0) throw new UsageError('parse: give FILE or --stdin-list, not both');
      return parseList(source);
    }
    const [file, ...rest] = positionals;
    if (file === undefined || rest.length > 0) throw new UsageError('parse: give one FILE, or --stdin-list');
    const result = await parseFile(file, source);
    if ('error' in result) throw new UsageError(`${file}: ${result.error}`);
    process.stdout.write(`${JSON.stringify(result.feed, null, 2)}\n`);
    return 0;
  },
};
