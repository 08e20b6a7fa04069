import { html } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import type { Site } from '../site.ts';

/** What stands where no page is, or none is any more. */
export const lostPage = (path: string, ui: Interface, site: Site): string =>
  renderPage(
    {
      path,
      title: ui.text('notFound'),
      description: ui.text('notFound'),
      body: html`<h1>${ui.label('notFound')}</h1><p><a href="/">${ui.label('front')}</a> · <a href="/search.html">${ui.label('search')}</a></p>`,
      hidden: true,
    },
    ui,
    site,
  );
