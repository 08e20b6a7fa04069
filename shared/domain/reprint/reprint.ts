import type { Evidence, TextSpan } from '../evidence.ts';
import type { Language } from '../language.ts';
import { titleLimit } from '../text/limits.ts';
import { containment, type Grams, gramsOf, jaccard, wordRunsOf } from './similarity.ts';

/** What is needed of two articles to see whether one copies the other. */
export interface CopyableText {
  id: string;
  outletId: string;
  language: Language;
  title: string;
  summary: string;
}

/** The part of an article that is compared: later text is often cut, or another outlet's boilerplate. It also keeps a bucket's row in one write unit. */
const summaryHead = 600;

export function comparableHead({ id, outletId, language, title, summary }: CopyableText): CopyableText {
  return {
    id,
    outletId,
    language,
    title: title.slice(0, titleLimit),
    summary: summary.slice(0, summaryHead),
  };
}

/** Learned on pairs of articles: see `npm run measure -- train-stories`. All are shared parts of character 4-grams, 0 to 1. */
export interface ReprintRules {
  /** Title and summary together … */
  text: number;
  /** … of which this part of the shorter one's three-word runs must agree too: short reports on one event share letters, not runs … */
  runs: number;
  /** … and the sum of both: it separates copies from reports on one event better than either. */
  both: number;
  /** The same outlet runs templates and updates of its own text: more must agree. */
  sameOutlet: number;
  /** A cut copy: the longer text contains this much of the shorter one … */
  contained: number;
  /** … and the shorter one still has this many 4-grams. */
  containedGrams: number;
  /** Where one of the two has no summary, the titles alone. */
  titleOnly: number;
  /** Hours back in which an original is looked for. */
  hours: number;
}

/** Phrases by which an outlet says whose text it carries; `word` is matched as written, case aside. */
export interface AttributionPhrase {
  language: Language;
  phrase: string;
}

const dateline = /^\p{Lu}[\p{L}\s.'’-]{1,30}(?:[,/(][^.–—:]{2,40}[.)]|\s*[.–—-]\s*\/[^/]{2,40}\/)/u;

function attributions(text: CopyableText, phrases: readonly AttributionPhrase[]): TextSpan[] {
  const places: TextSpan[] = [];
  const lower = text.summary.toLowerCase();
  for (const { language, phrase } of phrases) {
    if (language !== text.language) continue;
    const start = lower.indexOf(phrase);
    if (start >= 0)
      places.push({
        field: 'summary',
        start,
        end: start + phrase.length,
        text: text.summary.slice(start, start + phrase.length),
      });
  }
  const head = dateline.exec(text.summary)?.[0];
  if (head !== undefined) places.push({ field: 'summary', start: 0, end: head.length, text: head });
  return places;
}

interface TextGrams {
  all: Grams;
  title: Grams;
  body: Grams;
  runs: Grams;
}

/** A text is compared with many others: its 4-grams are made once and live as long as it does. */
const gramsCache = new WeakMap<CopyableText, TextGrams>();

function gramsIn(text: CopyableText): TextGrams {
  const known = gramsCache.get(text);
  if (known !== undefined) return known;
  const grams = {
    all: gramsOf(`${text.title} ${text.summary}`),
    title: gramsOf(text.title),
    body: gramsOf(text.summary),
    runs: wordRunsOf(`${text.title} ${text.summary}`),
  };
  gramsCache.set(text, grams);
  return grams;
}

/** The rule that makes `text` a copy of `earlier`, with its score; null where none does. Symmetric. */
function copyRule(
  text: CopyableText,
  earlier: CopyableText,
  rules: ReprintRules,
): { rule: string; score: number } | null {
  if (text.language !== earlier.language && text.language !== 'und' && earlier.language !== 'und')
    return null;
  const grams = gramsIn(text);
  const others = gramsIn(earlier);
  if (text.summary === '' || earlier.summary === '') {
    const score = jaccard(grams.title, others.title);
    return score >= rules.titleOnly ? { rule: 'same-title', score } : null;
  }
  // The few runs first: they rule out nearly all pairs at a tenth of the cost.
  const runs = containment(grams.runs, others.runs);
  if (runs < rules.runs) return null;
  const score = jaccard(grams.all, others.all);
  if (text.outletId === earlier.outletId)
    return score >= rules.sameOutlet ? { rule: 'same-text-same-outlet', score } : null;
  if (score >= rules.text && score + runs >= rules.both) return { rule: 'same-text', score };
  const part = containment(grams.body, others.body);
  return part >= rules.contained && Math.min(grams.body.length, others.body.length) >= rules.containedGrams
    ? { rule: 'part-of-text', score: part }
    : null;
}

/** Why `text` is a reprint of `earlier`, or null. Names the attribution phrases and datelines with their positions. */
export function copyEvidence(
  text: CopyableText,
  earlier: CopyableText,
  { rules, phrases }: { rules: ReprintRules; phrases: readonly AttributionPhrase[] },
): Evidence | null {
  const found = copyRule(text, earlier, rules);
  return found && { kind: 'reprint', of: earlier.id, ...found, places: attributions(text, phrases) };
}
