import { claimSubjects } from './grouping-data.ts';
import { EventTermFinder } from './event-terms.ts';
import { fold } from '../text/folding.ts';
import { FigureReader } from './numbers-and-dates.ts';
import type { ClaimContrast, StoryArticle } from './story.ts';
import { calendarWords, eventTerms } from './words.ts';

const terms = new EventTermFinder(eventTerms);
const figures = new FigureReader(calendarWords);
/** A number belongs to what is named within so many words of it. */
const reach = 4;

interface Claim {
  what: string;
  value: number;
  text: string;
}

/** The counted things of one sentence: the number nearest to the naming word counts it. */
function claimsOf(sentence: string, language: string): Claim[] {
  const words = sentence.split(/\s+/).filter((word) => word !== '');
  const named = words.map((word) => terms.find(fold(word).split(' '), language));
  const found: Claim[] = [];
  for (const [at, word] of words.entries()) {
    if (!/\d/.test(word)) continue;
    const window = words.slice(at, at + 3).join(' ');
    const [value] = figures.read(window).numbers;
    if (value === undefined) continue;
    const near = named.slice(Math.max(0, at - reach), at + reach + 1);
    const what = claimSubjects.find((subject) =>
      near.some((found) => subject.terms.some((term) => found.has(term))),
    );
    if (what !== undefined) found.push({ what: what.what, value, text: sentence.trim() });
  }
  return found;
}

/** Things on which outlets of at least two sides give different numbers: the first number each side gave. */
export function claimsIn(articles: StoryArticle[]): ClaimContrast[] {
  const bySubject = new Map<string, ClaimContrast['claims']>();
  for (const article of articles) {
    if (article.reprintOf !== undefined) continue;
    for (const sentence of `${article.title}. ${article.summary}`.split(/(?<=[.!?։])\s+/)) {
      for (const { what, value, text } of claimsOf(sentence, article.language)) {
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
