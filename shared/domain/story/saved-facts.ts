import { type FactKind, factKinds, type Facts, titleWeight } from './facts.ts';
import type { Language } from '../language.ts';

/** An article's facts as they are saved with it: a text for each kind, a line for each fact, in their order. */
export type SavedFacts = string[];

/** Begins the line of a fact that the title has. */
const inTitle = '!';
/** What all facts of a kind begin with is not saved; those of subtopics begin in two ways. */
const beginningOf = (kind: FactKind, language: Language): string => {
  if (kind === 'subtopic') return '';
  return kind === 'word' ? `word:${language}:` : `${kind}:`;
};

/** @param language the one the article was read in */
export const savedFacts = (facts: Facts, language: Language): SavedFacts =>
  factKinds.map((kind) => {
    const from = beginningOf(kind, language).length;
    return [...facts[kind]]
      .map(([fact, weight]) => `${weight === titleWeight ? inTitle : ''}${fact.slice(from)}`)
      .join('\n');
  });

export function readFacts(saved: SavedFacts, language: Language): Facts {
  const facts = Object.fromEntries(factKinds.map((kind) => [kind, new Map()])) as Facts;
  for (const [at, kind] of factKinds.entries()) {
    const lines = saved[at] ?? '';
    if (lines === '') continue;
    const beginning = beginningOf(kind, language);
    for (const line of lines.split('\n')) {
      const isInTitle = line.startsWith(inTitle);
      facts[kind].set(beginning + (isInTitle ? line.slice(1) : line), isInTitle ? titleWeight : 1);
    }
  }
  return facts;
}
