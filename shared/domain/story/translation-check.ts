import { z } from 'zod';
import file from '../../catalogue/negations.json' with { type: 'json' };
import type { WireLanguage } from '../language.ts';
import { wireLanguages } from '../language.ts';
import type { Tagger } from '../topics/tag.ts';
import type { EntityMention } from '../topics/tagging.ts';
import { entityRole } from './words.ts';

const lists = z.record(z.enum(wireLanguages), z.array(z.string()));
const negations = z.strictObject({ source: z.string(), words: lists, begin: lists, end: lists }).parse(file);

/** A text and its translation. */
export interface Translated {
  from: WireLanguage;
  to: WireLanguage;
  text: string;
  translation: string;
}

/** What a translation lost or added, in words for who checks an engine. */
interface Difference {
  what: 'number' | 'name' | 'negation' | 'sides';
  lost: string[];
  added: string[];
}

/** `keep`: nothing found; `uncertain`: shown with a warning; `drop`: a number is wrong, and it is not shown. */
export interface TranslationCheck {
  verdict: 'keep' | 'uncertain' | 'drop';
  differences: Difference[];
}

/** Small numbers may be spelled out on the one side. */
const spelledUpTo = 12;

function numbersOf(text: string): string[] {
  const found = text.match(/\d+(?:[.,:\u00a0\u202f ]\d+)*/gu) ?? [];
  return found.flatMap((written) =>
    /^\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+$/u.test(written)
      ? [written.replace(/\D/gu, '')]
      : written.split(/[^\d]+/u).map((digits) => String(Number(digits))),
  );
}

/** What the one list has more of than the other. */
function beyond(own: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return own.filter((value) => {
    const at = left.indexOf(value);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const difference = (
  what: Difference['what'],
  own: readonly string[],
  other: readonly string[],
): Difference => ({
  what,
  lost: beyond(own, other),
  added: beyond(other, own),
});

const isEmpty = ({ lost, added }: Difference): boolean => lost.length + added.length === 0;

function isNegated(text: string, language: WireLanguage): boolean {
  const words = text.toLocaleLowerCase(language).split(/[^\p{L}\p{M}'’]+/u);
  const { words: whole, begin, end } = negations;
  return words.some(
    (word) =>
      whole[language].includes(word) ||
      begin[language].some((part) => word.startsWith(part)) ||
      end[language].some((part) => word.length > part.length && word.endsWith(part)),
  );
}

/** A body of a state or of an alliance goes by many descriptions («the ministry», «Баку»): persons, places and alliances do not. */
const isNamed = ({ kind, id }: EntityMention): boolean =>
  kind !== 'organisation' || entityRole(id).party === id;

/** An adjective names a state too («Armenian»), and not in every language as we read it: a state more is no fault. */
function namesCompared(own: readonly EntityMention[], other: readonly EntityMention[]): Difference {
  const ids = (found: readonly EntityMention[]): string[] =>
    found
      .filter(isNamed)
      .map(({ id }) => id)
      .sort();
  const { what, lost, added } = difference('name', ids(own), ids(other));
  return { what, lost, added: added.filter((id) => entityRole(id).role !== 'state') };
}

const firstPlace = ({ places: [first] }: EntityMention): number => first?.start ?? 0;

/** The two states in the order in which a text names them or theirs: in all six languages who acts is named first. */
function sidesOf(mentions: readonly EntityMention[]): string[] {
  const parties = [...mentions]
    .sort((a, b) => firstPlace(a) - firstPlace(b))
    .map(({ id }) => entityRole(id).party)
    .filter((party) => party === 'AM' || party === 'AZ');
  return [...new Set(parties)];
}

/** A translation that loses or adds a number, a name that we know, a «not», or has the sides in the other order is not to be trusted. */
export function checkTranslation(
  { from, to, text, translation }: Translated,
  tagger: Tagger,
): TranslationCheck {
  const mentions = (title: string, language: WireLanguage): EntityMention[] =>
    tagger.tag({ title, summary: '', language }).entities;
  const [own, other] = [mentions(text, from), mentions(translation, to)];
  const [order, otherOrder] = [sidesOf(own), sidesOf(other)];
  const swapped = order.length === 2 && otherOrder.length === 2 && order[0] !== otherOrder[0];
  const negated = (said: string, language: WireLanguage): string[] =>
    isNegated(said, language) ? ['not'] : [];
  const numbers = difference('number', numbersOf(text), numbersOf(translation));
  const differences = [
    numbers,
    namesCompared(own, other),
    difference('negation', negated(text, from), negated(translation, to)),
    { what: 'sides' as const, lost: swapped ? order : [], added: swapped ? otherOrder : [] },
  ].filter((each) => !isEmpty(each));
  const wrongNumber = [...numbers.lost, ...numbers.added].some((number) => Number(number) > spelledUpTo);
  const verdict = wrongNumber ? 'drop' : differences.length > 0 ? 'uncertain' : 'keep';
  return { verdict, differences };
}
