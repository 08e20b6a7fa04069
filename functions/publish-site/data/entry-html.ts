import { type Html, html, safeHref } from '../../../shared/domain/text/html.ts';
import type { Card, CardLead } from '../../../shared/domain/site/card.ts';
import { isWireLanguage } from '../../../shared/domain/language.ts';
import { leadFor } from '../../../shared/domain/story/lead.ts';
import type { Interface } from '../interface.ts';
import { outletName, sideKey } from '../parts.ts';
import type { Site } from '../site.ts';

/** A story as safe HTML for feed readers: what happened by side, a headline of each language, the counts; all with links to the originals. */
export function entryHtml(card: Card, language: string, ui: Interface, site: Site): string {
  const main = leadFor(card.leads ?? [], language);
  const others = (card.leads ?? []).filter((lead) => lead !== main && lead.side !== main?.side);
  const leads = main === undefined ? [] : [main, ...others];
  return html`${machineMade(card, language, ui)}${leads.map((lead) => quoted(lead, ui, site))}<ul>${headlines(card, site)}</ul>
<p>${countsText(card, ui)}</p>`.text;
}

/** What a machine made of headline and lead for readers of this language, with its engine; the originals follow. */
function machineMade({ translations = {} }: Card, language: string, ui: Interface): Html[] {
  const { title, lead } = isWireLanguage(language) ? (translations[language] ?? {}) : {};
  return [title, lead].flatMap((made) =>
    made === undefined
      ? []
      : [
          html`<p><span lang="${language}">${made.text}</span>
<small>(${ui.text(made.uncertain === true ? 'machineUncertain' : 'machine')}, ${made.engine})</small></p>
`,
        ],
  );
}

const linked = (text: string, url: string | null | undefined): Html =>
  url === null || url === undefined ? html`${text}` : html`<a href="${safeHref(url)}">${text}</a>`;

const quoted = (lead: CardLead, ui: Interface, site: Site): Html =>
  html`<blockquote lang="${lead.language}">${lead.text}</blockquote>
<p>${ui.text(sideKey(lead.side))}: ${linked(outletName(lead.outletId, site), lead.url)}, ${lead.at.slice(0, 16)}Z</p>
`;

const headlines = (card: Card, site: Site): Html[] =>
  Object.entries(card.headlines).map(
    ([language, { title, outletId, url }]) =>
      html`<li lang="${language}">${linked(title, url)} (${outletName(outletId, site)})</li>`,
  );

export function countsText(card: Card, ui: Interface): string {
  const bySide = card.sides.map(({ side, articles }) => `${ui.text(sideKey(side))} ${articles}`).join(', ');
  return `${bySide}. ${ui.text('independent')} ${card.independent}, ${ui.text('reprints')} ${card.reprints}.`;
}
