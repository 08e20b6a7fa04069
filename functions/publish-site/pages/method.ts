import { type Html, html } from '../../../shared/domain/text/html.ts';
import { type Outlet, outletKinds, sideOf } from '../../../shared/domain/outlet.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { sideKey } from '../parts.ts';
import type { Measured, Site } from '../site.ts';

/** How the wire works, how good it is, whom it reads, and how to correct it. */
export function methodPage(ui: Interface, site: Site): string {
  const body = html`<h1>${ui.label('method')}</h1>
<section aria-labelledby="found"><h2 id="found">${ui.label('howFound')}</h2><p>${ui.label('howFoundText')}</p></section>
<section aria-labelledby="tagged"><h2 id="tagged">${ui.label('howTagged')}</h2><p>${ui.label('howTaggedText')}</p>${definitionList(ui, site)}</section>
<section aria-labelledby="joined"><h2 id="joined">${ui.label('howJoined')}</h2><p>${ui.label('howJoinedText')}</p></section>
<section aria-labelledby="neutral"><h2 id="neutral">${ui.label('neutrality')}</h2><p>${ui.label('neutralityText')} <a href="/neutrality.html">${ui.label('neutrality')}</a></p></section>
<section aria-labelledby="measured"><h2 id="measured">${ui.label('measured')}</h2>${measuredTables(site.measured, ui)}</section>
<section aria-labelledby="correct"><h2 id="correct">${ui.label('correct')}</h2><p>${ui.label('correctText')} <a href="mailto:${site.contact}">${site.contact}</a></p></section>
<section aria-labelledby="data"><h2 id="data">${ui.label('forSoftware')}</h2>${softwareList()}</section>
<section aria-labelledby="outlets"><h2 id="outlets">${ui.label('outlets')} (${site.outlets.length})</h2>${outletTable(ui, site)}</section>`;
  return renderPage(
    {
      path: 'method.html',
      title: ui.text('method'),
      description: ui.text('howFoundText').slice(0, 150),
      body,
    },
    ui,
    site,
  );
}

/** What belongs to each topic and subtopic, in the words of the packs. */
function definitionList(ui: Interface, { names }: Site): Html {
  const name = (id: string): Html => (id in names.topics ? ui.topic(id) : ui.subtopic(id));
  return html`<dl>${Object.entries(names.definitions).map(
    ([
      id,
      definition,
    ]) => html`<dt>${name(id)}</dt><dd lang="en">${definition.in}. Not: ${definition.out}.</dd>
`,
  )}</dl>`;
}

function measuredTables(measured: Measured[], ui: Interface): Html {
  if (measured.length === 0) return html`<p>${ui.label('notMeasured')}</p>`;
  const [seen, unseen] = [measured.filter((row) => row.seen), measured.filter((row) => !row.seen)];
  return html`${unseen.length > 0 && html`<p>${ui.label('measuredUnseenText')}</p>${measuredTable(unseen, ui)}`}
<p>${ui.label('measuredText')}</p>${measuredTable(seen, ui)}`;
}

function measuredTable(measured: Measured[], ui: Interface): Html {
  const percent = (share: number, within: number[]): string =>
    `${(100 * share).toFixed(1)} % [${within.map((end) => (100 * end).toFixed(0)).join('–')}]`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="measured"><table>
<thead><tr><th scope="col">${ui.label('what')}</th><th scope="col">${ui.label('language')}</th><th scope="col" class="n">${ui.label('precision')}</th><th scope="col" class="n">${ui.label('recall')}</th><th scope="col" class="n">${ui.label('articles')}</th></tr></thead>
<tbody>${measured.map(
    (
      row,
    ) => html`<tr><td>${ui.topic(row.what)}</td><td>${row.language === 'all' ? '–' : row.language}</td><td class="n">${percent(row.precision, row.precisionWithin)}</td><td class="n">${percent(row.recall, row.recallWithin)}</td><td class="n">${row.articles}</td></tr>
`,
  )}</tbody></table></div>`;
}

/** The static API, in the words of its paths. */
function softwareList(): Html {
  return html`<dl class="api" lang="en">
<dt><code>/feeds/NAME.atom</code>, <code>/feeds/NAME.json</code></dt><dd>Atom 1.0 and JSON Feed 1.1. NAME is <code>all</code>, a topic (<code>csto</code>), a topic and subtopic (<code>csto.border</code>), <code>language-hy</code> or <code>entity-nikol-pashinyan</code>.</dd>
<dt><code>/s/feed?q=QUERY&amp;format=atom</code>, <code>json</code></dt><dd>What a query of the search finds, of the last 30 days; kept for a quarter of an hour.</dd>
<dt><code>/api/v1/latest.json</code></dt><dd>The newest stories: id, topics, phase, times, headlines by language, counts by side.</dd>
<dt><code>/api/v1/stories/ID.json</code></dt><dd>One story with all its articles, revisions, evidence, silences and claims.</dd>
<dt><code>/api/v1/stories/ID.csl.json</code></dt><dd>Its articles as CSL-JSON, for reference managers.</dd>
<dt><code>/api/v1/corrections.json</code></dt><dd>What people decided about stories, and titles that outlets changed.</dd>
<dt><code>/api/v1/pulse.json</code></dt><dd>Ids and change times of the newest stories, a few kilobytes; made to be polled once a minute.</dd>
<dt><code>/exports/days/DAY.ndjson.gz</code>, <code>/exports/days/DAY.csv</code></dt><dd>Stories first seen on one day (UTC), one a line.</dd>
<dt><code>/exports/days/DAY.articles.csv</code></dt><dd>Their articles, one a row: address, outlet, time, language, title, translation.</dd>
<dt><a href="/api/v1/openapi.json"><code>/api/v1/openapi.json</code></a>, <code>/api/v1/schema/NAME.json</code></dt><dd>OpenAPI 3.1 of all this and of the readers’ pages; JSON Schema of each file. Within version 1 fields are added, never renamed or removed.</dd>
<dt><code>/opml.xml</code></dt><dd>Every feed we read, for your own reader.</dd>
</dl>`;
}

/** The owner with its country; the source of that on hovering. */
function ownerText({ owner, source }: Outlet): Html | string {
  if (owner === undefined) return '–';
  const country = owner.country === 'XX' ? '' : ` (${owner.country})`;
  return html`<span${source !== undefined && html` title="${source}"`}>${owner.name}${country}</span>`;
}

function outletTable(ui: Interface, site: Site): Html {
  const names = new Intl.DisplayNames([ui.language], { type: 'region' });
  const sorted = [...site.outlets].sort((a, b) =>
    a.country === b.country
      ? outletKinds.indexOf(a.kind) - outletKinds.indexOf(b.kind) || (a.name < b.name ? -1 : 1)
      : a.country < b.country
        ? -1
        : 1,
  );
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="outlets"><table>
<thead><tr><th scope="col">${ui.label('outlet')}</th><th scope="col">${ui.label('country')}</th><th scope="col">${ui.label('kind')}</th><th scope="col">${ui.label('owner')}</th><th scope="col">${ui.label('side')}</th><th scope="col" class="n">${ui.label('feeds')}</th></tr></thead>
<tbody>${sorted.map(
    (
      outlet,
    ) => html`<tr><th scope="row"><a href="${outlet.homepage}" rel="noreferrer">${outlet.name}</a></th><td>${outlet.country === 'XX' ? '–' : (names.of(outlet.country) ?? outlet.country)}</td><td>${ui.label(`kind-${outlet.kind}`)}</td><td lang="en">${ownerText(outlet)}</td><td>${ui.label(sideKey(sideOf(outlet)))}</td><td class="n">${outlet.sources.filter(({ kind = 'feed' }) => kind === 'feed').length}</td></tr>
`,
  )}</tbody></table></div>`;
}
