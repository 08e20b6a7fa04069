import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { storiesTable } from '../../../shared/aws/stories-table.ts';
import { decodeBytes } from '../../../shared/domain/feed/decode-bytes.ts';
import { pageText } from '../../../shared/domain/article/page-text.ts';
import { allowedHosts } from '../../../shared/domain/visit/public-address.ts';
import type { TaggableText } from '../../../shared/domain/topics/tagging.ts';
import { contentTypeOf } from '../../../shared/domain/visit/outcome.ts';
import { runSettingsFrom } from '../../../shared/env.ts';
import { UsageError } from '../../../shared/errors.ts';
import { outletClient } from '../../../shared/http/outlet-client.ts';
import { readArticleLines } from '../article-lines.ts';
import type { Command } from '../command.ts';
import { loadTagger } from '../load-tagger.ts';
import { parseGuarded } from '../parse-guarded.ts';
import { inPlace } from '../place.ts';
import { taggingText } from '../tagging-text.ts';
import type { Where } from '../where.ts';

const usage = `usage: wire explain FILE | URL | ARTICLE-ID [--json] [--data DIR]

Says why an article has its topics and entities: term, place in the text, rule, score; and for a topic it has not, the nearest
rule and what it lacked.
FILE        a plain text whose first line is the headline, or *.json / *.jsonl with one article a line ({"id", "title", "summary"})
URL         a news page or a feed: fetched once, politely
ARTICLE-ID  an article of the wire: in a data folder (--data DIR, default .wire/live) or on a stack (--aws STACK)
--json      one JSON object per article instead of text`;

const pageAccept = 'text/html, application/xhtml+xml;q=0.9, application/rss+xml;q=0.8, */*;q=0.1';

/** @throws UsageError when the file is missing or is not an article */
function textsOfFile(file: string): TaggableText[] {
  const content = readFileSync(file, 'utf8');
  if (/\.jsonl?$/.test(file))
    return readArticleLines(file, content).map((article) => ({
      ...article,
      language: article.language ?? 'und',
    }));
  const [title = '', ...rest] = content.trim().split('\n');
  if (title === '') throw new UsageError(`${file} is empty`);
  return [{ title, summary: rest.join('\n').trim(), language: 'und' }];
}

async function textsOfUrl(url: string): Promise<TaggableText[]> {
  const client = outletClient({
    contact: runSettingsFrom().WIRE_CONTACT ?? 'a reader at the command line',
    allowed: allowedHosts(process.env),
  });
  try {
    const reply = await client.visit({ url, validators: [], accept: pageAccept });
    if (reply.kind !== 'answer') throw new UsageError(`${url}: ${reply.detail}`);
    if (reply.answer.status !== 200) throw new UsageError(`${url}: HTTP ${reply.answer.status}`);
    const contentType = contentTypeOf(reply.answer);
    const feed = await parseGuarded(reply.body, { url, contentType });
    if (feed.kind === 'unreadable') throw new UsageError(`${url}: ${feed.reason}`);
    if (feed.kind === 'feed') return feed.articles;
    return [{ ...pageText(decodeBytes(reply.body, contentType).text), language: 'und' }];
  } finally {
    await client.close();
  }
}

type ExplainPlace = Where & { data: string | undefined };

async function textsOfStored(id: string, place: ExplainPlace): Promise<TaggableText[]> {
  return inPlace(place, async ({ settings }) => {
    const article = await storiesTable(settings.TABLE_STORIES).readArticle(id);
    if (article === null) throw new UsageError(`there is no article ${id} in the store`);
    return [article];
  });
}

async function textsFrom(what: string, place: ExplainPlace): Promise<TaggableText[]> {
  if (/^https?:\/\//i.test(what)) return textsOfUrl(what);
  if (existsSync(what)) return textsOfFile(what);
  if (/^[0-9a-f]{24}$/.test(what)) return textsOfStored(what, place);
  throw new UsageError(`'${what}' is no file, no http(s) URL and no article id (24 hex digits)`);
}

export const command: Command = {
  summary: 'say why an article has its topics and entities, and what it lacked for others',
  usage,
  deployed: true,
  async run(args, where) {
    const options = { json: { type: 'boolean', default: false }, data: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const [what, ...others] = positionals;
    if (what === undefined || others.length > 0)
      throw new UsageError('explain wants one FILE, URL or ARTICLE-ID');
    const texts = await textsFrom(what, { ...where, data: values.data });
    // Packs of a stack may have been changed since its deploy.
    if (where.stack !== undefined) await inPlace(where, () => Promise.resolve());
    const tagger = await loadTagger();
    for (const text of texts) {
      const tagging = tagger.tag(text);
      process.stdout.write(
        values.json ? `${JSON.stringify({ title: text.title, ...tagging })}\n` : taggingText(text, tagging),
      );
    }
    return 0;
  },
};
