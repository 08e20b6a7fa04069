import type { SearchRow } from '../../../shared/domain/query/searchable.ts';

/** How many results each side, language, subtopic and day has; a press narrows the question by it, a second one widens it again. */

const buttons = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('[data-facet]')];

function countsOf(rows: readonly SearchRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (field: string, values: readonly string[]): void => {
    for (const value of values) counts.set(`${field}:${value}`, (counts.get(`${field}:${value}`) ?? 0) + 1);
  };
  for (const row of rows) {
    count('side', row.d);
    count('language', Object.keys(row.h));
    count('topic', row.t);
    count('subtopic', row.s);
    count('day', [row.at.slice(0, 10)]);
  }
  return counts;
}

/** The newest days that have results. */
const shownDays = 7;

/** A day is asked for from itself until itself. */
const dayFilter = (day: string): string => `since:${day} until:${day}`;

const filterOf = (button: HTMLButtonElement): string => button.dataset.filter ?? button.dataset.facet ?? '';

const without = (query: string, filter: string): string =>
  ` ${query} `.replace(` ${filter} `, ' ').replace(/\s+/g, ' ').trim();

const isIn = (query: string, filter: string): boolean => ` ${query} `.includes(` ${filter} `);

function showDays(counts: ReadonlyMap<string, number>, query: string): void {
  const list = document.querySelector<HTMLElement>('[data-facet-days]');
  if (list === null) return;
  const days = [...counts.keys()].flatMap((key) => (key.startsWith('day:') ? [key.slice(4)] : []));
  const newest = days.toSorted().toReversed().slice(0, shownDays);
  list.replaceChildren(
    ...newest.map((day) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.facet = `day:${day}`;
      button.dataset.filter = dayFilter(day);
      button.textContent = `${day} ${counts.get(`day:${day}`) ?? 0}`;
      button.setAttribute('aria-pressed', String(isIn(query, dayFilter(day))));
      item.append(button);
      return item;
    }),
  );
}

export function showFacets(rows: readonly SearchRow[], query: string): void {
  const counts = countsOf(rows);
  for (const button of buttons()) {
    const number = counts.get(button.dataset.facet ?? '') ?? 0;
    const pressed = isIn(query, filterOf(button));
    const shown = button.querySelector('[data-count]');
    if (shown !== null) shown.textContent = ` ${number}`;
    button.setAttribute('aria-pressed', String(pressed));
    if (button.parentElement !== null) button.parentElement.hidden = number === 0 && !pressed;
  }
  showDays(counts, query);
  const facets = document.querySelector<HTMLElement>('[data-facets]');
  if (facets !== null) facets.hidden = rows.length === 0 && !/:/.test(query);
}

export function setUpFacets(input: HTMLInputElement, show: () => void): void {
  document.querySelector('[data-facets]')?.addEventListener('click', (event) => {
    const pressed = (event.target as Element).closest<HTMLButtonElement>('[data-facet]');
    if (pressed === null) return;
    const filter = filterOf(pressed);
    const rest = without(input.value, filter);
    input.value = isIn(input.value, filter) ? rest : `${rest} ${filter}`.trim();
    show();
    // The list of days was made anew.
    document.querySelector<HTMLElement>(`[data-facet="${CSS.escape(pressed.dataset.facet ?? '')}"]`)?.focus();
  });
}
