import { linkTo, storyApiPath, storyCitationsPath, storyPath } from '../../../shared/domain/site/paths.ts';
import type { Story, StoryArticle } from '../../../shared/domain/story/story.ts';
import { type Html, html, safeHref } from '../../../shared/domain/text/html.ts';
import type { Interface } from '../interface.ts';
import { moment } from '../parts.ts';
import type { Site } from '../site.ts';

/** So many originals are cited in lines; CSL-JSON has all. */
const citedHere = 12;

/** How the story and each of its originals is cited: a line to copy, in the words of the interface, and CSL-JSON. */
export function storyCitations(
  { story, articles }: { story: Story; articles: StoryArticle[] },
  ui: Interface,
  site: Site,
): Html {
  const link = site.url + linkTo(storyPath(story.id));
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  const cited = (originals.length > 0 ? originals : articles).slice(0, citedHere);
  return html`<section class="cite" aria-labelledby="cite"><h2 id="cite">${ui.label('cite')}</h2>
<p><a href="${link}" rel="bookmark">${link}</a></p>
<p>${site.name}, ${story.id}, ${moment(story.changedAt, ui)}.
<a href="${linkTo(storyApiPath(story.id))}">JSON</a> · <a href="${linkTo(storyCitationsPath(story.id))}">CSL-JSON</a></p>
<details><summary>${ui.label('citeAs')}</summary><ol class="plain">${cited.map((article) => citationLine(article, link, ui))}</ol></details></section>`;
}

const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** As `citationText` writes it, in parts that the page can show in another language. */
function citationLine(article: StoryArticle, link: string, ui: Interface): Html {
  const { outletName, title, language, url, dateFlag, publishedAt, seenAt } = article;
  const when = dateFlag === undefined ? html`${publishedAt.slice(0, 10)}` : ui.label('citeUndated');
  const where = url !== null && html` <a href="${safeHref(url)}" rel="noreferrer">${url}</a>`;
  return html`<li>${outletName}: «<span lang="${language}">${title}</span>» [${language}], ${when}.${where} (${ui.label('citeRead')} ${minuteOf(seenAt)}; ${link})</li>
`;
}
