import { createHash } from 'node:crypto';
import { outletLabels } from '../../shared/catalogue/outlet-labels.at-build.ts';
import { queryFeedPath } from '../../shared/domain/digest/reader-links.ts';
import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import type { Words } from '../../shared/domain/digest/words.ts';
import { isWireLanguage, nearestLanguage } from '../../shared/domain/language.ts';
import { parseQuery } from '../../shared/domain/query/parse.ts';
import type { SearchRow } from '../../shared/domain/query/searchable.ts';
import {
  atomDocument,
  type FeedDocument,
  type FeedEntry,
  jsonFeedDocument,
} from '../../shared/domain/site/feed-document.ts';
import { linkTo, storyPath } from '../../shared/domain/site/paths.ts';
import { html } from '../../shared/domain/text/html.ts';
import type { PageContext } from './holder.ts';
import { htmlPage, type PageResponse } from './page-response.ts';
import { errorNote } from './pages.ts';

const formats = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomDocument },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeedDocument },
} as const;
type Format = keyof typeof formats;

/** Feed readers and CloudFront ask again after a quarter of an hour; sooner where not all was searched. */
const cachedSeconds = { whole: 900, partly: 60 };

/**
 * What a query finds, as a feed. Not signed, because the search page has no secret: instead one question is bounded (300
 * characters, ten files, four seconds), one answer serves everybody for a quarter of an hour, and robots are told not to list it.
 */
export async function queryFeed(context: PageContext): Promise<PageResponse> {
  const { request, ports, words } = context;
  const text = (request.query.get('q') ?? '').trim();
  const format = request.query.get('format') ?? 'atom';
  if (format !== 'atom' && format !== 'json') return refused(words, `format=${format}`);
  const parsed = parseQuery(text);
  if ('fault' in parsed) return refused(words, parsed.text || text);
  const { rows, whole } = await ports.findAnswers(parsed.query);
  const body = formats[format].write(documentOf(context, { text, format, rows }));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': formats[format].type,
    'cache-control': `public, max-age=${whole ? cachedSeconds.whole : cachedSeconds.partly}`,
    etag,
  };
  const known = (request.ifNoneMatch ?? '')
    .split(',')
    .some((each) => each.trim().replace(/^W\//, '') === etag);
  return known ? { status: 304, headers, body: '' } : { status: 200, headers, body };
}

const refused = (words: Words, text: string): PageResponse =>
  htmlPage(
    400,
    words,
    words.say('followQuery'),
    errorNote(words.say('followBad', { text: text.slice(0, 60) })),
  );

interface Found {
  text: string;
  format: Format;
  rows: readonly SearchRow[];
}

function documentOf({ request, signing }: PageContext, { text, format, rows }: Found): FeedDocument {
  const asked = request.query.get('lang') ?? '';
  const language = isWireLanguage(asked) ? asked : undefined;
  const words = wordsOf(language ?? 'en');
  const { siteUrl } = signing;
  return {
    title: `${words.say('siteName')}: ${text}`,
    description: `${words.say('followQuery')}: ${text}`,
    self: siteUrl + queryFeedPath(text, format, language),
    page: `${siteUrl}/search.html?${new URLSearchParams({ q: text }).toString()}`,
    language: words.language,
    author: { name: words.say('siteName'), url: `${siteUrl}/` },
    entries: rows.map((row) => entryOf(row, words.language, siteUrl)),
  };
}

function entryOf(row: SearchRow, language: string, siteUrl: string): FeedEntry {
  const shown = nearestLanguage(language, Object.keys(row.h)) ?? 'und';
  const leads = (row.l ?? []).map(([of, outlet, text]) => ({ language: of, outlet, text }));
  const told = nearestLanguage(
    language,
    leads.map((lead) => lead.language),
  );
  return {
    url: siteUrl + linkTo(storyPath(row.id)),
    language: shown,
    title: row.h[shown] ?? row.id,
    updated: `${row.at}:00Z`,
    tags: [...row.t, ...row.s],
    lead: leads.find((lead) => lead.language === told),
    counts: `${row.d.join(', ')} · ${row.n}`,
    html: html`${leads.map(
      (lead) =>
        html`<blockquote lang="${lead.language}">${lead.text}</blockquote>
<p>${outletLabels[lead.outlet] ?? lead.outlet}</p>
`,
    )}<ul>${Object.entries(row.h).map(([of, title]) => html`<li lang="${of}">${title}</li>`)}</ul>`.text,
  };
}
