import { type Html, html, safeHref } from '../../../shared/domain/text/html.ts';
import { chosenHeadline } from '../../../shared/domain/site/card.ts';
import { linkTo, storyApiPath, storyPath } from '../../../shared/domain/site/paths.ts';
import type { FigureConflict, CoverageGap, Story, StoryArticle } from '../../../shared/domain/story/story.ts';
import type { Interface } from '../interface.ts';
import { renderPage } from '../layout.ts';
import { publicationSpan } from '../../../shared/domain/story/view.ts';
import {
  entityLinks,
  moment,
  outletName,
  phaseBadge,
  sideBar,
  sideCounts,
  sideKey,
  topicLinks,
} from '../parts.ts';
import type { Site } from '../site.ts';
import { leadSection } from '../lead-parts.ts';
import { leadsOf } from '../../../shared/domain/story/lead.ts';
import type { Translations } from '../../../shared/domain/story/translation.ts';
import { gloss, madeOf, withOriginal } from '../translation-parts.ts';
import { storyColumns } from './story-columns.ts';
import { storyTimeline } from './story-timeline.ts';

export interface StoryToShow {
  story: Story;
  articles: StoryArticle[];
  translations?: Translations;
}

/** Everything about one event: how each side headlined it, who came first, what was edited, and why each article is here. */
export function storyPage({ story, articles, translations }: StoryToShow, ui: Interface, site: Site): string {
  const chosen = chosenHeadline(story.headlines, ui.language);
  const span = publicationSpan(story);
  const leads = leadsOf(story, articles);
  const made = madeOf(translations, chosen.title, site);
  const body = html`<article class="whole-story">
<header>
<p class="kicker">${topicLinks(story, ui, site)}${phaseBadge(story, ui)}</p>
<h1>${withOriginal(html`<span lang="${chosen.language}">${chosen.title}</span>`, made, ui)}</h1>
${made.every(({ to, translation }) => to !== ui.language || translation === undefined) && gloss(story, chosen.language, ui, site)}
<p class="facts-line">${outletName(chosen.outletId, site)} · ${ui.label('firstReport')} ${moment(span.first, ui)} · ${ui.label('lastReport')} ${moment(span.last, ui)} · ${ui.label('independent')} ${story.independent} · ${ui.label('reprints')} ${story.reprints}</p>
${sideBar(story.sides)}
${sideCounts(story.sides, ui)}
<p class="entities">${entityLinks(story.entities, site)}</p>
${story.follows !== undefined && html`<p>${ui.label('follows')} <a href="${linkTo(storyPath(story.follows))}">${ui.label('earlierStory')}</a></p>`}
${story.relatesTo !== undefined && html`<p>${ui.label('relatesTo')} <a href="${linkTo(storyPath(story.relatesTo))}">${ui.label('relatedStory')}</a></p>`}
</header>
${leadSection({ leads, translations, articles }, ui, site)}
${headlinesByLanguage(story, chosen.language, ui, site)}
${coverageGaps(story.silences, ui)}
${figureConflicts(story.claims, articles, ui)}
<section aria-labelledby="sides"><h2 id="sides">${ui.label('sideBySide')}</h2>
${storyColumns(story, articles, ui)}</section>
<section aria-labelledby="timeline"><h2 id="timeline">${ui.label('timeline')}</h2>
${storyTimeline(articles, ui)}</section>
${permalink(story, ui, site)}
</article>`;
  const description = `${chosen.title}. ${leads[0]?.text ?? ''} (${story.sides.map(({ side, articles: count }) => `${ui.text(sideKey(side))} ${count}`).join(', ')})`;
  return renderPage(
    {
      path: storyPath(story.id),
      title: chosen.title,
      description,
      body,
      type: 'article',
      ...(story.topics[0] !== undefined && { feed: story.topics[0] }),
    },
    ui,
    site,
  );
}

function headlinesByLanguage(story: Story, shown: string, ui: Interface, site: Site): Html | null {
  const others = Object.entries(story.headlines).filter(([language]) => language !== shown);
  if (others.length === 0) return null;
  return html`<section class="tongues" aria-label="${ui.text('otherLanguages')}"><ul class="plain">
${others.map(
  ([
    language,
    headline,
  ]) => html`<li><span class="code">${language}</span> <a href="${safeHref(headline.url)}" lang="${language}" rel="noreferrer">${headline.title}</a> <span class="by">${outletName(headline.outletId, site)}</span></li>
`,
)}</ul></section>`;
}

function coverageGaps(list: CoverageGap[], ui: Interface): Html | null {
  if (list.length === 0) return null;
  return html`<section class="silence" aria-labelledby="silence"><h2 id="silence">${ui.label('silence')}</h2>
<ul class="plain">${list.map(
    ({
      coveredBy,
      silent,
      since,
    }) => html`<li>${ui.label('coveredBy')} <b>${ui.label(sideKey(coveredBy))}</b> · ${ui.label('nothingFrom')} <b>${ui.label(sideKey(silent))}</b> · ${ui.label('since')} ${moment(since, ui)}</li>
`,
  )}</ul></section>`;
}

function figureConflicts(list: FigureConflict[], articles: StoryArticle[], ui: Interface): Html | null {
  if (list.length === 0) return null;
  const byId = new Map(articles.map((article) => [article.articleId, article]));
  return html`<section aria-labelledby="claims"><h2 id="claims">${ui.label('claims')}</h2>
<div class="scroll" tabindex="0" role="group" aria-labelledby="claims"><table>
<thead><tr><th scope="col">${ui.label('what')}</th><th scope="col">${ui.label('side')}</th><th scope="col">${ui.label('number')}</th><th scope="col">${ui.label('asWritten')}</th></tr></thead>
<tbody>${list.flatMap(({ what, claims: numbers }) =>
    numbers.map(
      (
        claim,
      ) => html`<tr><td>${ui.counted(what)}</td><td>${ui.label(sideKey(claim.side))}</td><td class="n">${claim.value}</td><td lang="${byId.get(claim.articleId)?.language ?? 'und'}">«${claim.text}» <a href="#a-${claim.articleId}">${byId.get(claim.articleId)?.outletName ?? ''}</a></td></tr>
`,
    ),
  )}</tbody></table></div></section>`;
}

function permalink(story: Story, ui: Interface, site: Site): Html {
  const link = site.url + linkTo(storyPath(story.id));
  return html`<section class="cite" aria-labelledby="cite"><h2 id="cite">${ui.label('cite')}</h2>
<p><a href="${link}" rel="bookmark">${link}</a></p>
<p>Caucasus Wire, ${story.id}, ${moment(story.changedAt, ui)}. <a href="${linkTo(storyApiPath(story.id))}">JSON</a></p></section>`;
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
