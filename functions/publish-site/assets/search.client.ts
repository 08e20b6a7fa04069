import type { SearchManifest, SearchName, SearchRow } from '../../../shared/domain/site/search-index.ts';
import {
  choicesFromAddress,
  choicesToAddress,
  matchesFilters,
  onChoices,
  readChoices,
} from './filters.client.ts';
import { type Found, SearchEngine } from './search-engine.ts';

/** Search in the reader's browser: shards arrive newest first, and results show as soon as the first is here. */

const shownResults = 100;
const engine = new SearchEngine();

const getJson = async <T>(path: string): Promise<T> => (await (await fetch(path)).json()) as T;

/** What fits the query and the choices above the results. */
function find(query: string): Found {
  const now = Date.now();
  const choices = readChoices();
  return engine.find(query, (row) =>
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
    ),
  );
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
    const { whole, partial } = find(input.value);
    const shown = (ids: string[]): HTMLElement[] =>
      ids
        .slice(0, shownResults)
        .flatMap((id) => engine.rows.get(id) ?? [])
        .map(result);
    results.replaceChildren(...shown(whole));
    if (partial.length > 0)
      results.append(element('p', 'partial', results.dataset.partial), ...shown(partial));
    progress.textContent =
      whole.length + partial.length === 0 && done
        ? (results.dataset.nothing ?? '')
        : `${results.dataset.found ?? ''} ${whole.length}${done ? '' : ' …'}`;
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
  engine.knowNames(await getJson<SearchName[]>(`/search/names.json?v=${encodeURIComponent(manifest.names)}`));
  for (const { name, v } of manifest.shards) {
    engine.add(await getJson<SearchRow[]>(`/search/${name}.json?v=${encodeURIComponent(v)}`));
    arrived(false);
  }
  arrived(true);
}

setUp();
