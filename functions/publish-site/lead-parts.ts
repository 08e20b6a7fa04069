import { type Html, html, safeHref } from '../../shared/domain/text/html.ts';
import type { Card, CardLead } from '../../shared/domain/site/card.ts';
import { type Lead, leadFor } from '../../shared/domain/story/lead.ts';
import { sides } from '../../shared/domain/outlet.ts';
import type { Interface } from './interface.ts';
import { type Denial, denialsIn } from '../../shared/domain/story/denials.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';
import { publicationOf } from '../../shared/domain/article/published.ts';
import { byAppearance, moment, outletName, sideKey } from './parts.ts';
import type { Named, Site } from './site.ts';
import type { Translations } from '../../shared/domain/story/translation.ts';
import { madeOf, withOriginal } from './translation-parts.ts';

/** Who said it and when, with the way to the original. */
const attribution = (lead: CardLead, ui: Interface, site: Named): Html =>
  html`<a href="${safeHref(lead.url)}" rel="noreferrer">${outletName(lead.outletId, site)}</a>, ${moment(
    lead.at,
    ui,
    'short',
  )}`;

/** What happened, in one line of a list; nothing where no outlet says more than its headline. */
export function leadLine({ leads = [], translations }: Card, ui: Interface, site: Named): Html | null {
  const lead = leadFor(leads, ui.language);
  if (lead === undefined) return null;
  const quote = html`<q lang="${lead.language}">${lead.text}</q>`;
  const translation = translations?.[ui.language]?.lead;
  return html`<p class="lead-line">${withOriginal(quote, [{ to: ui.language, translation }], ui)}
<span class="by">${attribution(lead, ui, site)}</span></p>
`;
}

interface WhoSaysWhat {
  leads: readonly Lead[];
  translations: Translations | undefined;
  articles: readonly StoryArticle[];
}

/** Who reported it first, and who denies it. */
function whoDenies(
  { denials, articles, translations }: { denials: readonly Denial[] } & Omit<WhoSaysWhat, 'leads'>,
  ui: Interface,
  site: Site,
): Html | null {
  const [first] = [...articles].sort(byAppearance);
  if (first === undefined || denials.length === 0) return null;
  return html`<ul class="plain says"><li><b>${ui.label('firstBy')}</b> ${first.outletName},
${moment(publicationOf(first), ui, 'short')}</li>
${denials.map((denial) => {
  const quote = html`<q lang="${denial.language}">${denial.text}</q>`;
  const said = withOriginal(quote, madeOf(translations, denial.text, site), ui);
  return html`<li><b>${ui.label('deniedBy')} ${ui.label(sideKey(denial.side))}</b>: ${said}
<a href="#a-${denial.articleId}">${outletName(denial.outletId, site)}</a></li>
`;
})}</ul>
`;
}

/** What happened as each side tells it: the lead of the story first, then one of each other side. */
export function leadSection(
  { leads, translations, articles }: WhoSaysWhat,
  ui: Interface,
  site: Site,
): Html | null {
  const [main] = leads;
  const denials = denialsIn(articles);
  if (main === undefined && denials.length === 0) return null;
  const others = sides.flatMap((side) => {
    const lead = side === main?.side ? undefined : leads.find((each) => each.side === side);
    return lead === undefined ? [] : [lead];
  });
  return html`<section class="leads" aria-labelledby="leads"><h2 id="leads">${ui.label('inTheirWords')}</h2>
${whoDenies({ denials, articles, translations }, ui, site)}${[...(main === undefined ? [] : [main]), ...others].map((lead) => quoted(lead, madeOf(translations, lead.text, site), ui, site))}</section>`;
}

const quoted = (lead: Lead, made: ReturnType<typeof madeOf>, ui: Interface, site: Site): Html =>
  html`<figure><figcaption><i class="dot s-${lead.side}"></i>${ui.label(sideKey(lead.side))} ·
${attribution(lead, ui, site)}</figcaption>
<blockquote>${withOriginal(html`<q lang="${lead.language}">${lead.text}</q>`, made, ui)}</blockquote></figure>
`;
