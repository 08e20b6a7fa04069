import { type Html, html, safeHref } from '../../shared/domain/text/html.ts';
import type { Card, CardLead } from '../../shared/domain/site/card.ts';
import { type Lead, leadFor } from '../../shared/domain/story/lead.ts';
import { sides } from '../../shared/domain/outlet.ts';
import type { Interface } from './interface.ts';
import { moment, outletName, sideKey } from './parts.ts';
import type { Site } from './site.ts';
import type { Translations } from '../../shared/domain/story/translation.ts';
import { madeOf, withOriginal } from './translation-parts.ts';

/** Who said it and when, with the way to the original. */
const attribution = (lead: CardLead, ui: Interface, site: Site): Html =>
  html`<a href="${safeHref(lead.url)}" rel="noreferrer">${outletName(lead.outletId, site)}</a>, ${moment(
    lead.at,
    ui,
    'short',
  )}`;

/** What happened, in one line of a list; nothing where no outlet says more than its headline. */
export function leadLine({ leads = [], translations }: Card, ui: Interface, site: Site): Html | null {
  const lead = leadFor(leads, ui.language);
  if (lead === undefined) return null;
  const quote = html`<q lang="${lead.language}">${lead.text}</q>`;
  const translation = translations?.[ui.language]?.lead;
  return html`<p class="lead-line">${withOriginal(quote, [{ to: ui.language, translation }], ui)}
<span class="by">${attribution(lead, ui, site)}</span></p>
`;
}

/** What happened as each side tells it: the lead of the story first, then one of each other side. */
export function leadSection(
  { leads, translations }: { leads: readonly Lead[]; translations: Translations | undefined },
  ui: Interface,
  site: Site,
): Html | null {
  const [main] = leads;
  if (main === undefined) return null;
  const others = sides.flatMap((side) => {
    const lead = side === main.side ? undefined : leads.find((each) => each.side === side);
    return lead === undefined ? [] : [lead];
  });
  return html`<section class="leads" aria-labelledby="leads"><h2 id="leads">${ui.label('inTheirWords')}</h2>
${[main, ...others].map((lead) => quoted(lead, madeOf(translations, lead.text, site), ui, site))}</section>`;
}

const quoted = (lead: Lead, made: ReturnType<typeof madeOf>, ui: Interface, site: Site): Html =>
  html`<figure><figcaption><i class="dot s-${lead.side}"></i>${ui.label(sideKey(lead.side))} ·
${attribution(lead, ui, site)}</figcaption>
<blockquote>${withOriginal(html`<q lang="${lead.language}">${lead.text}</q>`, made, ui)}</blockquote></figure>
`;
