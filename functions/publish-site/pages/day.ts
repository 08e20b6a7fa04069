import { type Html, html } from '../../../shared/domain/text/html.ts';
import type { Card } from '../../../shared/domain/site/card.ts';
import { dayExportPath, dayPath, daysPath, linkTo } from '../../../shared/domain/site/paths.ts';
import { type Interface, languageNames } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { publicationSpan } from '../../../shared/domain/story/view.ts';
import { dayLabel, dayText } from '../parts.ts';
import { storyRow } from '../story-row.ts';
import type { Site } from '../site.ts';

/** Stories whose first report is of one day, oldest first. */
export function dayPage(day: string, cards: Card[], ui: Interface, site: Site): string {
  const sorted = [...cards].sort((a, b) =>
    publicationSpan(a).first + a.id < publicationSpan(b).first + b.id ? -1 : 1,
  );
  const body = html`<header class="list-head"><h1>${dayLabel(day, ui)}</h1>
<p><a href="${linkTo(dayExportPath(day, 'csv'))}">CSV</a> ·
<a href="${linkTo(dayExportPath(day, 'articles.csv'))}">CSV: ${ui.label('articles')}</a> ·
<a href="${linkTo(dayExportPath(day, 'ndjson.gz'))}">NDJSON</a></p></header>
<section class="day" aria-labelledby="stories"><h2 id="stories">${ui.label('storiesOfDay')} ${cards.length}</h2>
${sorted.map((card) => storyRow(card, ui, site))}</section>`;
  return renderPage(
    {
      path: dayPath(day),
      title: dayText(day, ui),
      description: `${ui.text('storiesOfDay')} ${cards.length}`,
      body,
    },
    ui,
    site,
  );
}

/** @param counts stories by day, any order */
export function daysPage(counts: Record<string, number>, ui: Interface, site: Site): string {
  const days = Object.keys(counts).sort().toReversed();
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  const body = html`<h1>${ui.label('archive')}</h1>
<p class="lead">${ui.label('archiveText')}</p>
${months.map((month) =>
  monthList(
    month,
    days.filter((day) => day.startsWith(month)),
    counts,
    ui,
  ),
)}`;
  return renderPage(
    { path: daysPath, title: ui.text('archive'), description: ui.text('archiveText'), body },
    ui,
    site,
  );
}

function monthList(month: string, days: string[], counts: Record<string, number>, ui: Interface): Html {
  const name = new Intl.DateTimeFormat(ui.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
  return html`<section aria-labelledby="m${month}"><h2 id="m${month}">${name}</h2><ul class="plain dates">${days.map(
    (
      day,
    ) => html`<li><a href="${linkTo(dayPath(day))}">${day.slice(8)}</a> <span class="n">${counts[day] ?? 0}</span></li>
`,
  )}</ul></section>
`;
}

/** An edition for everybody: `editions/DATE/TOPIC-LANGUAGE.html`. Whatever else lies there is nobody's but its reader's. */
const publicEdition = /^editions\/(\d{4}-\d\d-\d\d)\/([a-z-]+)-([a-z]{2})\.html$/;

/** @param paths in the bucket, as plan-digests keeps them */
export function editionsPage(paths: string[], ui: Interface, site: Site): string {
  const editions = paths
    .flatMap((path) => {
      const [, day = '', topic = '', language = ''] = publicEdition.exec(path) ?? [];
      return day !== '' && topic in site.names.subtopicsOf ? [{ path, day, topic, language }] : [];
    })
    .sort((a, b) => (a.path < b.path ? 1 : -1))
    .slice(0, 500);
  const body = html`<h1>${ui.label('editions')}</h1>
<p class="lead">${ui.label('editionsText')}</p>
${
  editions.length === 0
    ? html`<p class="none">${ui.label('noEditions')}</p>`
    : html`<ul class="plain">${editions.map(
        ({
          path,
          day,
          topic,
          language,
        }) => html`<li><a href="/${path}">${dayLabel(day, ui)} · ${ui.topic(topic)}</a> <span class="small" lang="${language}">${languageNames[language] ?? language}</span></li>
`,
      )}</ul>`
}`;
  return renderPage(
    { path: 'editions/index.html', title: ui.text('editions'), description: ui.text('editionsText'), body },
    ui,
    site,
  );
}
