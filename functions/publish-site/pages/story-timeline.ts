import { type Html, html } from '../../../shared/domain/text/html.ts';
import { type Side, sides } from '../../../shared/domain/outlet.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { publicationOf } from '../../../shared/domain/article/published.ts';
import type { Interface } from '../interface.ts';
import { byAppearance, moment, sideKey } from '../parts.ts';

/** Units of the drawing; it scrolls sideways on a phone so that its words stay readable. */
const plot = { width: 720, left: 120, right: 20, lane: 30, top: 14 };

interface Dot {
  article: StoryArticle;
  x: number;
  y: number;
}

function layOutDots(articles: StoryArticle[], lanes: Side[]): Dot[] {
  const times = articles.map((article) => Date.parse(publicationOf(article)));
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const span = Math.max(to - from, 1);
  const width = plot.width - plot.left - plot.right;
  return articles.map((article, at) => ({
    article,
    x: plot.left + (to === from ? 0 : (width * ((times[at] ?? from) - from)) / span),
    y: plot.top + plot.lane * (lanes.indexOf(article.side) + 0.5),
  }));
}

/** Who came first and how the story spread: one lane per side, one dot per article, a line from each reprint to its original. */
export function storyTimeline(articles: StoryArticle[], ui: Interface): Html {
  const byTime = [...articles].sort(byAppearance);
  const lanes = sides.filter((side) => byTime.some((article) => article.side === side));
  const height = plot.top + plot.lane * lanes.length + 22;
  const dots = layOutDots(byTime, lanes);
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="timeline">
<svg class="timeline" viewBox="0 0 ${plot.width} ${height}" role="img" aria-label="${ui.text('timelineText')}">
${lanes.map((side, at) => lane(side, at, ui))}${reprintLines(dots)}${dots.map(dot)}${axis(byTime, height)}</svg></div>
${firstOfSides(byTime, lanes, ui)}`;
}

function lane(side: Side, at: number, ui: Interface): Html {
  const y = plot.top + plot.lane * (at + 0.5);
  return html`<text x="0" y="${y + 4}" data-t="${sideKey(side)}">${ui.text(sideKey(side))}</text><line class="rule" x1="${plot.left - 8}" x2="${plot.width - plot.right + 8}" y1="${y}" y2="${y}"/>
`;
}

function reprintLines(dots: Dot[]): Html {
  const byId = new Map(dots.map((each) => [each.article.articleId, each]));
  return html`${dots.flatMap(({ article, x, y }) => {
    const from = article.reprintOf === undefined ? undefined : byId.get(article.reprintOf);
    return from === undefined
      ? []
      : [
          html`<line class="spread" x1="${from.x.toFixed(1)}" y1="${from.y}" x2="${x.toFixed(1)}" y2="${y}"/>`,
        ];
  })}`;
}

function dot({ article, x, y }: Dot, at: number): Html {
  const kind = article.reprintOf === undefined ? '' : ' copy';
  return html`<circle class="s-${article.side}${kind}" cx="${x.toFixed(1)}" cy="${y}" r="${at === 0 ? 7 : 5}"><title>${article.outletName}, ${publicationOf(article).slice(0, 16).replace('T', ' ')}: ${article.title}</title></circle>
`;
}

function axis(articles: StoryArticle[], height: number): Html {
  const [first = '', last = first] = [articles[0], articles.at(-1)].map((article) =>
    article === undefined ? '' : publicationOf(article),
  );
  const label = (instant: string): string =>
    `${instant.slice(8, 10)}.${instant.slice(5, 7)} ${instant.slice(11, 16)}`;
  return html`<text class="tick" x="${plot.left}" y="${height - 4}">${label(first)}</text>${last > first && html`<text class="tick end" x="${plot.width - plot.right}" y="${height - 4}">${label(last)} UTC</text>`}`;
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
