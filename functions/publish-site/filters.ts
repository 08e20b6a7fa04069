import { type Html, html } from '../../shared/domain/text/html.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { outletKinds } from '../../shared/domain/outlet.ts';
import type { Interface } from './interface.ts';
import { languageNames } from './interface.ts';
import type { Site } from './site.ts';

const periods = ['24h', '3d', '7d', '30d'] as const;

interface FilterOption {
  value: string;
  text: string;
  /** For the script that changes the interface language. */
  key?: string;
}

function choices(name: string, title: Html, ui: Interface, options: FilterOption[]): Html {
  return html`<label>${title} <select name="${name}"><option value="" data-t="any">${ui.text('any')}</option>
${options.map(
  ({
    value,
    text,
    key,
  }) => html`<option value="${value}"${key !== undefined && html` data-t="${key}"`}>${text}</option>
`,
)}</select></label>
`;
}

/** Countries of the catalogue, by name in the interface language. */
function countries(ui: Interface, site: Site): FilterOption[] {
  const names = new Intl.DisplayNames([ui.language], { type: 'region' });
  const codes = [...new Set(site.outlets.map((outlet) => outlet.country))].filter((code) => code !== 'XX');
  return codes
    .map((value) => ({ value, text: names.of(value) ?? value }))
    .sort((a, b) => a.text.localeCompare(b.text, ui.language));
}

/** The choices above a list of stories. They need the page's script; without it the style hides them. */
export function filters(ui: Interface, site: Site): Html {
  return html`<details class="filters" data-filters><summary>${ui.label('filter')}</summary>
<form action="/search.html" role="search" aria-label="${ui.text('filter')}">
${choices(
  'topic',
  ui.label('topic'),
  ui,
  Object.keys(site.names.topics).map((id) => ({ value: id, text: ui.topicText(id), key: `topic.${id}` })),
)}${choices(
    'subtopic',
    ui.label('subtopic'),
    ui,
    Object.keys(site.names.subtopics).map((id) => ({
      value: id,
      text: ui.subtopicText(id),
      key: `subtopic.${id}`,
    })),
  )}${choices(
    'language',
    ui.label('language'),
    ui,
    wireLanguages.map((code) => ({ value: code, text: languageNames[code] ?? code })),
  )}${choices('country', ui.label('country'), ui, countries(ui, site))}${choices(
    'kind',
    ui.label('kind'),
    ui,
    outletKinds
      .filter((kind) => site.outlets.some((outlet) => outlet.kind === kind))
      .map((kind) => ({ value: kind, text: ui.text(`kind-${kind}`), key: `kind-${kind}` })),
  )}${choices(
    'period',
    ui.label('period'),
    ui,
    periods.map((period) => ({ value: period, text: ui.text(`period-${period}`), key: `period-${period}` })),
  )}<button type="reset">${ui.label('clear')}</button>
</form></details>`;
}
