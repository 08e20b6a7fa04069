import { type Html, html, safeHref } from '../../../shared/domain/text/html.ts';
import { chosenHeadline } from '../../../shared/domain/site/card.ts';
import { linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import type {
  CoverageGap,
  FigureConflict,
  Headline,
  Story,
  StoryArticle,
} from '../../../shared/domain/story/story.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { publicationSpan } from '../../../shared/domain/story/view.ts';
import {
  entityLinks,
  followLink,
  moment,
  outletName,
  phaseBadge,
  sideBar,
  sideCounts,
  sideKey,
  topicLinks,
} from '../parts.ts';
import type { Site } from '../site.ts';
import type { LinkedStories, NamedStory } from '../story-links.ts';
import { leadSection } from '../lead-parts.ts';
import { leadsOf } from '../../../shared/domain/story/lead.ts';
import type { Translations } from '../../../shared/domain/story/translation.ts';
import { gloss, madeOf, withOriginal } from '../translation-parts.ts';
import { storyCitations } from './story-citations.ts';
import { storyColumns } from './story-columns.ts';
import { storyTimeline } from './story-timeline.ts';

export interface StoryToShow {
  story: Story;
  articles: StoryArticle[];
  translations?: Translations;
  /** Absent where nobody looked. */
  linked?: LinkedStories;
}

/** Everything about one event: what each side says, who came first, what was edited, and why each article is here. */
export function storyPage(shown: StoryToShow, ui: Interface, site: Site): string {
  const { story, articles, translations } = shown;
  const chosen = chosenHeadline(story.headlines, ui.language);
  const leads = leadsOf(story, articles);
  const body = html`<article class="whole-story">
${storyHeader(shown, chosen, ui, site)}
${leadSection({ leads, translations, articles }, ui, site)}
${headlinesByLanguage(story, chosen.language, ui, site)}
${coverageGaps(story.silences, ui)}
${figureConflicts(story.claims, articles, ui)}
<section aria-labelledby="sides"><h2 id="sides">${ui.label('sideBySide')}</h2>
${storyColumns(story, articles, ui)}</section>
<section aria-labelledby="timeline"><h2 id="timeline">${ui.label('timeline')}</h2>
${storyTimeline(articles, ui)}</section>
${storyCitations(shown, ui, site)}
</article>`;
  return renderPage(
    {
      path: storyPath(story.id),
      title: chosen.title,
      description: descriptionOf(story, chosen.title, leads[0]?.text, ui),
      body,
      type: 'article',
      ...(story.topics[0] !== undefined && { feed: story.topics[0] }),
    },
    ui,
    site,
  );
}

/** For search engines and previews of a link: what happened, and who tells it. */
function descriptionOf(story: Story, title: string, lead: string | undefined, ui: Interface): string {
  const sides = story.sides.map(({ side, articles }) => `${ui.text(sideKey(side))} ${articles}`);
  return `${title}${lead === undefined ? '' : `. ${lead}`} (${sides.join(', ')})`;
}

function storyHeader(
  { story, translations, linked }: StoryToShow,
  { language, title, outletId }: ReturnType<typeof chosenHeadline>,
  ui: Interface,
  site: Site,
): Html {
  const span = publicationSpan(story);
  const made = madeOf(translations, title, site);
  const isRead = made.some(({ to, translation }) => to === ui.language && translation !== undefined);
  return html`<header>
<p class="kicker">${topicLinks(story, ui, site)}${phaseBadge(story, ui)}</p>
<h1>${withOriginal(html`<span lang="${language}">${title}</span>`, made, ui)}</h1>
${!isRead && gloss(story, language, ui, site)}
<p class="facts-line">${outletName(outletId, site)} · ${ui.label('firstReport')} ${moment(span.first, ui)} ·
${ui.label('lastReport')} ${moment(span.last, ui)} · ${ui.label('independent')} ${story.independent} ·
${ui.label('reprints')} ${story.reprints}</p>
${sideBar(story.sides)}
${sideCounts(story.sides, ui)}
<p class="entities">${entityLinks(story.entities, site)}</p>
${followLink(`story:${story.id}`, ui)}${followed(story.follows, linked, ui)}
${linkedStory(story.relatesTo, ui.label('relatesTo'), ui.label('relatedStory'))}
</header>`;
}

const namedStory = ({ id, title, language, at }: NamedStory, ui: Interface): Html =>
  html`<a href="${linkTo(storyPath(id))}" lang="${language}">${title}</a> <span class="small">${moment(at, ui)}</span>`;

/** What it follows up and what followed it, each with title and date. */
function followed(earlier: string | undefined, linked: LinkedStories | undefined, ui: Interface): Html {
  const before =
    linked?.earlier === undefined
      ? linkedStory(earlier, ui.label('follows'), ui.label('earlierStory'))
      : html`<p>${ui.label('follows')} ${namedStory(linked.earlier, ui)}</p>`;
  const after = linked?.later ?? [];
  return html`${before}${
    after.length > 0 &&
    html`<p>${ui.label('followedBy')}</p><ul class="plain">${after.map((each) => html`<li>${namedStory(each, ui)}</li>`)}</ul>`
  }`;
}

const linkedStory = (id: string | undefined, label: Html, name: Html): Html | null =>
  id === undefined ? null : html`<p>${label} <a href="${linkTo(storyPath(id))}">${name}</a></p>`;

function headlinesByLanguage(story: Story, shown: string, ui: Interface, site: Site): Html | null {
  const others = Object.entries(story.headlines).filter(([language]) => language !== shown);
  if (others.length === 0) return null;
  return html`<section class="tongues" aria-label="${ui.text('otherLanguages')}"><ul class="plain">
${others.map(([language, headline]) => headlineItem(language, headline, site))}</ul></section>`;
}

const headlineItem = (language: string, { title, url, outletId }: Headline, site: Site): Html =>
  html`<li><span class="code">${language}</span>
<a href="${safeHref(url)}" lang="${language}" rel="noreferrer">${title}</a>
<span class="by">${outletName(outletId, site)}</span></li>
`;

function coverageGaps(list: CoverageGap[], ui: Interface): Html | null {
  if (list.length === 0) return null;
  return html`<section class="silence" aria-labelledby="silence"><h2 id="silence">${ui.label('silence')}</h2>
<ul class="plain">${list.map((gap) => gapItem(gap, ui))}</ul></section>`;
}

const gapItem = ({ coveredBy, silent, since }: CoverageGap, ui: Interface): Html =>
  html`<li>${ui.label('coveredBy')} <b>${ui.label(sideKey(coveredBy))}</b> · ${ui.label('nothingFrom')} <b>${ui.label(
    sideKey(silent),
  )}</b> · ${ui.label('since')} ${moment(since, ui)}</li>
`;

function figureConflicts(list: FigureConflict[], articles: StoryArticle[], ui: Interface): Html | null {
  if (list.length === 0) return null;
  const byId = new Map(articles.map((article) => [article.articleId, article]));
  const columns = (['what', 'side', 'number', 'asWritten'] as const).map(
    (key) => html`<th scope="col">${ui.label(key)}</th>`,
  );
  const rows = list.flatMap(({ what, claims }) =>
    claims.map((claim) => figureRow(what, claim, byId.get(claim.articleId), ui)),
  );
  return html`<section aria-labelledby="claims"><h2 id="claims">${ui.label('claims')}</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="claims"><table>
<thead><tr>${columns}</tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function figureRow(
  what: string,
  { side, value, text, articleId }: FigureConflict['claims'][number],
  article: StoryArticle | undefined,
  ui: Interface,
): Html {
  return html`<tr><td>${ui.counted(what)}</td><td>${ui.label(sideKey(side))}</td><td class="n">${value}</td>
<td lang="${article?.language ?? 'und'}">«${text}» <a href="#a-${articleId}">${article?.outletName ?? ''}</a></td></tr>
`;
}

/** The old page of a merged story: redirects its readers. */
export function movedStoryPage(storyId: string, to: string, ui: Interface, site: Site): string {
  const link = linkTo(storyPath(to));
  const body = html`<h1>${ui.label('moved')}</h1><p><a href="${link}">${ui.label('movedLink')}</a></p>`;
  return renderPage(
    {
      path: storyPath(storyId),
      title: ui.text('moved'),
      description: ui.text('moved'),
      body,
      movedTo: link,
      hidden: true,
    },
    ui,
    site,
  );
}
