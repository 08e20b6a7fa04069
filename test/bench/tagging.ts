import { createRequire } from 'node:module';
import { entityCatalogue, packSet } from '../../shared/catalogue/packs.ts';
import type { TaggableText } from '../../shared/domain/topics/tagging.ts';
import { compileLexicon } from '../../shared/domain/topics/compile-lexicon.ts';
import { compilePacks } from '../../shared/domain/topics/compile.ts';
import { lexiconOf } from '../../shared/domain/topics/lexicon.ts';
import { taggerOf } from '../../shared/domain/topics/tag.ts';
import { findMatches } from '../../shared/domain/topics/match.ts';
import type { EntityEntry, PackSet, TermGroup } from '../../shared/domain/topics/pack.ts';
import { bar } from './bars.ts';
import { newsOf } from './made-up-articles.ts';

/** What the table is built for; most articles of a feed are about something else. */
const bytes = 2_048;
const tableSize = 2_000;
const onTopicShare = 0.1;
const rounds = 10;
/** Not counted: until the compiler has settled. */
const warmUpRounds = 4;
const roundTexts = 400;
/** For the ways that take milliseconds a text. */
const slowRoundTexts = 24;

type Work = (text: TaggableText) => unknown;

/** CPU time of one core, of all threads: articles per second in the best of the rounds. No round has a text of another one. */
function rate(texts: readonly TaggableText[], perRound: number, work: Work): number {
  let best = 0;
  for (
    let from = 0;
    from + perRound <= Math.min(texts.length, perRound * (warmUpRounds + rounds));
    from += perRound
  ) {
    const start = process.cpuUsage();
    for (const text of texts.slice(from, from + perRound)) work(text);
    const { user, system } = process.cpuUsage(start);
    if (from >= perRound * warmUpRounds) best = Math.max(best, (perRound / (user + system)) * 1e6);
  }
  return best;
}

const escaped = (alias: string): string => alias.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The simple way: one RegExp of all names with word borders, on the text as it is; finds no inflected form. */
function bigRegExp(alternatives: string): Work {
  const pattern = new RegExp(String.raw`(?<!\p{L})(?:${alternatives})(?!\p{L})`, 'giu');
  return ({ title, summary }) => [...`${title}\n${summary}`.matchAll(pattern)].length;
}

const listed = (aliases: readonly string[]): string =>
  [...new Set(aliases)]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');

type Trie = Map<string, Trie>;

/** The same as a tree of beginnings: the engine looks at each letter once instead of at each name. */
function factored(aliases: readonly string[]): string {
  const root: Trie = new Map();
  for (const alias of aliases) {
    let node = root;
    for (const letter of alias) {
      const next: Trie = node.get(letter) ?? new Map<string, Trie>();
      node.set(letter, next);
      node = next;
    }
    node.set('', new Map());
  }
  const write = (node: Trie): string => {
    const ways = [...node]
      .filter(([letter]) => letter !== '')
      .map(([letter, rest]) => escaped(letter) + write(rest));
    const either = ways.length === 1 ? (ways[0] ?? '') : `(?:${ways.join('|')})`;
    if (ways.length === 0) return '';
    return node.has('') ? `(?:${either})?` : either;
  };
  return write(root);
}

interface Snowball {
  newStemmer(language: string): { stem(word: string): string };
}

/** The scholarly way: every word stemmed (no stemmer for az and ka: theirs pass as they are), then looked up. */
function stemming(aliases: readonly string[]): Work {
  const snowball = createRequire(import.meta.url)('snowball-stemmers') as Snowball;
  const stemmers = new Map(
    Object.entries({ ru: 'russian', en: 'english', hy: 'armenian', tr: 'turkish' }).map(([code, name]) => [
      code,
      snowball.newStemmer(name),
    ]),
  );
  const stemmed = new Set(
    aliases.flatMap((alias) =>
      alias
        .toLowerCase()
        .split(/\P{L}+/u)
        .flatMap((word) => [word, ...[...stemmers.values()].map((one) => one.stem(word))]),
    ),
  );
  return ({ title, summary, language }) => {
    let hits = 0;
    for (const word of `${title}\n${summary}`.toLowerCase().split(/\P{L}+/u))
      if (word !== '' && stemmed.has(stemmers.get(language)?.stem(word) ?? word)) hits += 1;
    return hits;
  };
}

/** The prefix-hash table alone: which aliases stand where, nothing decided. */
function matching(set: PackSet, entities: readonly EntityEntry[]): Work {
  const lexicon = lexiconOf(compileLexicon(set, entities).tables);
  return (text) => findMatches(lexicon, text);
}

const groupsOf = ({ contexts, packs }: PackSet): TermGroup[] =>
  [contexts, ...packs].flatMap((of) => Object.values(of.groups));

const bare = (alias: string): string => alias.replace(/^[=~]+|\*/g, '');

/** The terms of a set, without their marks. */
function aliasesOf(set: PackSet): string[] {
  return groupsOf(set)
    .flatMap(({ terms = {} }) => Object.values(terms).flat())
    .map(bare);
}

/** The set with every so-manieth term, until about `count` are left. */
function thinned(set: PackSet, count: number): PackSet {
  const keep = count / aliasesOf(set).length;
  let at = 0;
  const thin = (groups: Record<string, TermGroup>): Record<string, TermGroup> =>
    Object.fromEntries(
      Object.entries(groups).map(([name, group]) => [
        name,
        {
          ...group,
          terms: Object.fromEntries(
            Object.entries(group.terms ?? {}).map(([language, terms]) => [
              language,
              terms.filter(() => Math.floor((at += keep)) > Math.floor(at - keep)),
            ]),
          ),
        },
      ]),
    );
  return {
    ...set,
    contexts: { ...set.contexts, groups: thin(set.contexts.groups) },
    packs: set.packs.map((pack) => ({ ...pack, groups: thin(pack.groups) })),
  };
}

export function run(): Promise<void> {
  const all = entityCatalogue();
  const set = packSet();
  const some = thinned(set, tableSize);
  const aliases = aliasesOf(some);
  const names = all.flatMap((entity) => Object.values(entity.names).flat());
  const everything = [...aliasesOf(set), ...names.map(bare)].filter((alias) => alias !== '');
  const news = (onTopic: number): TaggableText[] =>
    newsOf(roundTexts * (warmUpRounds + rounds), { seed: 7, bytes, onTopic });
  const [mixed, offTopic, onTopic] = [news(onTopicShare), news(0), news(1)];
  const tagger = taggerOf(compilePacks(set, all));
  const tag: Work = (text) => tagger.tag(text);
  const baseline = rate(mixed, slowRoundTexts, bigRegExp(factored(everything)));
  const line = (name: string, speed: number, verdict = ''): void => {
    process.stdout.write(
      `  ${name.padEnd(64)}${Math.round(speed).toString().padStart(8)} articles/s ${(speed / baseline).toFixed(1).padStart(6)} × ${verdict}\n`,
    );
  };
  const atLeast = (times: number, what: string, speed: number): string =>
    bar(`${what} ${times} times as quick as one RegExp of all names`, speed >= times * baseline);
  line(`one RegExp, all ${everything.length} terms and names, by beginnings (baseline)`, baseline);
  line(`one RegExp of ${aliases.length} terms`, rate(mixed, slowRoundTexts, bigRegExp(listed(aliases))));
  line('Snowball stems of every word, looked up', rate(mixed, slowRoundTexts, stemming(aliases)));
  line(`matching alone, ${aliases.length} aliases`, rate(mixed, roundTexts, matching(some, [])));
  line(
    `matching alone, all terms of both packs: ${aliasesOf(set).length}`,
    rate(mixed, roundTexts, matching(set, [])),
  );
  const matched = rate(mixed, roundTexts, matching(set, all));
  line(`matching alone, all terms and ${names.length} names`, matched, atLeast(5, 'matching', matched));
  const tagged = rate(mixed, roundTexts, tag);
  line('tags, entities, evidence, near misses: mixed', tagged, atLeast(2.5, 'tagging', tagged));
  line('tags, entities, evidence, near misses: all off topic', rate(offTopic, roundTexts, tag));
  line('tags, entities, evidence, near misses: all on topic', rate(onTopic, roundTexts, tag));
  return Promise.resolve();
}

if (import.meta.url === `file://${process.argv[1]}`) await run();
