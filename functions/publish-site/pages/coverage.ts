import { type Html, html } from '../../../shared/domain/text/html.ts';
import { type IndexEntry, totalVolume } from '../../../shared/domain/site/story-index.ts';
import { sides, sightingStates } from '../../../shared/domain/outlet.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { moment, sideBar, sideCounts, sideKey } from '../parts.ts';
import type { FeedReport, Site } from '../site.ts';
import { dayOf } from '../../../shared/domain/text/time.ts';

export interface CoverageContent {
  feeds: FeedReport[];
  /** Stories of the last days, for the balance by side and language. */
  recent: IndexEntry[];
  /** `YYYY-MM-DD`, UTC. */
  today: string;
}

/** What was changed since the deploy; nothing where nothing was. */
function changes({ changes: changed }: Site, ui: Interface): Html | '' {
  if (changed === undefined) return '';
  const { added, off, isRefused, packs, arePacksRefused } = changed;
  if (added + off + packs === 0 && !isRefused && !arePacksRefused) return '';
  return html`<dl class="facts"><div><dt>${ui.label('sourcesAdded')}</dt><dd>${added}</dd></div><div><dt>${ui.label('sourcesOff')}</dt><dd>${off}</dd></div><div><dt>${ui.label('packsChanged')}</dt><dd>${packs}</dd></div></dl>
${isRefused && html`<p>${ui.label('sourcesRefused')}</p>`}${arePacksRefused && html`<p>${ui.label('packsRefused')}</p>`}`;
}

/** What was reached and what was not, made from the feed states. */
export function coveragePage({ feeds, recent, today }: CoverageContent, ui: Interface, site: Site): string {
  const missed = feeds.filter((feed) => feed.lastSuccessAt === null || dayOf(feed.lastSuccessAt) < today);
  const body = html`<h1>${ui.label('coverage')}</h1>
<p class="lead">${ui.label('coverageText')}</p>
<dl class="facts"><div><dt>${ui.label('feeds')}</dt><dd>${feeds.length}</dd></div><div><dt>${ui.label('reachedToday')}</dt><dd>${feeds.length - missed.length}</dd></div><div><dt>${ui.label('notReachedToday')}</dt><dd>${missed.length}</dd></div>${sightings(feeds, ui)}${notFree(feeds, ui)}</dl>
${site.readsPages && html`<p>${ui.label('pagesRead')}: ${ui.label('titlesWithoutText')}</p>`}${changes(site, ui)}<section aria-labelledby="missed"><h2 id="missed">${ui.label('notReachedToday')}</h2>
${missed.length === 0 ? html`<p>${ui.label('allReached')}</p>` : html`<p>${missed.map((feed, at) => html`${at > 0 && ', '}${feed.outletName}${feed.language !== null && ` (${feed.language})`}`)}</p>`}</section>
<section aria-labelledby="balance"><h2 id="balance">${ui.label('balance')}</h2>
${balance(recent, ui)}</section>
<section aria-labelledby="health"><h2 id="health">${ui.label('feedHealth')}</h2>
${healthTable(feeds, ui)}</section>`;
  return renderPage(
    { path: 'coverage.html', title: ui.text('coverage'), description: ui.text('coverageText'), body },
    ui,
    site,
  );
}

/** How many of the feeds are known to work, and how well; nothing where the catalogue says nothing of it. */
function sightings(feeds: FeedReport[], ui: Interface): Html | null {
  if (feeds.every((feed) => feed.seenWorking === null)) return null;
  const counts = sightingStates.map((state) => ({
    state,
    count: feeds.filter((feed) => feed.seenWorking?.state === state).length,
  }));
  return html`${counts.map(({ state, count }) => html`<div><dt>${ui.label(`sighting-${state}`)}</dt><dd>${count}</dd></div>`)}`;
}

/** What outlets do not let us read or show; nothing where there is nothing of it. */
function notFree(feeds: FeedReport[], ui: Interface): Html {
  const counts = [
    ['robotsForbid', feeds.filter((feed) => feed.robotsForbid).length],
    ['headlinesOnly', feeds.filter((feed) => feed.titleOnly).length],
  ] as const;
  return html`${counts.map(([key, told]) => told > 0 && html`<div><dt>${ui.label(key)}</dt><dd>${told}</dd></div>`)}`;
}

function balance(recent: IndexEntry[], ui: Interface): Html {
  const days = Object.values(totalVolume(recent));
  const bySide = sides.map((side, at) => ({
    side,
    articles: days.reduce((sum, counts) => sum + (counts[at] ?? 0), 0),
  }));
  const languages = new Map<string, number>();
  for (const entry of recent)
    for (const language of entry.languages) languages.set(language, (languages.get(language) ?? 0) + 1);
  const listed = [...languages].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return html`${sideBar(bySide)}${sideCounts(bySide, ui)}<p>${ui.label('storiesByLanguage')} ${listed.map(([language, count], at) => html`${at > 0 && ' · '}${language} ${count}`)}</p>`;
}

const columns = ['outlet', 'language', 'sighting', 'health', 'lastSuccess', 'rhythm', 'remedy'] as const;

function healthTable(feeds: FeedReport[], ui: Interface): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="health"><table class="health">
<thead><tr>${columns.map((key) => html`<th scope="col"${key === 'rhythm' && html` class="n"`}>${ui.label(key)}</th>`)}</tr></thead>
${sides.map((side) =>
  sideRows(
    ui.label(sideKey(side)),
    feeds.filter((feed) => feed.side === side),
    ui,
  ),
)}</table></div>`;
}

function sighting({ seenWorking }: FeedReport, ui: Interface): Html | string {
  if (seenWorking === null) return '–';
  const { state, on, by } = seenWorking;
  return html`<span title="${by}">${ui.label(`sighting-${state}`)}${on !== undefined && html` ${on}`}</span>`;
}

function sideRows(title: Html, feeds: FeedReport[], ui: Interface): Html | null {
  if (feeds.length === 0) return null;
  const sorted = [...feeds].sort((a, b) =>
    a.outletName === b.outletName ? (a.feedId < b.feedId ? -1 : 1) : a.outletName < b.outletName ? -1 : 1,
  );
  const named = (key: (typeof columns)[number]): Html =>
    html`<span class="cell-name" aria-hidden="true">${ui.label(key)}</span>`;
  return html`<tbody><tr><th scope="rowgroup" colspan="${columns.length}">${title}</th></tr>
${sorted.map(
  (
    feed,
  ) => html`<tr><th scope="row">${feed.outletName}</th><td>${named('language')}${feed.language ?? '–'}</td><td>${named('sighting')}${sighting(feed, ui)}</td><td>${named('health')}<span class="state ${feed.grade}">${ui.label(`grade-${feed.grade}`)}</span>${feed.grade !== 'ok' && html` <code>${feed.health}</code>`}</td><td>${named('lastSuccess')}${feed.lastSuccessAt === null ? ui.label('never') : moment(feed.lastSuccessAt, ui, 'short')}</td><td class="n">${named('rhythm')}${feed.rhythmMinutes === null ? '–' : html`${feed.rhythmMinutes} min`}</td><td class="remedy" lang="en">${feed.seen !== '' && html`${feed.seen}. `}${feed.remedy}</td></tr>
`,
)}</tbody>
`;
}
