import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseFeed, type FeedSource } from '../../../shared/domain/feed/parse.ts';
import { parsedUrl } from '../../../shared/domain/text/parsed-url.ts';
import { UsageError } from '../../../shared/errors.ts';
import { errorText } from '../../../shared/log.ts';
import type { Command } from '../command.ts';

const usage = `usage: wire parse FILE [--url URL] [--content-type TYPE]
       wire parse --stdin-list [--url URL] [--content-type TYPE]

Parses one feed document and prints one JSON object {feed, articles, problems}.
--url URL            the address the body came from; relative links stand on it
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
  const parsed = await parseFeed(body, source);
  if (parsed.kind === 'not-feed') return { error: parsed.reason };
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
      },
    });
    if (values.url !== undefined && parsedUrl(values.url) === null)
      throw new UsageError(`--url: '${values.url}' is not a URL`);
    const source: FeedSource = {
      maxItems,
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
