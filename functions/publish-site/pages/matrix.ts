import { type Html, html } from '../../../shared/domain/text/html.ts';
import type { IndexEntry } from '../../../shared/domain/site/story-index.ts';
import type { DayEntries, StoryWindow } from '../../../shared/domain/site/story-window.ts';
import { onceEach } from '../../../shared/domain/text/once-each.ts';
import { linkTo, topicPath } from '../../../shared/domain/site/paths.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import type { Site, SiteNames } from '../site.ts';
import { addDays } from '../../../shared/domain/text/time.ts';

const matrixWeeks = 12;

/** Mondays of the last weeks, newest first. */
export function mondays(today: string, count: number): string[] {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return Array.from({ length: count }, (_, week) => addDays(today, -(weekday + 7 * week)));
}

/** The topic whose stories are counted by member state: the first whose pack names members. */
export const matrixTopic = ({ names }: Pick<Site, 'names'>): string | undefined =>
  Object.keys(names.membersOf)[0];

/** Member states of the topic that a story is about: those with a person, organisation or place in it. */
export function memberStatesOf(
  entry: Pick<IndexEntry, 'entities'>,
  topic: string,
  site: Pick<Site, 'names'>,
): string[] {
  const countries = new Set(entry.entities.map((id) => site.names.entities.get(id)?.country));
  return (site.names.membersOf[topic] ?? []).filter((member) => countries.has(member));
}

/** Stories of a day by member state, and by member state and subtopic: counted once, as a day of the past stays as it is. */
const counters = onceEach((names: SiteNames) =>
  onceEach((entries: DayEntries): ReadonlyMap<string, number> => {
    const topic = matrixTopic({ names });
    const counts = new Map<string, number>();
    for (const entry of topic === undefined ? [] : entries.filter(({ topics }) => topics.includes(topic)))
      for (const member of memberStatesOf(entry, topic ?? '', { names }))
        for (const key of [member, ...entry.subtopics.map((subtopic) => `${member} ${subtopic}`)])
          counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  }),
);

/** Stories of a body of states by member, subtopic and week. */
export function matrixPage(
  { topic, window, today }: { topic: string; window: StoryWindow; today: string },
  ui: Interface,
  site: Site,
): string {
  const weeks = mondays(today, matrixWeeks);
  const counts = weeks.map((monday) =>
    daysOfWeek(monday).map((day) => counters(site.names)(window.days().get(day) ?? none)),
  );
  const weekly = (key: string): number[] =>
    counts.map((week) => week.reduce((sum, ofDay) => sum + (ofDay.get(key) ?? 0), 0));
  const names = new Intl.DisplayNames([ui.language], { type: 'region' });
  const body = html`<h1>${ui.label('matrix')}</h1>
<p class="lead">${ui.label('matrixText')}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${ui.text('matrix')}"><table class="matrix">
<thead><tr><th scope="col">${ui.label('weekOf')}</th>${weeks.map((week) => html`<th scope="col">${week.slice(8)}.${week.slice(5, 7)}</th>`)}</tr></thead>
${(site.names.membersOf[topic] ?? []).map((member) => memberRows({ member, name: names.of(member) ?? member, topic, weekly }, ui, site))}</table></div>`;
  return renderPage(
    { path: 'matrix.html', title: ui.text('matrix'), description: ui.text('matrixText'), body, feed: topic },
    ui,
    site,
  );
}

const none: DayEntries = [];
const daysOfWeek = (monday: string): string[] => Array.from({ length: 7 }, (_, n) => addDays(monday, n));

interface MemberInput {
  member: string;
  name: string;
  topic: string;
  /** Stories by week. */
  weekly: (key: string) => number[];
}

function memberRows({ member, name, topic, weekly }: MemberInput, ui: Interface, site: Site): Html {
  const rows = (site.names.subtopicsOf[topic] ?? [])
    .map((subtopic) => ({ subtopic, counts: weekly(`${member} ${subtopic}`) }))
    .filter(({ counts }) => counts.some((count) => count > 0));
  return html`<tbody><tr class="sum"><th scope="rowgroup">${name}</th>${weekly(member).map(cell)}</tr>
${rows.map(
  ({
    subtopic,
    counts,
  }) => html`<tr><th scope="row"><a href="${linkTo(topicPath(topic, subtopic))}">${ui.subtopic(subtopic)}</a></th>${counts.map(cell)}</tr>
`,
)}</tbody>
`;
}

const cell = (count: number): Html =>
  html`<td class="n heat-${heat(count)}">${count === 0 ? '·' : count}</td>`;
const heat = (count: number): number => (count === 0 ? 0 : Math.min(4, 1 + Math.floor(Math.log2(count))));
