import MiniSearch from 'minisearch';
import { skeletonWords } from '../../../shared/domain/site/search-fold.ts';
import type { SearchManifest, SearchName, SearchRow } from '../../../shared/domain/site/search-index.ts';
import { namedIn } from '../../../shared/domain/site/search-names.ts';
import {
  choicesFromAddress,
  choicesToAddress,
  matchesFilters,
  onChoices,
  readChoices,
} from './filters.client.ts';

/** Search in the reader's browser: shards arrive newest first, and results show as soon as the first is here. */

/** A story in the index: its headlines and its entities (`@id`) as folded words between spaces. */
interface Indexed {
  id: string;
  text: string;
  names: string;
}

const shownResults = 100;
const rowsById = new Map<string, SearchRow>();
let names: SearchName[] = [];
const index = new MiniSearch<Indexed>({
  fields: ['text', 'names'],
  // Words are folded before they come here.
  tokenize: (text) => text.split(' '),
  processTerm: (term) => (term === '' ? null : term),
  searchOptions: {
    prefix: (term) => term.length > 1,
    fuzzy: (term) => (term.length > 7 ? 2 : term.length > 3 ? 1 : false),
    combineWith: 'AND',
  },
});

const getJson = async <T>(path: string): Promise<T> => (await (await fetch(path)).json()) as T;

function add(rows: SearchRow[]): void {
  const fresh = rows.filter((row) => !rowsById.has(row.id));
  for (const row of fresh) rowsById.set(row.id, row);
  index.addAll(
    fresh.map((row) => ({
      id: row.id,
      text: Object.values(row.h).flatMap(skeletonWords).join(' '),
      names: row.e.map((entity) => `@${entity}`).join(' '),
    })),
  );
}

/** Ids of the stories that fit the query and the choices, best first; without a query, newest first. */
function find(query: string): string[] {
  const now = Date.now();
  const choices = readChoices();
  const fits = (id: string): boolean => {
    const row = rowsById.get(id);
    return (
      row !== undefined &&
      matchesFilters(
        {
          topics: row.t,
          subtopics: row.s,
          languages: Object.keys(row.h),
          countries: row.c,
          kinds: row.k,
          seen: `${row.seen}Z`,
        },
        choices,
        now,
      )
    );
  };
  const words = skeletonWords(query);
  if (words.length === 0)
    return [...rowsById.values()]
      .sort((a, b) => (a.seen < b.seen ? 1 : -1))
      .map((row) => row.id)
      .filter(fits);
  const found = new Map<string, number>();
  for (const { id, score } of index.search(words.join(' '))) found.set(String(id), score);
  for (const entity of namedIn(words, names)) {
    for (const { id, score } of index.search(`@${entity}`, { prefix: false, fuzzy: false }))
      found.set(String(id), Math.max(found.get(String(id)) ?? 0, score) + 1);
  }
  return [...found]
    .sort((a, b) => b[1] - a[1])
    .map(([id]) => id)
    .filter(fits);
}

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function result(row: SearchRow): HTMLElement {
  const article = element('article', 'story');
  const kicker = element('p', 'kicker', `${row.seen.replace('T', ' ')} UTC · ${row.n}`);
  const [first, ...others] = ordered(Object.entries(row.h));
  const heading = document.createElement('h2');
  const link = document.createElement('a');
  link.href = `/stories/${encodeURIComponent(row.id)}.html`;
  link.textContent = first?.[1] ?? row.id;
  link.lang = first?.[0] ?? 'und';
  heading.append(link);
  article.append(kicker, heading);
  for (const [language, title] of others.slice(0, 3)) {
    const line = element('p', 'other');
    const text = element('span', '', title);
    text.lang = language;
    line.append(element('span', 'code', language), ' ', text);
    article.append(line);
  }
  return article;
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
    const ids = find(input.value);
    const rows = ids.slice(0, shownResults).flatMap((id) => rowsById.get(id) ?? []);
    results.replaceChildren(...rows.map(result));
    progress.textContent =
      ids.length === 0 && done
        ? (results.dataset.nothing ?? '')
        : `${results.dataset.found ?? ''} ${ids.length}${done ? '' : ' …'}`;
    choicesToAddress(readChoices(), input.value);
  };
  input.value = new URLSearchParams(location.search).get('q') ?? '';
  choicesFromAddress();
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(show, 120);
  });
  input.form?.addEventListener('submit', (event) => {
    event.preventDefault();
    show();
  });
  onChoices(show);
  void load((whole) => {
    done = whole;
    show();
  });
}

/** @param arrived called after every shard; with true after the last */
async function load(arrived: (whole: boolean) => void): Promise<void> {
  const manifest = await getJson<SearchManifest>('/search/manifest.json');
  names = await getJson<SearchName[]>(`/search/names.json?v=${encodeURIComponent(manifest.names)}`);
  for (const { name, v } of manifest.shards) {
    add(await getJson<SearchRow[]>(`/search/${name}.json?v=${encodeURIComponent(v)}`));
    arrived(false);
  }
  arrived(true);
}

setUp();
