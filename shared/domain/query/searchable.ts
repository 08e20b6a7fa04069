/** A story as a query reads it, in the browser and on the desk; keys are short because 90 days of them travel. */
export interface SearchRow {
  id: string;
  /** When its last report was published, to the minute, UTC: `2026-11-24T08:11`. */
  at: string;
  /** Headlines by language. */
  h: Record<string, string>;
  /** What happened: language, outlet and sentence of its first leads. */
  l?: [language: string, outletId: string, text: string][];
  t: string[];
  s: string[];
  /** Entity ids. */
  e: string[];
  /** Sides and outlets that report it; rows made from older cards have no outlets. */
  d: string[];
  o?: string[];
  /** Countries and kinds of its outlets. */
  c: string[];
  k: string[];
  /** Folded words of its other titles and leads. */
  w?: string;
  /** Independent articles. */
  n: number;
}

/** The order of what a query finds. */
export const newestFirst = (a: Pick<SearchRow, 'at' | 'id'>, b: Pick<SearchRow, 'at' | 'id'>): number =>
  a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? -1 : 1;

/** How the id of a subtopic begins among the names, so that no entity has it. */
const subtopicMark = 'subtopic:';
export const subtopicName = (id: string): string => `${subtopicMark}${id}`;

/** `[entity or subtopic id, English name, folded names]`. */
export type SearchName = [id: string, name: string, folded: string[]];

/** The names a story has: its entities and subtopics. */
export const namesOfRow = (row: Pick<SearchRow, 'e' | 's'>): string[] => [
  ...row.e,
  ...row.s.map(subtopicName),
];
