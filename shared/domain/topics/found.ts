import type { Alias, Lexicon } from './lexicon.ts';
import type { Scan } from './scan.ts';
import type { TaggableText } from './tagging.ts';

/** One alias found: words `first` to `last` of the scan. */
export interface Match {
  alias: Alias;
  first: number;
  last: number;
}

/** The matches in an article, before any decision. */
export interface Found {
  scan: Scan;
  /** Words before this one are the title's. */
  titleWords: number;
  matches: Match[];
}

/** A text that is searched, with what was found in it so far. */
export interface Search {
  lexicon: Lexicon;
  text: TaggableText;
  found: Found;
}
