/** What a query asks for. */
export type Query =
  WordsQuery | FilterQuery | { kind: 'all' | 'any'; parts: Query[] } | { kind: 'not'; part: Query };

/** Words that stand together: a typed word (several where it has hyphens), or a phrase in quotation marks. */
export interface WordsQuery {
  kind: 'words';
  /** As typed, without quotation marks. */
  text: string;
  /** Folded (see `fold.ts`); never empty. */
  words: string[];
  /** In quotation marks: the words stand side by side. */
  phrase: boolean;
}

export const queryFields = ['side', 'language', 'outlet', 'topic', 'subtopic', 'since', 'until'] as const;
export type QueryField = (typeof queryFields)[number];

/** `side:baku,ankara`: one of the values. */
export interface FilterQuery {
  kind: 'filter';
  field: QueryField;
  values: string[];
}

/** What is wrong with a query; the interface files have a sentence for each. */
export const queryFaults = [
  'empty',
  'tooLong',
  'unclosedQuote',
  'unclosedParenthesis',
  'strayParenthesis',
  'missingTerm',
  'unknownFilter',
  'badValue',
  'onlyExclusions',
] as const;

export interface QueryFault {
  fault: (typeof queryFaults)[number];
  /** Where it is, in UTF-16 units. */
  at: number;
  /** The piece of the query it is about. */
  text: string;
}

/** The values that a filter may have, where they are known; a field that is not here takes any. */
export type Vocabulary = Partial<Record<QueryField, ReadonlySet<string>>>;

/** UTF-16 units of a query. */
export const queryLimit = 300;
