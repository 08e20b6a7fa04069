import { wireLanguages } from '../language.ts';
import { sides } from '../outlet.ts';
import { type Html, html } from '../text/html.ts';
import type { Edition, EditionStory } from './edition.ts';
import type { Words } from './words.ts';

/** What stands at the end of an edition: how complete our reading was, and who is heard in it. */

/** How many articles come from where, and in which language: counts in the order of `sides` and of `wireLanguages`. An edition has no other languages. */
export interface Balance {
  sides: number[];
  languages: number[];
}

const emptyBalance = (): Balance => ({ sides: sides.map(() => 0), languages: wireLanguages.map(() => 0) });

export function balanceOf(story: EditionStory): Balance {
  const counted = (keys: readonly string[], of: readonly [string, number][]): number[] =>
    keys.map((key) => of.reduce((sum, [each, n]) => (each === key ? sum + n : sum), 0));
  const languages = Object.entries(story.byLanguage ?? {});
  return {
    sides: counted(
      sides,
      story.sides.map((line) => [line.side, line.articles]),
    ),
    languages: counted(
      wireLanguages,
      languages.length > 0 ? languages : [...story.sides, ...story.links].map((link) => [link.language, 1]),
    ),
  };
}

export function summedBalance(parts: readonly Balance[]): Balance {
  const sum = emptyBalance();
  const add = (to: number[], from: readonly number[]): void => {
    for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + (from[at] ?? 0);
  };
  for (const part of parts) {
    add(sum.sides, part.sides);
    add(sum.languages, part.languages);
  }
  return sum;
}

/** Sentences of the coverage footer; shared with the text part. */
export function coverageLines(coverage: Edition['coverage'], balance: Balance, words: Words): string[] {
  const { feeds, reached, late, blocked, missing, missingMore } = coverage;
  const names = missing.join(', ') + (missingMore > 0 ? ` ${words.say('further', { n: missingMore })}` : '');
  const bySide = rankedCounts(sides, balance.sides, (side) => words.name('sides', side));
  const byLanguage = rankedCounts(wireLanguages, balance.languages, (code) => words.languageName(code));
  return [
    words.say('coverageFeeds', { feeds, reached, late, blocked }),
    ...(missing.length > 0 ? [words.say('coverageMissing', { names })] : []),
    ...(bySide === '' ? [] : [words.say('balanceSides', { list: bySide })]),
    ...(byLanguage === '' ? [] : [words.say('balanceLanguages', { list: byLanguage })]),
    ...(coverage.translationSpent === true ? [words.say('translationSpent')] : []),
  ];
}

/** `Baku 4, Moscow 3`: most first. */
function rankedCounts<K extends string>(
  keys: readonly K[],
  counts: readonly number[],
  name: (key: K) => string,
): string {
  return keys
    .map((key, at) => ({ key, n: counts[at] ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
    .map(({ key, n }) => `${name(key)} ${n}`)
    .join(', ');
}

/** @param lines by coverageLines */
export function coverageHtml(lines: readonly string[], words: Words): Html {
  return html`<tr><td class="s"><p class="k">${words.say('coverage')}</p>${lines.map((line) => html`<p class="m">${line}</p>`)}</td></tr>`;
}
