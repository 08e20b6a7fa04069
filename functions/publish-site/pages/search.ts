import { type Html, html } from '../../../shared/domain/text/html.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { subscribePaths } from '../../../shared/domain/digest/reader-links.ts';
import { sides } from '../../../shared/domain/outlet.ts';
import { queryFaults, queryLimit } from '../../../shared/domain/query/query.ts';
import { filters } from '../filters.ts';
import { type Interface, languageNames } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { sideKey } from '../parts.ts';
import type { Site } from '../site.ts';

/** What results can be narrowed by: hidden until there are results that have it. */
function facetList(field: string, title: Html, values: [value: string, label: Html][]): Html {
  return html`<div role="group" aria-labelledby="facet-${field}"><p id="facet-${field}">${title}</p><ul>${values.map(
    ([value, label]) =>
      html`<li hidden><button type="button" data-facet="${field}:${value}" aria-pressed="false">${label}<span data-count></span></button></li>`,
  )}</ul></div>
`;
}

function facets(ui: Interface, { names }: Site): Html {
  const languages = wireLanguages.map((code): [string, Html] => [
    code,
    html`<span lang="${code}">${languageNames[code] ?? code}</span>`,
  ]);
  return html`<div class="facets" data-facets hidden>
${facetList(
  'side',
  ui.label('side'),
  sides.map((side) => [side, ui.label(sideKey(side))]),
)}${facetList('language', ui.label('language'), languages)}${facetList(
    'topic',
    ui.label('topic'),
    Object.keys(names.topics).map((id) => [id, ui.topic(id)]),
  )}${facetList(
    'subtopic',
    ui.label('subtopic'),
    Object.keys(names.subtopics).map((id) => [id, ui.subtopic(id)]),
  )}<div role="group" aria-labelledby="facet-day"><p id="facet-day">${ui.label('day')}</p><ul data-facet-days></ul></div>
</div>`;
}

/** The search runs in the reader's browser over the files under `search/`; nothing a reader types leaves it. */
export function searchPage(ui: Interface, site: Site): string {
  const body = html`<h1>${ui.label('search')}</h1>
<form class="query" action="/search.html" role="search" data-search>
<label for="q">${ui.label('searchHint')}</label>
<p class="line"><input type="search" id="q" name="q" autocomplete="off" spellcheck="false" maxlength="${queryLimit}" aria-describedby="q-fault"> <button type="submit">${ui.label('search')}</button></p>
<p class="small" id="q-fault" role="alert" data-fault></p>
<div hidden>${queryFaults.map((fault) => html`<span data-fault-text="${fault}" data-t="fault-${fault}">${ui.text(`fault-${fault}`)}</span>`)}</div>
<details><summary>${ui.label('askHow')}</summary><p class="small">${ui.label('askHowText')}</p>
<ul class="small"><li><code>(Syunik OR Zangezur) AND corridor -football</code></li><li><code>"peace treaty" side:baku,ankara since:7d</code></li><li><code>Փաշինյան subtopic:prisoners language:hy,ru</code></li></ul></details>
</form>
${filters(ui, site)}
<p class="small" role="status" data-progress></p>
<noscript><p>${ui.text('searchNeedsScript')} <a href="/days/">${ui.text('archive')}</a></p></noscript>
<p class="follow" hidden data-follow-query><a href="${subscribePaths.follow}" rel="nofollow">${ui.label('follow')}</a></p>
<p class="small" hidden data-query-feeds>${ui.label('asFeed')}: <a data-feed="atom">Atom</a> · <a data-feed="json">JSON Feed</a></p>
${facets(ui, site)}
<div data-results data-independent="${ui.text('independent')}" data-found="${ui.text('found')}" data-nothing="${ui.text('nothingFound')}" data-partial="${ui.text('foundPartly')}"></div>`;
  return renderPage(
    {
      path: 'search.html',
      title: ui.text('search'),
      description: ui.text('searchHint'),
      body,
      scripts: ['search'],
    },
    ui,
    site,
  );
}
