/** What a reader chose above a list; empty = any. */
export interface Choices {
  topic: string;
  subtopic: string;
  language: string;
  country: string;
  kind: string;
  period: string;
}

const fields = ['topic', 'subtopic', 'language', 'country', 'kind', 'period'] as const;
const hours: Record<string, number> = { '24h': 24, '3d': 72, '7d': 168, '30d': 720 };

/** A story as the filters see it. */
export interface Filterable {
  topics: string[];
  subtopics: string[];
  languages: string[];
  countries: string[];
  kinds: string[];
  /** Last seen, ISO 8601 UTC. */
  seen: string;
}

export function matchesFilters(story: Filterable, choices: Choices, now: number): boolean {
  const wants = (choice: string, values: string[]): boolean => choice === '' || values.includes(choice);
  const period = hours[choices.period];
  return (
    wants(choices.topic, story.topics) &&
    wants(choices.subtopic, story.subtopics) &&
    wants(choices.language, story.languages) &&
    wants(choices.country, story.countries) &&
    wants(choices.kind, story.kinds) &&
    (period === undefined || now - Date.parse(story.seen) <= period * 3_600_000)
  );
}

const filterForm = (): HTMLFormElement | null =>
  document.querySelector<HTMLFormElement>('[data-filters] form');

export function readChoices(): Choices {
  const form = filterForm();
  const chosen = (field: string): string => {
    const select = form?.elements.namedItem(field);
    return select instanceof HTMLSelectElement ? select.value : '';
  };
  return {
    topic: chosen('topic'),
    subtopic: chosen('subtopic'),
    language: chosen('language'),
    country: chosen('country'),
    kind: chosen('kind'),
    period: chosen('period'),
  };
}

/** Puts the choices into the address, so that a filtered page can be sent to somebody. */
export function choicesToAddress(choices: Choices, query = ''): void {
  const params = new URLSearchParams(
    fields.flatMap((field) => (choices[field] === '' ? [] : [[field, choices[field]]])),
  );
  if (query !== '') params.set('q', query);
  const search = params.toString();
  history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
}

export function choicesFromAddress(): void {
  const params = new URLSearchParams(location.search);
  const form = filterForm();
  if (form === null) return;
  let any = false;
  for (const field of fields) {
    const select = form.elements.namedItem(field);
    const value = params.get(field);
    if (
      select instanceof HTMLSelectElement &&
      value !== null &&
      [...select.options].some((option) => option.value === value)
    ) {
      select.value = value;
      any = true;
    }
  }
  const details = form.closest('details');
  if (any && details !== null) details.open = true;
}

/** Calls back on every change of a choice, and once after a reset. */
export function onChoices(changed: () => void): void {
  const form = filterForm();
  form?.addEventListener('change', changed);
  form?.addEventListener('reset', () => setTimeout(changed, 0));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    changed();
  });
}

const words = (text: string | undefined): string[] => (text ?? '').split(' ');

function applyToPage(): void {
  const choices = readChoices();
  const now = Date.now();
  let shown = 0;
  for (const element of document.querySelectorAll<HTMLElement>('[data-stories] .story')) {
    const { topics, subtopics, languages, countries, kinds, seen } = element.dataset;
    const story = {
      topics: words(topics),
      subtopics: words(subtopics),
      languages: words(languages),
      countries: words(countries),
      kinds: words(kinds),
      seen: seen ?? '',
    };
    element.hidden = !matchesFilters(story, choices, now);
    if (!element.hidden) shown++;
  }
  for (const day of document.querySelectorAll<HTMLElement>('[data-stories] .day'))
    day.hidden = day.querySelector('.story:not([hidden])') === null;
  const none = document.querySelector<HTMLElement>('[data-none]');
  if (none !== null) none.hidden = shown > 0 || document.querySelector('[data-stories] .story') === null;
  choicesToAddress(choices);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-search-all]'))
    link.href = `/search.html${location.search}`;
}

/** Filters the stories of this page in place. */
export function setUpFilters(): void {
  choicesFromAddress();
  onChoices(applyToPage);
  if (location.search !== '') applyToPage();
}
