import { type Html, html } from '../../../shared/domain/text/html.ts';
import { type Side, sides } from '../../../shared/domain/outlet.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { publicationOf } from '../../../shared/domain/article/published.ts';
import type { Interface } from '../interface.ts';
import { byAppearance, moment, sideKey } from '../parts.ts';

/** Across in percent and down in pixels: the drawing is as wide as the page, and its words keep their size on a phone. */
const plot = { left: 3, right: 3, lane: 46, top: 4 };

interface Dot {
  article: StoryArticle;
  x: number;
  y: number;
}

/** Where the line of a lane is: under its name. */
const lineOf = (at: number): number => plot.top + plot.lane * at + 30;

function layOutDots(articles: StoryArticle[], lanes: Side[]): Dot[] {
  const times = articles.map((article) => Date.parse(publicationOf(article)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const span = Math.max(to - from, 1);
  const width = 100 - plot.left - plot.right;
  return articles.map((article, at) => ({
    article,
    x: plot.left + (to === from ? 0 : (width * ((times[at] ?? from) - from)) / span),
    y: lineOf(lanes.indexOf(article.side)),
  }));
}

/** Who came first and how the story spread: one lane per side, one dot per article, a line from each reprint to its original. */
export function storyTimeline(articles: StoryArticle[], ui: Interface): Html {
  const byTime = [...articles].sort(byAppearance);
  const lanes = sides.filter((side) => byTime.some((article) => article.side === side));
  const height = plot.top + plot.lane * lanes.length + 22;
  const dots = layOutDots(byTime, lanes);
  return html`<svg class="timeline" width="100%" height="${height}" role="img" aria-label="${ui.text('timelineText')}">
${lanes.map((side, at) => lane(side, at, ui))}${reprintLines(dots)}${dots.map(dot)}${axis(byTime, height)}</svg>
${firstOfSides(byTime, lanes, ui)}`;
}

function lane(side: Side, at: number, ui: Interface): Html {
  const y = lineOf(at);
  return html`<text x="0" y="${y - 14}" data-t="${sideKey(side)}">${ui.text(sideKey(side))}</text><line class="rule" x1="0" x2="100%" y1="${y}" y2="${y}"/>
`;
}

function reprintLines(dots: Dot[]): Html {
  const byId = new Map(dots.map((each) => [each.article.articleId, each]));
  return html`${dots.flatMap(({ article, x, y }) => {
    const from = article.reprintOf === undefined ? undefined : byId.get(article.reprintOf);
    return from === undefined
      ? []
      : [
          html`<line class="spread" x1="${from.x.toFixed(1)}%" y1="${from.y}" x2="${x.toFixed(1)}%" y2="${y}"/>`,
        ];
  })}`;
}

function dot({ article, x, y }: Dot, at: number): Html {
  const kind = article.reprintOf === undefined ? '' : ' copy';
  return html`<circle class="s-${article.side}${kind}" cx="${x.toFixed(1)}%" cy="${y}" r="${at === 0 ? 7 : 5}"><title>${article.outletName}, ${publicationOf(article).slice(0, 16).replace('T', ' ')}: ${article.title}</title></circle>
`;
}

function axis(articles: StoryArticle[], height: number): Html {
  const [first = '', last = first] = [articles[0], articles.at(-1)].map((article) =>
    article === undefined ? '' : publicationOf(article),
  );
  const label = (instant: string): string =>
    `${instant.slice(8, 10)}.${instant.slice(5, 7)} ${instant.slice(11, 16)}`;
  return html`<text class="tick" x="0" y="${height - 4}">${label(first)}</text>${last > first && html`<text class="tick end" x="100%" y="${height - 4}">${label(last)} UTC</text>`}`;
}

/** The same in words: the first article of each side, in order. */
function firstOfSides(byTime: StoryArticle[], lanes: Side[], ui: Interface): Html {
  const firsts = byTime.filter(
    (article, at) => byTime.findIndex((other) => other.side === article.side) === at,
  );
  return html`<ol class="firsts">${firsts.slice(0, lanes.length).map(
    (
      article,
    ) => html`<li><b>${ui.label(sideKey(article.side))}</b> ${moment(publicationOf(article), ui)}, ${article.outletName}: <a href="#a-${article.articleId}" lang="${article.language}">${article.title}</a></li>
`,
  )}</ol>`;
}
