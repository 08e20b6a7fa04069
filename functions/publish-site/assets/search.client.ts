import type { Vocabulary } from '../../../shared/domain/query/query.ts';
import type { SearchName, SearchRow } from '../../../shared/domain/query/searchable.ts';
import type { SearchManifest } from '../../../shared/domain/site/search-index.ts';
import { setUpFacets, showFacets } from './search-facets.client.ts';
import {
  choicesFromAddress,
  choicesToAddress,
  matchesFilters,
  onChoices,
  readChoices,
} from './filters.client.ts';
import { type Found, SearchEngine } from './search-engine.ts';
import { setUpKeys } from './search-keys.client.ts';
import { hasHit, marked } from './search-marks.client.ts';

/** Search in the reader's browser: shards arrive newest first, and results show as soon as the first is here. */

const shownResults = 100;
const engine = new SearchEngine();

const getJson = async <T>(path: string): Promise<T> => (await (await fetch(path)).json()) as T;

const filterPairs = (): [field: string, value: string][] =>
  [...document.querySelectorAll<HTMLElement>('[data-facet]')].map(({ dataset }) => {
    const [field = '', value = ''] = (dataset.facet ?? '').split(':');
    return [field, value];
  });

/** The values that filters may have, as far as the page lists them all. */
function vocabulary(): Vocabulary {
  const values = (field: string): Set<string> =>
    new Set(filterPairs().flatMap(([of, value]) => (of === field ? [value] : [])));
  return { side: values('side'), subtopic: values('subtopic'), topic: values('topic') };
}

/** What fits the query and the choices above the results. */
function find(text: string): Found {
  const now = Date.now();
  const choices = readChoices();
  const fits = (row: SearchRow): boolean =>
    matchesFilters(
      {
        topics: row.t,
        subtopics: row.s,
        languages: Object.keys(row.h),
        countries: row.c,
        kinds: row.k,
        seen: `${row.at}Z`,
      },
      choices,
      now,
    );
  return engine.find({ text, fits, known: vocabulary(), now: new Date(now) });
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function result(row: SearchRow, sought: string[]): HTMLElement {
  const article = element('article', 'story');
  const kicker = element('p', 'kicker', `${row.at.replace('T', ' ')} UTC · ${row.n}`);
  const [first, ...others] = ordered(Object.entries(row.h));
  const heading = document.createElement('h2');
  const link = document.createElement('a');
  link.href = `/stories/${encodeURIComponent(row.id)}.html`;
  link.append(...marked(first?.[1] ?? row.id, sought));
  link.lang = first?.[0] ?? 'und';
  heading.append(link);
  article.append(kicker, heading, ...leadWithHit(row, sought));
  for (const [language, title] of others.slice(0, 3))
    article.append(otherLine(language, marked(title, sought)));
  return article;
}

function otherLine(language: string, content: (Node | string)[]): HTMLElement {
  const line = element('p', 'other');
  const text = element('span', '');
  text.lang = language;
  text.append(...content);
  line.append(element('span', 'code', language), ' ', text);
  return line;
}

/** The sentence that holds what was asked for, where the headlines do not say it. */
function leadWithHit(row: SearchRow, sought: string[]): HTMLElement[] {
  if (Object.values(row.h).some((title) => hasHit(title, sought))) return [];
  const lead = row.l?.find(([, , text]) => hasHit(text, sought));
  if (lead === undefined) return [];
  const [language, outlet, text] = lead;
  const line = otherLine(language, ['«', ...marked(text, sought), '»']);
  line.append(` – ${outlet}`);
  return [line];
}

/** The reader's language first, then English and Russian. */
function ordered(headlines: [string, string][]): [string, string][] {
  const rank = (language: string): number => {
    const at = [...navigator.languages.map((tag) => tag.slice(0, 2)), 'en', 'ru'].indexOf(language);
    return at === -1 ? 99 : at;
  };
  return headlines.sort(([a], [b]) => rank(a) - rank(b));
}

function setUp(): void {
  const input = document.querySelector<HTMLInputElement>('#q');
  const results = document.querySelector<HTMLElement>('[data-results]');
  const progress = document.querySelector<HTMLElement>('[data-progress]');
  if (input === null || results === null || progress === null) return;
  let done = false;
  const show = (): void => {
    const { whole, partial, sought, fault } = find(input.value);
    const rows = (ids: string[]): SearchRow[] => ids.flatMap((id) => engine.rows.get(id) ?? []);
    const shown = (ids: string[]): HTMLElement[] =>
      rows(ids.slice(0, shownResults)).map((row) => result(row, sought));
    showFault(input, fault);
    showFacets(rows(whole), input.value);
    results.replaceChildren(...shown(whole));
    if (partial.length > 0)
      results.append(element('p', 'partial', results.dataset.partial), ...shown(partial));
    progress.textContent =
      whole.length + partial.length === 0 && done
        ? (results.dataset.nothing ?? '')
        : `${results.dataset.found ?? ''} ${whole.length}${done ? '' : ' …'}`;
    if (fault !== undefined) progress.textContent = '';
    const asked = fault === undefined ? input.value.trim() : '';
    offerToFollow(asked);
    offerFeeds(asked);
    choicesToAddress(readChoices(), input.value);
  };
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  choicesFromAddress();
  onTyping(input, show);
  onChoices(show);
  setUpFacets(input, show);
  setUpKeys(input, results);
  void load((whole) => {
    done = whole;
    show();
  });
}

/** A pause in typing asks, and so does Enter. */
function onTyping(input: HTMLInputElement, show: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
  });
}

/** What is asked here can be followed: the link carries the query, and nobody's name. */
function offerToFollow(query: string): void {
  const offer = document.querySelector<HTMLElement>('[data-follow-query]');
  const link = offer?.querySelector('a');
  if (offer === null || link == null) return;
  offer.hidden = query === '';
  link.search = query === '' ? '' : `?what=${encodeURIComponent(`query:${query}`)}`;
}

/** The same as a feed: only who opens the link tells the server what was asked. */
function offerFeeds(query: string): void {
  const offer = document.querySelector<HTMLElement>('[data-query-feeds]');
  if (offer !== null) offer.hidden = query === '';
  for (const feed of document.querySelectorAll<HTMLAnchorElement>('a[data-feed]')) {
    const { lang } = document.documentElement;
    const asked = new URLSearchParams({ q: query, format: feed.dataset.feed ?? '', lang });
    feed.href = `/s/feed?${asked.toString()}`;
  }
}

/** One line: what is wrong, and the piece of the query it is about. */
function showFault(input: HTMLInputElement, fault: Found['fault']): void {
  const line = document.querySelector<HTMLElement>('[data-fault]');
  if (line === null) return;
  const text =
    document.querySelector<HTMLElement>(`[data-fault-text="${fault?.fault ?? ''}"]`)?.textContent ?? '';
  line.textContent = fault === undefined ? '' : `${text} ${fault.text.slice(0, 40)}`.trim();
  input.setAttribute('aria-invalid', String(fault !== undefined));
}

/** @param arrived called after every shard; with true after the last */
async function load(arrived: (whole: boolean) => void): Promise<void> {
  const manifest = await getJson<SearchManifest>('/search/manifest.json');
  engine.knowNames(await getJson<SearchName[]>(`/search/names.json?v=${encodeURIComponent(manifest.names)}`));
  for (const { name, v } of manifest.shards) {
    engine.add(await getJson<SearchRow[]>(`/search/${name}.json?v=${encodeURIComponent(v)}`));
    arrived(false);
  }
  arrived(true);
}

setUp();
