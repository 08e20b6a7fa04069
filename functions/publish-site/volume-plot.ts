import { type Html, html } from '../../shared/domain/text/html.ts';
import type { Volume } from '../../shared/domain/site/card.ts';
import { daysUpTo } from '../../shared/domain/site/story-index.ts';
import { sides } from '../../shared/domain/outlet.ts';
import type { Interface } from './interface.ts';
import { dayText, sideKey } from './parts.ts';

const height = 60;

/** Articles per day as stacked bars by side, with the sums in words; the days end with the newest day of the volume or `until`. */
export function volumePlot(volume: Volume, ui: Interface, options: { days: number; until: string }): Html {
  const days = daysUpTo(options.until, options.days);
  const sums = days.map((day) => (volume[day] ?? []).reduce((sum, count) => sum + count, 0));
  const top = Math.max(1, ...sums);
  const total = sums.reduce((sum, count) => sum + count, 0);
  const bars = days.map((day, at) => dayBar(volume[day] ?? [], at * 4, top));
  const bySide = sides
    .map((side, at) => ({ side, count: days.reduce((sum, day) => sum + (volume[day]?.[at] ?? 0), 0) }))
    .filter(({ count }) => count > 0);
  const [first, last] = [days[0] ?? options.until, days.at(-1) ?? options.until];
  return html`<figure class="volume">
<figcaption>${ui.label('articlesPerDay')} ${total}, ${ui.label('most')} ${Math.max(...sums)}</figcaption>
<svg viewBox="0 0 ${days.length * 4} ${height}" preserveAspectRatio="none" role="img" aria-label="${ui.text('articlesPerDay')} ${total}">${bars}</svg>
<p class="axis"><span>${dayText(first.slice(0, 10), ui)}</span> <span>${dayText(last.slice(0, 10), ui)}</span></p>
<ul class="counts">${bySide.map(({ side, count }) => html`<li><i class="dot s-${side}"></i>${ui.label(sideKey(side))} ${count}</li>`)}</ul>
</figure>`;
}

function dayBar(counts: number[], x: number, top: number): Html {
  let from = height;
  return html`${sides.flatMap((side, at) => {
    const size = (height * (counts[at] ?? 0)) / top;
    if (size === 0) return [];
    from -= size;
    return [
      html`<rect class="s-${side}" x="${x}" y="${from.toFixed(1)}" width="3" height="${size.toFixed(1)}"/>`,
    ];
  })}`;
}
