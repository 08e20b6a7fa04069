import { sides } from '../../shared/domain/outlet.ts';
import type { Overview } from '../../shared/domain/site/overview.ts';
import { type Html, html } from '../../shared/domain/text/html.ts';
import type { Interface } from './interface.ts';
import { dayLabel, entityLinks, sideKey } from './parts.ts';
import type { Site } from './site.ts';

/** When it was named first and last, with whom, and by whom week by week. */
export function overviewPart(overview: Overview | null, ui: Interface, site: Site): Html | null {
  if (overview === null) return null;
  const { first, last, related, weeks } = overview;
  const seen = sides
    .map((_side, at) => at)
    .filter((at) => weeks.some(({ stories }) => (stories[at] ?? 0) > 0));
  return html`<p class="facts-line">${ui.label('firstNamed')} ${dayLabel(first, ui)} · ${ui.label('lastNamed')} ${dayLabel(last, ui)}</p>
${related.length > 0 && html`<p class="entities">${ui.label('relatedNames')}: ${entityLinks(related, site)}</p>`}
<details><summary>${ui.label('storiesByWeek')}</summary><div class="scroll" tabindex="0" role="group" aria-label="${ui.text('storiesByWeek')}"><table>
<thead><tr><th scope="col">${ui.label('week')}</th>${seen.map((at) => html`<th scope="col" class="n">${ui.label(sideKey(sides[at] ?? 'international'))}</th>`)}</tr></thead>
<tbody>${weeks.map(
    ({ monday, stories }) =>
      html`<tr><th scope="row">${monday}</th>${seen.map((at) => html`<td class="n">${stories[at] ?? 0}</td>`)}</tr>
`,
  )}</tbody></table></div></details>`;
}
