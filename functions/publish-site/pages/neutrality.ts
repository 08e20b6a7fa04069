import { html } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import type { Site } from '../site.ts';

const rules = [
  'neutralOrder',
  'neutralNames',
  'neutralPairs',
  'neutralBorders',
  'neutralWords',
  'neutralNumbers',
  'neutralSilence',
] as const;

export const neutralityPath = 'neutrality.html';

/** By which rules names and numbers of a conflict are written. */
export function neutralityPage(ui: Interface, site: Site): string {
  const body = html`<h1>${ui.label('neutrality')}</h1>
<p class="lead">${ui.label('neutralityText')}</p>
<ul>${rules.map(
    (rule) =>
      html`<li>${ui.label(rule)}</li>
`,
  )}</ul>
<p>${ui.label('neutralCorrect')} <a href="mailto:${site.contact}">${site.contact}</a></p>`;
  const page = {
    path: neutralityPath,
    title: ui.text('neutrality'),
    description: ui.text('neutralityText'),
    body,
  };
  return renderPage(page, ui, site);
}
