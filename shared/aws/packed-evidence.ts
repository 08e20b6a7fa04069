import type { Evidence, TextSpan } from '../domain/evidence.ts';

/** Evidence as rows keep it: each place once, without the text that it points at. */
export interface FoldedEvidence {
  /** Three numbers a place: 0 for the title and 1 for the summary, start less that of the place before, length. */
  places: number[];
  /** `[kind, of, rule, score, places, lacked?]`; places by number. */
  evidence: [Evidence['kind'], string, string, number, number[], string?][];
}

interface Texts {
  title: string;
  summary: string;
}

const fields = ['title', 'summary'] as const;

export function foldEvidence(evidence: readonly Evidence[]): FoldedEvidence {
  const nameOf = ({ field, start, end }: TextSpan): string => `${field} ${start} ${end}`;
  const distinct = [
    ...new Map(evidence.flatMap((each) => each.places).map((span) => [nameOf(span), span])).values(),
  ].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field) || a.start - b.start || a.end - b.end);
  const numberOf = new Map(distinct.map((span, at) => [nameOf(span), at]));
  return {
    places: distinct.flatMap(({ field, start, end }, at) => [
      fields.indexOf(field),
      start - (distinct[at - 1]?.start ?? 0),
      end - start,
    ]),
    evidence: evidence.map(({ kind, of, rule, score, places, lacked }) => {
      const own = places.map((span) => numberOf.get(nameOf(span)) ?? 0);
      return lacked === undefined ? [kind, of, rule, score, own] : [kind, of, rule, score, own, lacked];
    }),
  };
}

/** The evidence that was folded, its texts read from the article again. */
export function unfoldEvidence({ places, evidence }: FoldedEvidence, texts: Texts): Evidence[] {
  const all: TextSpan[] = [];
  for (let at = 0; at + 2 < places.length; at += 3) {
    const [which = 0, step = 0, length = 0] = places.slice(at, at + 3);
    const start = (all.at(-1)?.start ?? 0) + step;
    const field = fields[which] ?? 'summary';
    all.push({ field, start, end: start + length, text: texts[field].slice(start, start + length) });
  }
  return evidence.map(([kind, of, rule, score, own, lacked]) => ({
    kind,
    of,
    rule,
    score,
    places: own.flatMap((number) => all[number] ?? []),
    ...(lacked !== undefined && { lacked }),
  }));
}
