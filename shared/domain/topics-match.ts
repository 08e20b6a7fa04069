import { beginsName } from './topics-fold.ts';
import type { Alias, Lexicon } from './topics-lexicon.ts';
import type { Scan } from './topics-scan.ts';
import type { TaggableText } from './tagging.ts';

/** One alias found: words `first` to `last` of the scan. */
export interface Match {
  alias: Alias;
  first: number;
  last: number;
}

/** What stands in an article, before any decision. */
export interface Found {
  scan: Scan;
  /** Words before this one are the title's. */
  titleWords: number;
  matches: Match[];
}

/** Finds every alias in title and summary. The result is valid until the next call with the same lexicon. */
export function findMatches(lexicon: Lexicon, text: TaggableText): Found {
  const { scanner } = lexicon;
  scanner.reset();
  scanner.readTitle(text.title);
  const titleWords = scanner.scan.words;
  scanner.readSummary(text.summary);
  const { scan } = scanner;
  const found: Found = { scan, titleWords, matches: [] };
  for (let word = 0; word < scan.words; word += 1) {
    if (scan.from[word] !== scan.from[word + 1]) walk(lexicon, text, found, { first: word, word, node: 0 });
  }
  if (found.matches.length > 0) found.matches = standing(lexicon, found.matches);
  return found;
}

interface Step {
  first: number;
  word: number;
  node: number;
}

function walk(lexicon: Lexicon, text: TaggableText, found: Found, step: Step): void {
  const { scan } = found;
  if (step.word >= scan.words || scan.sentence[step.word] !== scan.sentence[step.first]) return;
  const to = scan.from[step.word + 1] ?? 0;
  for (let index = scan.from[step.word] ?? 0; index < to; index += 1) {
    const node = lexicon.tree.child(step.node, scan.patterns[index] ?? -1);
    if (node < 0) continue;
    for (const number of lexicon.tree.endsAt(node)) {
      const alias = lexicon.aliases[number];
      if (alias !== undefined && writtenAs(alias, text, found, step)) found.matches.push({ alias, first: step.first, last: step.word });
    }
    if (lexicon.tree.goesOn(node)) walk(lexicon, text, found, { first: step.first, word: step.word + 1, node });
  }
}

function writtenAs(alias: Alias, text: TaggableText, found: Found, step: Step): boolean {
  if (!alias.capital && !alias.capitals) return true;
  const field = step.first < found.titleWords ? text.title : text.summary;
  const start = found.scan.start[step.first] ?? 0;
  if (beginsName[field.charCodeAt(start)] !== 1) return false;
  return !alias.capitals || found.scan.end[step.first] === start + 1 || beginsName[field.charCodeAt(start + 1)] === 1;
}

/** The matches that count: not hidden, not part of a longer name (a country inside a name stays), not ambiguous alone. The longer first. */
function standing(lexicon: Lexicon, matches: readonly Match[]): Match[] {
  const certain = new Set<number>();
  const wide: Match[] = [];
  for (const match of matches) {
    if (match.alias.entity >= 0 && !match.alias.ambiguous) certain.add(match.alias.entity);
    if (match.last > match.first && (match.alias.hides || match.alias.entity >= 0)) wide.push(match);
  }
  return matches.toSorted((a, b) => a.first - b.first || b.last - a.last).filter((match) => {
    if (match.alias.hides || (match.alias.ambiguous && !certain.has(match.alias.entity))) return false;
    return !wide.some((other) => swallows(lexicon, other, match));
  });
}

function swallows(lexicon: Lexicon, wide: Match, match: Match): boolean {
  const inside = wide.first <= match.first && match.last <= wide.last && wide.last - wide.first > match.last - match.first;
  if (!inside) return false;
  if (wide.alias.hides) return true;
  const [longer, shorter] = [lexicon.entities[wide.alias.entity], lexicon.entities[match.alias.entity]];
  if (shorter === undefined || longer === undefined || longer.id === shorter.id || longer.partOf === shorter.id) return false;
  return !(shorter.kind === 'place' && shorter.country !== undefined && shorter.country === longer.country);
}
