import { decodeBytes } from './decode-bytes.ts';
import type { FeedDocument, FeedProblem, FeedSource, NotAFeed } from './document.ts';
import { finished } from './finish.ts';
import type { ItemMemo } from './item-memo.ts';
import { readXmlFeed } from './xml.ts';
import { readJsonFeed } from './json.ts';
import { readJsonText } from './json-text.ts';
import { notAFeed } from './not-a-feed.ts';
import { repairDoubleUtf8 } from './mojibake.ts';
import { joinedSurrogates, withoutC1 } from './xml-scan.ts';
import { readList } from './lists/read-list.ts';

const defaultMaxItems = 500;

/** Cuts XML to its first tag, and reports what was before. */
function trimmed(text: string, problems: FeedProblem[]): string {
  const controls = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;
  const clean = text.replace(controls, '');
  if (clean.length < text.length)
    problems.push({
      code: 'illegal-characters',
      message: `${text.length - clean.length} control characters were removed`,
    });
  const start = clean.search(/<(\?xml|!doctype|!--|rss|rdf:|feed|atom:|channel|[a-z]+:(feed|rss|rdf))/i);
  if (clean.slice(0, Math.max(start, 0)).replace(/[\s\uFEFF]+/g, '') !== '')
    problems.push({ code: 'junk-before', message: 'characters before the document were ignored' });
  return start > 0 ? clean.slice(start) : clean;
}

/**
 * Reads a body as it came over the network. Never throws on any input; time is linear in its length.
 * @param body decoded from transfer and content coding, not from its character set
 * @param memo of the items read before; with it the result is the same, sooner
 */
export async function parseFeed(
  body: Uint8Array,
  source: FeedSource = {},
  memo?: ItemMemo,
): Promise<FeedDocument | NotAFeed> {
  const decoded = decodeBytes(body, source.contentType);
  const url = source.url ?? null;
  const whole = joinedSurrogates(withoutC1(repairDoubleUtf8(decoded.text)));
  const text = whole.trimStart();
  const problems = [...decoded.problems];
  const maxItems = source.maxItems ?? defaultMaxItems;
  if (source.kind !== undefined && source.kind !== 'feed') {
    const list = readList(whole, { ...source, kind: source.kind, url, maxItems });
    return 'reason' in list
      ? { kind: 'not-feed', looksLike: notAFeed(body, text).looksLike, reason: list.reason }
      : finished(list.feed, source, [...problems, ...list.problems]);
  }
  const json = /^[[{]/.test(text) ? readJsonText(text) : undefined;
  if (json?.kind === 'too-much') return { kind: 'not-feed', looksLike: 'json', reason: json.reason };
  if (json?.kind === 'value') {
    const read = readJsonFeed(json.value, url, maxItems);
    return read === null
      ? notAFeed(body, text)
      : finished(read.feed, source, [...problems, ...read.problems]);
  }
  const xml = trimmed(json?.kind === 'rss' ? json.xml : whole, problems);
  const read = await readXmlFeed(xml, url, { maxItems, memo });
  if (read === null) return notAFeed(body, text);
  return finished(read.feed, source, [...problems, ...read.problems]);
}
