import { privacyPath } from '../../../shared/domain/site/paths.ts';
import { html } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import type { Site } from '../site.ts';

const facts = [
  'privacySite',
  'privacyKept',
  'privacyWhere',
  'privacyTranslation',
  'privacyLong',
  'privacyRights',
] as const;

/** What is kept of readers, where, for how long and by whom. Its figures stand in the code: editions 90 days, pending sign-ups 7, own editions 60, backups 35. */
export function privacyPage(ui: Interface, site: Site): string {
  const body = html`<h1>${ui.label('privacyPage')}</h1>
<p class="lead">${ui.label('privacyLead')}</p>
<ul>${facts.map(
    (fact) =>
      html`<li>${ui.label(fact)}</li>
`,
  )}</ul>
<p>${ui.label('privacyWho')} ${site.operator ?? site.name}, <a href="mailto:${site.contact}">${site.contact}</a></p>`;
  const page = {
    path: privacyPath,
    title: ui.text('privacyPage'),
    description: ui.text('privacyLead'),
    body,
  };
  return renderPage(page, ui, site);
}
