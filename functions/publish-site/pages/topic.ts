import { type Html, html } from '../../../shared/domain/text/html.ts';
import type { Card, Volume } from '../../../shared/domain/site/card.ts';
import type { Overview } from '../../../shared/domain/site/overview.ts';
import { linkTo, topicPath } from '../../../shared/domain/site/paths.ts';
import type { Interface } from '../interface.ts';
import { overviewPart } from '../overview-part.ts';
import { followLink } from '../parts.ts';
import { renderPage } from '../layout.ts';
import { membershipTimeline } from './membership.ts';
import { storiesByDay } from '../story-row.ts';
import type { Site } from '../site.ts';
import { volumePlot } from '../volume-plot.ts';

/** The newest stories of a list and its articles per day. */
export interface ListedStories {
  /** Newest activity first. */
  cards: Card[];
  volume: Volume;
  /** The newest day of the plot. */
  until: string;
  /** Days that have a page. */
  days: ReadonlySet<string>;
}

export interface ListContent extends ListedStories {
  /** null where none is shown: on the page of a whole topic. */
  overview: Overview | null;
}

export const plotDays = 90;

/** @param list `topic` or `topic.subtopic`, both known to the catalogue */
export function topicPage(
  list: string,
  { cards, volume, until, days, overview }: ListContent,
  ui: Interface,
  site: Site,
): string {
  const [topic = '', subtopic] = list.split('.', 2);
  const title =
    subtopic === undefined ? ui.topicText(topic) : `${ui.topicText(topic)}: ${ui.subtopicText(subtopic)}`;
  const heading =
    subtopic === undefined
      ? ui.topic(topic)
      : html`<a href="${linkTo(topicPath(topic))}">${ui.topic(topic)}</a>: ${ui.subtopic(subtopic)}`;
  const timeline = subtopic === undefined && membershipTimeline(topic, cards, ui, site);
  const body = html`<header class="list-head"><h1>${heading}</h1>
<nav class="subtopics" aria-label="${ui.text('subtopics')}"><ul>${(site.names.subtopicsOf[topic] ?? []).map(
    (id) => subtopicLink({ topic, id, isHere: id === subtopic }, ui),
  )}</ul></nav>
${subtopic !== undefined && followLink(`subtopic:${list}`, ui)}${volumePlot(volume, ui, { days: plotDays, until })}${subtopic !== undefined && overviewPart(overview, ui, site)}</header>
${timeline}${storiesByDay({ cards, days }, ui, site)}`;
  return renderPage(
    {
      path: topicPath(topic, subtopic),
      title,
      description: `${title}. ${ui.text('description')}`,
      body,
      feed: list,
    },
    ui,
    site,
  );
}

function subtopicLink(
  { topic, id, isHere }: { topic: string; id: string; isHere: boolean },
  ui: Interface,
): Html {
  const here = isHere && html` aria-current="page"`;
  return html`<li><a href="${linkTo(topicPath(topic, id))}"${here}>${ui.subtopic(id)}</a></li>
`;
}
