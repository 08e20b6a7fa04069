import { type Html, html } from '../../shared/domain/text/html.ts';
import { type Card, type CardHeadline, chosenHeadline } from '../../shared/domain/site/card.ts';
import { dayPath, linkTo, storyPath } from '../../shared/domain/site/paths.ts';
import { publicationSpan } from '../../shared/domain/story/view.ts';
import { dayOf } from '../../shared/domain/text/time.ts';
import type { Interface } from './interface.ts';
import { leadLine } from './lead-parts.ts';
import { dayLabel, moment, outletName, phaseBadge, sideBar, sideCounts, topicLinks } from './parts.ts';
import type { Named, Site } from './site.ts';
import { onceACard } from './once-a-card.ts';
import { gloss, withOriginal } from './translation-parts.ts';

/** What the filters of a page ask for. */
const filterData = (card: Card): Html =>
  html`data-topics="${card.topics.join(' ')}" data-subtopics="${card.subtopics.join(' ')}"
 data-languages="${card.languages.join(' ')}" data-countries="${card.countries.join(' ')}"
 data-kinds="${card.kinds.join(' ')}" data-seen="${publicationSpan(card).last}" data-changed="${card.changedAt}"`;

const otherHeadline = ([language, { title }]: [string, CardHeadline]): Html =>
  html`<p class="other"><span class="code">${language}</span> <span lang="${language}">${title}</span></p>
`;

/** Headlines in further languages that a list shows. */
const otherHeadlines = 2;

/** One story in a list, with what the filters ask for as data attributes. */
export const storyRow = onceACard((card: Card, ui: Interface, site: Named): Html => {
  const chosen = chosenHeadline(card.headlines, ui.language);
  const to = ui.language;
  const translation = card.translations?.[to]?.title;
  const title = html`<span lang="${chosen.language}">${chosen.title}</span>`;
  const others = Object.entries(card.headlines).filter(([language]) => language !== chosen.language);
  return html`<article class="story" ${filterData(card)}>
<p class="kicker">${topicLinks(card, ui, site)}${phaseBadge(card, ui)}</p>
<h3><a href="${linkTo(storyPath(card.id))}">${withOriginal(title, [{ to, translation }], ui)}</a></h3>
${translation === undefined && gloss(card, chosen.language, ui, site)}${leadLine(card, ui, site)}${others.slice(0, otherHeadlines).map(otherHeadline)}${sideBar(card.sides)}
<div class="meta">${sideCounts(card.sides, ui)}
<p>${moment(publicationSpan(card).first, ui, 'time')} ${outletName(chosen.outletId, site)} ·
${ui.label('independent')} ${card.independent}${reprintCount(card, ui)} · ${card.languages.join(' ')}</p></div>
</article>
`;
});

const reprintCount = ({ reprints }: Card, ui: Interface): Html | null =>
  reprints === 0 ? null : html` · ${ui.label('reprints')} ${reprints}`;

export interface DatedCards {
  cards: Card[];
  /** Days that have a page: a day on which stories went on but none began has none. */
  days: ReadonlySet<string>;
}

/** Stories under the day of their last report. */
export function storiesByDay({ cards, days: withPage }: DatedCards, ui: Interface, site: Site): Html {
  const lastDay = (card: Card): string => dayOf(publicationSpan(card).last);
  const days = [...new Set(cards.map(lastDay))];
  if (days.length === 0) return html`<p class="none">${ui.label('noStories')}</p>`;
  return html`${days.map(
    (
      day,
    ) => html`<section class="day" aria-labelledby="d${day}"><h2 id="d${day}">${withPage.has(day) ? html`<a href="${linkTo(dayPath(day))}">${dayLabel(day, ui)}</a>` : dayLabel(day, ui)}</h2>
${cards.filter((card) => lastDay(card) === day).map((card) => storyRow(card, ui, site))}</section>
`,
  )}`;
}
