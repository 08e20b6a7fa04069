import { companyTest } from './company.ts';
import { beginsName } from './fold.ts';
import type { Found, Match, Search } from './found.ts';
import type { Alias, Lexicon } from './lexicon.ts';
import type { TaggableText } from './tagging.ts';

const comma = 0x2c;

/** Finds every alias in title and summary. The result is valid until the next call with the same lexicon. */
export function findMatches(lexicon: Lexicon, text: TaggableText): Found {
  const { scanner } = lexicon;
  scanner.reset(text.language);
  scanner.readTitle(text.title);
  const titleWords = scanner.scan.words;
  scanner.readSummary(text.summary);
  const { scan } = scanner;
  const found: Found = { scan, titleWords, matches: [] };
  const search: Search = { lexicon, text, found };
  for (let word = 0; word < scan.words; word += 1) {
    for (const node of scan.hits[word]?.starts ?? []) followPhrase(search, word, word, node);
  }
  if (found.matches.length > 0) found.matches = countedMatches(search);
  return found;
}

/** From a node of the phrase tree that the words `first` to `last` lead to. A phrase ends with its sentence, and at a comma: «Armenia, Azerbaijan» is a list. */
function followPhrase(search: Search, first: number, last: number, node: number): void {
  const {
    lexicon: { tree, aliases },
    found: { scan, matches },
  } = search;
  const ends = tree.firstEnd(node + 1);
  for (let index = tree.firstEnd(node); index < ends; index += 1) {
    const alias = aliases[tree.endAt(index)];
    if (alias !== undefined && writtenAs(alias, search, first)) addMatch(matches, { alias, first, last });
  }
  const next = last + 1;
  if (
    !tree.hasChildren(node) ||
    next >= scan.words ||
    scan.sentence[next] !== scan.sentence[first] ||
    commaBetween(search, last, next)
  )
    return;
  for (const pattern of scan.hits[next]?.patterns ?? []) {
    const child = tree.child(node, pattern);
    if (child >= 0) followPhrase(search, first, next, child);
  }
}

function commaBetween({ text, found: { scan, titleWords } }: Search, last: number, next: number): boolean {
  const field = last < titleWords ? text.title : text.summary;
  const end = scan.start[next] ?? 0;
  for (let index = scan.end[last] ?? 0; index < end; index += 1)
    if (field.charCodeAt(index) === comma) return true;
  return false;
}

function writtenAs(alias: Alias, { text, found: { scan, titleWords } }: Search, first: number): boolean {
  if (!alias.capital && !alias.capitals && !alias.small) return true;
  const field = first < titleWords ? text.title : text.summary;
  const start = scan.start[first] ?? 0;
  const named = beginsName[field.charCodeAt(start)] === 1;
  if (alias.small) return !named;
  if (!named) return false;
  return !alias.capitals || scan.end[first] === start + 1 || beginsName[field.charCodeAt(start + 1)] === 1;
}

/** Adds a match behind the longer ones from the same word, what hides before its equals; once, though a name is spelled alike in several languages. */
function addMatch(matches: Match[], match: Match): void {
  let at = matches.length;
  for (let index = at - 1; index >= 0; index -= 1) {
    const other = matches[index];
    if (other === undefined || other.first !== match.first || other.last > match.last) break;
    if (other.alias === match.alias && other.last === match.last) return;
    if (other.last < match.last || match.alias.hides) at = index;
  }
  if (at === matches.length) matches.push(match);
  else matches.splice(at, 0, match);
}

/**
 * The matches that count: not hidden, not part of a longer name (a country inside a name stays), not ambiguous alone.
 * A match that can swallow another comes before it, so only names that still reach its word are compared with it.
 */
function countedMatches({ lexicon, text, found }: Search): Match[] {
  const { matches } = found;
  const certain = new Set<number>();
  for (const { alias } of matches) if (alias.entity >= 0 && !alias.ambiguous) certain.add(alias.entity);
  const isCompany = companyTest({ lexicon, text, found }, certain);
  const mayCount = (match: Match): boolean =>
    match.alias.hides === 'no' &&
    (!match.alias.ambiguous || certain.has(match.alias.entity) || isCompany(match));
  const hiding = hidingMatches(lexicon, text, found);
  const kept: Match[] = [];
  let around: Match[] = [];
  for (const match of matches) {
    const { alias, first, last } = match;
    if (around.length > 0) around = around.filter((wide) => wide.last >= first);
    if (
      mayCount(match) &&
      !hiding.some((wide) => hides(lexicon, wide, match)) &&
      !around.some((wide) => swallows(lexicon, wide, match))
    )
      kept.push(match);
    if (last > first && alias.entity >= 0) around.push(match);
  }
  return kept;
}

/** A phrase that hides the names inside it may be a term itself; a single word or a homograph hides what is spelled alike; a club's name does not hide the club. */
function hides({ entities }: Lexicon, wide: Match, { alias, first, last }: Match): boolean {
  if (wide.first > first || last > wide.last) return false;
  if (wide.alias.hides === 'club' && entities[alias.entity]?.kind === 'organisation') return false;
  return wide.alias.hides !== 'always' || wide.first === wide.last || wide.last - wide.first > last - first;
}

/** The words that hide names in this text. */
function hidingMatches(lexicon: Lexicon, text: TaggableText, { matches, scan }: Found): Match[] {
  const hiding = matches.filter(({ alias }) => alias.hides === 'always' || alias.hides === text.language);
  const clubs = matches.filter(({ alias }) => alias.hides === 'club');
  if (clubs.length === 0) return hiding;
  const isSport = matches.some(
    ({ alias, first }) => alias.groups.includes(lexicon.clubsBeside) && (scan.sentence[first] ?? 0) <= 1,
  );
  return isSport ? [...hiding, ...clubs] : hiding;
}

function swallows(lexicon: Lexicon, wide: Match, match: Match): boolean {
  const inside =
    wide.first <= match.first && match.last <= wide.last && wide.last - wide.first > match.last - match.first;
  if (!inside) return false;
  const [longer, shorter] = [lexicon.entities[wide.alias.entity], lexicon.entities[match.alias.entity]];
  if (
    shorter === undefined ||
    longer === undefined ||
    longer.id === shorter.id ||
    longer.partOf === shorter.id
  )
    return false;
  return !(shorter.kind === 'place' && shorter.country !== undefined && shorter.country === longer.country);
}
