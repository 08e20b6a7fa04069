import { type Card, chosenHeadline } from '../../../shared/domain/site/card.ts';
import { linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import { publicationSpan } from '../../../shared/domain/story/view.ts';
import { dayOf } from '../../../shared/domain/text/time.ts';
import { type Html, html } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { dayLabel } from '../parts.ts';
import type { Site } from '../site.ts';
import { withOriginal } from '../translation-parts.ts';
import { memberStatesOf } from './matrix.ts';

/** The subtopic that tells of joining, freezing, dues, and summits attended or not. */
const membership = 'membership';
const storiesShown = 20;

/** What happened with the membership of a body of states, newest first, with the members concerned; nothing where nothing did. */
export function membershipTimeline(
  topic: string,
  cards: readonly Card[],
  ui: Interface,
  site: Site,
): Html | null {
  if (site.names.membersOf[topic] === undefined) return null;
  const own = cards.filter((card) => card.subtopics.includes(membership)).slice(0, storiesShown);
  if (own.length === 0) return null;
  return html`<section class="membership" aria-labelledby="membership">
<h2 id="membership">${ui.label('membershipTimeline')}</h2>
<ol class="plain">${own.map((card) => timelineItem(card, topic, ui, site))}</ol>
<p class="small"><a href="/matrix.html">${ui.label('matrix')}</a></p></section>
`;
}

function timelineItem(card: Card, topic: string, ui: Interface, site: Site): Html {
  const chosen = chosenHeadline(card.headlines, ui.language);
  const title = html`<span lang="${chosen.language}">${chosen.title}</span>`;
  const made = [{ to: ui.language, translation: card.translations?.[ui.language]?.title }];
  const names = new Intl.DisplayNames([ui.language], { type: 'region' });
  const states = memberStatesOf(card, topic, site).map((code) => names.of(code) ?? code);
  return html`<li>${dayLabel(dayOf(publicationSpan(card).first), ui)} ·
<a href="${linkTo(storyPath(card.id))}">${withOriginal(title, made, ui)}</a>
<span class="by">${states.join(', ')}</span></li>
`;
}
