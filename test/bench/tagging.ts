import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { entityCatalogue, packSet } from '../../shared/catalogue/packs.ts';
import { packHeadlines } from '../../shared/catalogue/pack-headlines.ts';
import { compilePacks } from '../../shared/domain/topics.ts';
import { Random } from '../politeness/seeded.ts';

/** The size the issue names: about 2 KB of text, about 2,000 aliases. */
const textUnits = 1_200;
const texts = 600;

/** Texts of ~2 KB (UTF-8, mixed scripts) made of our own headlines and filler words: every fifth sentence names something we watch. */
function makeTexts(): { title: string; summary: string; language: string }[] {
  const seeded = new Random(7);
  const random = (): number => seeded.next();
  const lists = Object.values(packHeadlines).flatMap(({ about, not }) => [...Object.entries(about), ...Object.entries(not)]);
  const words = new Map<string, string[]>();
  for (const [language, titles] of lists) words.set(language, [...(words.get(language) ?? []), ...titles.flatMap((title) => title.split(' '))]);
  return Array.from({ length: texts }, () => {
    const [language, titles] = lists[Math.floor(random() * lists.length)] ?? ['en', ['']];
    const filler = (words.get(language) ?? []).filter((word) => word === word.toLowerCase());
    const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
    let summary = '';
    while (summary.length < textUnits) summary += random() < 0.2 ? `${pick(titles)}. ` : `${Array.from({ length: 12 }, () => pick(filler)).join(' ')}. `;
    return { title: pick(titles), summary, language };
  });
}

/** Articles per second on one core: the best of five rounds after one to warm up. */
function rate(count: number, work: () => void): number {
  work();
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return (count / Math.min(...times)) * 1_000;
}

const escaped = (alias: string): string => alias.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The simple way: one RegExp of all names with word borders, on the text as it is; finds no inflected form. */
function bigRegExp(names: readonly string[]): (text: string) => number {
  const sorted = [...new Set(names)].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(String.raw`(?<!\p{L})(?:${sorted.map(escaped).join('|')})(?!\p{L})`, 'giu');
  return (text) => [...text.matchAll(pattern)].length;
}

interface Snowball {
  newStemmer(language: string): { stem(word: string): string };
}

/** The scholarly way: every word stemmed (no stemmer for az and ka: theirs pass as they are), then looked up. */
function stemming(names: readonly string[]): (text: string, language: string) => number {
  const snowball = createRequire(import.meta.url)('snowball-stemmers') as Snowball;
  const stemmers = new Map(Object.entries({ ru: 'russian', en: 'english', hy: 'armenian', tr: 'turkish' }).map(([code, name]) => [code, snowball.newStemmer(name)]));
  const stemmed = new Set(names.flatMap((name) => name.toLowerCase().split(/\P{L}+/u).flatMap((word) => [word, ...[...stemmers.values()].map((one) => one.stem(word))])));
  return (text, language) => {
    let hits = 0;
    for (const word of text.toLowerCase().split(/\P{L}+/u)) if (word !== '' && stemmed.has(stemmers.get(language)?.stem(word) ?? word)) hits += 1;
    return hits;
  };
}

export async function run(): Promise<void> {
  const all = entityCatalogue();
  let names = 0;
  const some = all.filter((entity) => (names += Object.values(entity.names).flat().length) <= 2_000);
  const aliases = some.flatMap((entity) => Object.values(entity.names).flat()).map((alias) => alias.replace(/^[=~]+|\*/g, ''));
  const articles = makeTexts();
  const bytes = articles.reduce((sum, { title, summary }) => sum + Buffer.byteLength(title + summary), 0) / texts;
  const noRules = { ...packSet(), packs: [], contexts: { version: 1, groups: {}, hide: {}, subtopics: [] } };
  const taggers = {
    'tagger, ~2,000 aliases, entities only': compilePacks(noRules, some),
    'tagger, ~2,000 aliases + both packs': compilePacks(packSet(), some),
    'tagger, whole catalogue + both packs': compilePacks(packSet(), all),
  };
  const regExp = bigRegExp(aliases);
  const baseline = rate(60, () => { for (const { title, summary } of articles.slice(0, 60)) regExp(`${title}\n${summary}`); });
  process.stdout.write(`tagging: ${texts} texts of ${Math.round(bytes)} bytes (UTF-8), one core\n`);
  process.stdout.write(`  ${'one big RegExp, ~2,000 aliases (baseline)'.padEnd(44)}${Math.round(baseline).toString().padStart(8)} articles/s   1.0 ×\n`);
  const stems = stemming(aliases);
  const stemRate = rate(60, () => { for (const { title, summary, language } of articles.slice(0, 60)) stems(`${title}\n${summary}`, language); });
  process.stdout.write(`  ${'Snowball stems of every word'.padEnd(44)}${Math.round(stemRate).toString().padStart(8)} articles/s ${(stemRate / baseline).toFixed(1).padStart(5)} ×\n`);
  for (const [name, tagger] of Object.entries(taggers)) {
    const speed = rate(texts, () => { for (const article of articles) tagger.tag(article); });
    process.stdout.write(`  ${name.padEnd(44)}${Math.round(speed).toString().padStart(8)} articles/s ${(speed / baseline).toFixed(1).padStart(5)} ×\n`);
  }
  await Promise.resolve();
}

if (import.meta.url === `file://${process.argv[1]}`) await run();
