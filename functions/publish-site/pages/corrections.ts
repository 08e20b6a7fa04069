import type { TitleEdit } from '../../../shared/domain/site/card.ts';
import { correctionsApiPath, correctionsPath, linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import type { Decision } from '../../../shared/domain/story/decisions.ts';
import { type Html, html } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { moment, outletName } from '../parts.ts';
import type { Site } from '../site.ts';

/** A decision as everybody may see it. */
export interface Correction extends Pick<Decision, 'at' | 'kind'> {
  stories: string[];
  undone?: true;
}

/** Newest first. */
export interface Corrections {
  decisions: Correction[];
  edits: (TitleEdit & { storyId: string })[];
}

/** Whether a story is sure to have a page. */
type HasPage = (id: string) => boolean;

const storyLink = (id: string, hasPage: HasPage): Html =>
  hasPage(id)
    ? html`<a href="${linkTo(storyPath(id))}">${id.slice(0, 8)}</a>`
    : html`<span>${id.slice(0, 8)}</span>`;

const decisionItem = ({ at, kind, stories, undone }: Correction, hasPage: HasPage, ui: Interface): Html =>
  html`<li>${moment(at, ui)} · ${ui.label(`decision-${kind}`)}${undone === true && html` (${ui.label('undone')})`}: ${stories.map(
    (id, n) => html`${n > 0 && ' → '}${storyLink(id, hasPage)}`,
  )}</li>
`;

const editItem = (
  { storyId, outletId, language, at, before, after }: Corrections['edits'][number],
  { hasPage, ui, site }: Shown,
): Html =>
  html`<li><p class="small">${moment(at, ui)} · ${outletName(outletId, site)} · ${storyLink(storyId, hasPage)}</p>
<p class="diff" lang="${language}"><del>${before}</del> <ins>${after}</ins></p></li>
`;

interface Shown {
  hasPage: HasPage;
  ui: Interface;
  site: Site;
}

const listOf = (items: Html[], ui: Interface): Html =>
  items.length === 0 ? html`<p>${ui.label('noneYet')}</p>` : html`<ul class="plain">${items}</ul>`;

/** What people changed and when, and what outlets changed without a word. */
export function correctionsPage(
  { decisions, edits }: Corrections,
  hasPage: HasPage,
  ui: Interface,
  site: Site,
): string {
  const body = html`<h1>${ui.label('correct')}</h1>
<p class="lead">${ui.label('correctionsText')} <a href="${linkTo(correctionsApiPath)}">JSON</a></p>
<section aria-labelledby="decided"><h2 id="decided">${ui.label('decided')}</h2>
${listOf(
  decisions.map((decision) => decisionItem(decision, hasPage, ui)),
  ui,
)}</section>
<section aria-labelledby="edits"><h2 id="edits">${ui.label('titleEdits')}</h2>
${listOf(
  edits.map((edit) => editItem(edit, { hasPage, ui, site })),
  ui,
)}</section>`;
  const page = {
    path: correctionsPath,
    title: ui.text('correct'),
    description: ui.text('correctionsText'),
    body,
  };
  return renderPage(page, ui, site);
}
