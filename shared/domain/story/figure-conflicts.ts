import { countedSubjects } from './grouping-data.ts';
import { EventTermFinder } from './event-terms.ts';
import { fold } from '../text/folding.ts';
import { FigureReader } from './numbers-and-dates.ts';
import type { FigureConflict, StoryArticle } from './story.ts';
import { calendarWords, eventTerms } from './words.ts';

const terms = new EventTermFinder(eventTerms);
const figures = new FigureReader(calendarWords);
/** A number belongs to what is named within this many words of it. */
const reach = 4;

interface CountedFigure {
  what: string;
  value: number;
  text: string;
}

/** The counted things of one sentence: the number nearest to the naming word counts it. */
function countedFiguresOf(sentence: string, language: string): CountedFigure[] {
  const words = sentence.split(/\s+/).filter((word) => word !== '');
  const named = words.map((word) => terms.find(fold(word).split(' '), language));
  const found: CountedFigure[] = [];
  for (const [at, word] of words.entries()) {
    if (!/\d/.test(word)) continue;
    const window = words.slice(at, at + 3).join(' ');
    const [value] = figures.read(window).numbers;
    if (value === undefined) continue;
    const near = named.slice(Math.max(0, at - reach), at + reach + 1);
    const what = countedSubjects.find((subject) =>
      near.some((found) => subject.terms.some((term) => found.has(term))),
    );
    if (what !== undefined) found.push({ what: what.what, value, text: sentence.trim() });
  }
  return found;
}

/** Conflicting figures between at least two sides: the first number each side gave. */
export function figureConflictsIn(articles: StoryArticle[]): FigureConflict[] {
  const bySubject = new Map<string, FigureConflict['claims']>();
  for (const article of articles) {
    if (article.reprintOf !== undefined) continue;
    for (const sentence of `${article.title}. ${article.summary}`.split(/(?<=[.!?։])\s+/)) {
      for (const { what, value, text } of countedFiguresOf(sentence, article.language)) {
        const claims = bySubject.get(what) ?? [];
        if (!claims.some((claim) => claim.side === article.side))
          claims.push({ articleId: article.articleId, side: article.side, value, text: text.slice(0, 200) });
        bySubject.set(what, claims);
      }
    }
  }
  return [...bySubject]
    .filter(([, claims]) => new Set(claims.map((claim) => claim.value)).size > 1)
    .map(([what, claims]) => ({ what, claims }));
}
