import { groupNumber } from './compile-lexicon.ts';
import type { Match } from './found.ts';
import { type MatchedText, type SentencePlace, sentenceOf, sentencePlaces, type Tally } from './tally.ts';

/**
 * A sign is what a text shows for or against a topic: a rule that holds (by its name), or groups in one sentence of a place:
 * `armenia+azerbaijan@title`, `csto|bloc@later`. `head` is title and first sentence taken together, `any` all but background.
 */
export const signPlaces = [...sentencePlaces, 'head', 'any'] as const;
type SignPlace = (typeof signPlaces)[number];

export interface CompiledSign {
  name: string;
  place: SignPlace;
  /** Any group of each part must be there. */
  parts: number[][];
}

/** The places that are taken together. */
const partsOf: Record<SignPlace, readonly SentencePlace[]> = {
  title: ['title'],
  lead: ['lead'],
  later: ['later'],
  background: ['background'],
  head: ['title', 'lead'],
  any: ['title', 'lead', 'later'],
};

const isPlace = (place: string): place is SignPlace => Object.hasOwn(partsOf, place);

/** @throws where a sign names a place or a group that does not exist */
export function compileSign(name: string, pack: string, groups: ReadonlyMap<string, number>): CompiledSign {
  const [all = '', place = ''] = name.split('@');
  if (!isPlace(place)) throw new Error(`sign '${name}': no place '${place}'`);
  const parts = all.split('+').map((part) => part.split('|').map((one) => groupNumber(groups, pack, one)));
  return { name, place, parts };
}

/** Where a sign may stand, as numbers of `sentencePlaces`; in places that are taken together its groups need not meet in a sentence. */
export const placesOf = ({ place }: CompiledSign): number[] =>
  partsOf[place].map((part) => sentencePlaces.indexOf(part));

function allIn({ parts }: CompiledSign, tally: Tally, sentence: number): boolean {
  return parts.every((part) => part.some((group) => tally.inSentence(group, sentence)));
}

/** The matches that make a sign, in the order of the text. */
export function matchesOfSign(sign: CompiledSign, tally: Tally, { found }: MatchedText): Match[] {
  const { parts } = sign;
  const places = partsOf[sign.place];
  const anywhere = places.length > 1 || parts.length === 1;
  const matches: Match[] = [];
  for (const { group, match } of tally.hits) {
    if (!parts.some((part) => part.includes(group))) continue;
    const sentence = sentenceOf(found, match);
    if (places.includes(tally.placeOf(sentence)) && (anywhere || allIn(sign, tally, sentence)))
      matches.push(match);
  }
  return matches;
}
