import { type Html, html } from '../../shared/domain/text/html.ts';
import { type Card, cardEntities } from '../../shared/domain/site/card.ts';
import { entityPath, linkTo, topicPath } from '../../shared/domain/site/paths.ts';
import { type Side, sides } from '../../shared/domain/outlet.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';
import { subscribePaths } from '../../shared/domain/digest/reader-links.ts';
import { publicationOf } from '../../shared/domain/article/published.ts';
import type { Interface } from './interface.ts';
import type { Named, Site } from './site.ts';

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** `24 November 2026` in the interface language. */
export function dayText(day: string, ui: Interface): string {
  let format = dayFormats.get(ui.language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(ui.language === 'en' ? 'en-GB' : ui.language, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    });
    dayFormats.set(ui.language, format);
  }
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** A moment, UTC: with its day in words, with its day in figures, or the time of day alone. */
export function moment(
  instant: string,
  ui: Interface,
  form: 'full' | 'short' | 'dated' | 'time' = 'full',
): Html {
  const [day, time] = [instant.slice(0, 10), instant.slice(11, 16)];
  const text = {
    full: `${dayText(day, ui)}, ${time} UTC`,
    // With its year: an article may be of another one.
    dated: `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)} ${time}`,
    short: `${day.slice(8)}.${day.slice(5, 7)} ${time}`,
    time,
  };
  return html`<time datetime="${instant}"${form === 'full' && html` data-form="full"`}>${text[form]}</time>`;
}

/** Earliest first, ties by id. */
export function byAppearance(a: Appearing, b: Appearing): number {
  const [left, right] = [publicationOf(a), publicationOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.articleId < b.articleId ? -1 : 1;
}

type Appearing = Pick<StoryArticle, 'articleId' | 'publishedAt' | 'seenAt'>;

/** Leads to the page that takes a wish to follow; who presses is not known here. @param what see `followKey` */
export const followLink = (what: string, ui: Interface): Html =>
  html`<p class="follow"><a href="${subscribePaths.follow}?what=${encodeURIComponent(what)}" rel="nofollow">${ui.label('follow')}</a></p>`;

export const sideKey = (side: Side) => `side-${side}` as const;

/** A flat bar with each side's share of the articles; the numbers are beside it as text. */
export function sideBar(counts: { side: Side; articles: number }[]): Html {
  const total = counts.reduce((sum, { articles }) => sum + articles, 0);
  let from = 0;
  const parts = sides.flatMap((side) => {
    const share = (100 * (counts.find((count) => count.side === side)?.articles ?? 0)) / Math.max(total, 1);
    if (share === 0) return [];
    const x = from;
    from += share;
    return [html`<rect class="s-${side}" x="${x.toFixed(1)}" width="${share.toFixed(1)}" height="6"/>`];
  });
  return html`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>`;
}

/** `Yerevan 5 · Baku 3`, most first. */
export function sideCounts(counts: { side: Side; articles: number }[], ui: Interface): Html {
  const listed = [...counts].sort(
    (a, b) => b.articles - a.articles || sides.indexOf(a.side) - sides.indexOf(b.side),
  );
  return html`<ul class="counts">${listed.map(({ side, articles }) => html`<li><i class="dot s-${side}"></i>${ui.label(sideKey(side))} ${articles}</li>`)}</ul>`;
}

/** Links to the pages of a story's topics; a subtopic leads to its page under the first of the topics that has it. */
export function topicLinks(
  { topics, subtopics }: Pick<Card, 'topics' | 'subtopics'>,
  ui: Interface,
  site: Named,
): Html {
  const under = (subtopic: string): string | undefined =>
    topics.find((topic) => site.names.subtopicsOf[topic]?.includes(subtopic));
  return html`${topics.map((topic) => html`<a class="topic" href="${linkTo(topicPath(topic))}">${ui.topic(topic)}</a> `)}${subtopics.map(
    (subtopic) => {
      const topic = under(subtopic);
      return (
        topic !== undefined &&
        html`<a class="subtopic" href="${linkTo(topicPath(topic, subtopic))}">${ui.subtopic(subtopic)}</a> `
      );
    },
  )}`;
}

/** Links to the names of a story. Only the names on its card are sure to have a page; the others are only written. */
export function entityLinks(ids: string[], site: Site): Html {
  return html`${ids.flatMap((id, at) => {
    const entity = site.names.entities.get(id);
    return entity === undefined
      ? []
      : [
          at < cardEntities
            ? html`<a class="entity" href="${linkTo(entityPath(id))}">${entity.name}</a> `
            : html`<span class="entity">${entity.name}</span> `,
        ];
  })}`;
}

export const outletName = (id: string, site: Named): string => site.names.outlets.get(id)?.name ?? id;

/** A day in words, that the page's script can write in another interface language. */
export const dayLabel = (day: string, ui: Interface): Html =>
  html`<time datetime="${day}" data-form="day">${dayText(day, ui)}</time>`;

/** The phase of a story; none on the report of a single source. */
export const phaseBadge = (
  { phase, independent }: Pick<Card, 'phase' | 'independent'>,
  ui: Interface,
): Html | null =>
  independent < 2 ? null : html`<span class="phase ${phase}">${ui.label(`phase-${phase}`)}</span>`;
