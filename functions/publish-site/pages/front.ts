import { type Html, html } from '../../../shared/domain/text/html.ts';
import { entityPath, frontPath, linkTo, topicPath } from '../../../shared/domain/site/paths.ts';
import { filters } from '../filters.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { storiesByDay } from '../story-row.ts';
import type { Site } from '../site.ts';
import { volumePlot } from '../volume-plot.ts';
import type { ListedStories } from './topic.ts';

export interface FrontContent extends ListedStories {
  /** Entities in the news, most first. */
  entities: string[];
}

/** Stories on a front page: with the rest of the page it stays under 60 KB on the wire. */
const frontStories = 80;

export function frontPage(
  { cards, volume, until, days, entities }: FrontContent,
  ui: Interface,
  site: Site,
): string {
  const shown = cards.slice(0, frontStories);
  const body = html`<div class="front">
<div class="wire">
${filters(ui, site)}
<p class="news" role="status" data-news hidden><a href="">${ui.label('newStories')}</a></p>
<div data-stories>
${storiesByDay({ cards: shown, days }, ui, site)}</div>
<p class="none" data-none hidden>${ui.label('noMatch')} <a href="/search.html" data-search-all>${ui.label('searchAll')}</a></p>
</div>
<aside aria-label="${ui.text('overview')}">
<section><h2>${ui.label('lastDays')}</h2>
${volumePlot(volume, ui, { days: 30, until })}</section>
<section><h2>${ui.label('topics')}</h2>
${topicTree(ui, site)}</section>
<section><h2>${ui.label('inTheNews')}</h2>
<ul class="plain names">${entities.map((id) => entityItem(id, ui, site))}</ul></section>
</aside>
</div>`;
  const newest =
    shown
      .map((card) => card.changedAt)
      .sort()
      .at(-1) ?? '';
  return renderPage(
    {
      path: frontPath(ui.language),
      title: site.name,
      description: ui.text('description'),
      body,
      live: newest,
    },
    ui,
    site,
  );
}

function entityItem(id: string, ui: Interface, site: Site): Html | null {
  const entity = site.names.entities.get(id);
  if (entity === undefined) return null;
  return html`<li><a href="${linkTo(entityPath(id))}">${entity.shown[ui.language] ?? entity.name}</a></li>`;
}

function topicTree(ui: Interface, site: Site): Html {
  return html`<ul class="plain tree">${Object.keys(site.names.topics).map(
    (topic) => html`<li><a href="${linkTo(topicPath(topic))}">${ui.topic(topic)}</a>
<ul>${(site.names.subtopicsOf[topic] ?? []).map(
      (subtopic) => html`<li><a href="${linkTo(topicPath(topic, subtopic))}">${ui.subtopic(subtopic)}</a></li>
`,
    )}</ul></li>
`,
  )}</ul>`;
}
