import { groupNumber } from './compile-lexicon.ts';
import type { Match } from './match.ts';
import { type MatchedText, type SentencePlace, sentenceOf, sentencePlaces, type Tally } from './tally.ts';

/**
 * A sign is what a text shows for or against a topic: a rule that holds (by its name), or groups in one sentence of a place:
 * `armenia+azerbaijan@title`, `csto|bloc@later`. `head` is title and first sentence taken together.
 */
type SignPlace = SentencePlace | 'head';

export interface CompiledSign {
  name: string;
  place: SignPlace;
  /** Any group of each part must be there. */
  parts: number[][];
}

const bitOf: Record<SignPlace, number> = {
  title: 1 << sentencePlaces.indexOf('title'),
  lead: 1 << sentencePlaces.indexOf('lead'),
  later: 1 << sentencePlaces.indexOf('later'),
  background: 1 << sentencePlaces.indexOf('background'),
  head: (1 << sentencePlaces.indexOf('title')) | (1 << sentencePlaces.indexOf('lead')),
};

const isPlace = (place: string): place is SignPlace => Object.hasOwn(bitOf, place);

/** @throws where a sign names a place or a group that does not exist */
export function compileSign(name: string, pack: string, groups: ReadonlyMap<string, number>): CompiledSign {
  const [all = '', place = ''] = name.split('@');
  if (!isPlace(place)) throw new Error(`sign '${name}': no place '${place}'`);
  const parts = all.split('+').map((part) => part.split('|').map((one) => groupNumber(groups, pack, one)));
  return { name, place, parts };
}

/** Whether a sign is there. */
export function hasSign(sign: CompiledSign, tally: Tally): boolean {
  const bit = bitOf[sign.place];
  for (const part of sign.parts) if (!part.some((group) => (tally.placesOf(group) & bit) !== 0)) return false;
  if (sign.parts.length === 1 || sign.place === 'title' || sign.place === 'head') return true;
  for (let sentence = 1; sentence < tally.sentences; sentence += 1)
    if (tally.placeOf(sentence) === sign.place && allIn(sign, tally, sentence)) return true;
  return false;
}

function allIn({ parts }: CompiledSign, tally: Tally, sentence: number): boolean {
  return parts.every((part) => part.some((group) => tally.inSentence(group, sentence)));
}

/** The matches that make a sign, in the order of the text. */
export function matchesOfSign(sign: CompiledSign, tally: Tally, { found }: MatchedText): Match[] {
  const groups = new Set(sign.parts.flat());
  return tally.hits
    .filter(({ group, match }) => {
      if (!groups.has(group)) return false;
      const sentence = sentenceOf(found, match);
      const place = tally.placeOf(sentence);
      if (sign.place === 'head') return place === 'title' || place === 'lead';
      return place === sign.place && (sign.parts.length === 1 || allIn(sign, tally, sentence));
    })
    .map(({ match }) => match);
}
