import { html } from '../../../shared/domain/text/html.ts';
import { filters } from '../filters.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import type { Site } from '../site.ts';

/** The search runs in the reader's browser over the files under `search/`; nothing a reader types leaves it. */
export function searchPage(ui: Interface, site: Site): string {
  const body = html`<h1>${ui.label('search')}</h1>
<form class="query" action="/search.html" role="search" data-search>
<label for="q">${ui.label('searchHint')}</label>
<p class="line"><input type="search" id="q" name="q" autocomplete="off" spellcheck="false" maxlength="200"> <button type="submit">${ui.label('search')}</button></p>
</form>
${filters(ui, site)}
<p class="small" role="status" data-progress></p>
<noscript><p>${ui.text('searchNeedsScript')} <a href="/days/">${ui.text('archive')}</a></p></noscript>
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
