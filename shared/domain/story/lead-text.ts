import type { Language } from '../language.ts';
import { sentencesOf } from '../text/sentences.ts';
import { foldedWords } from '../topics/fold.ts';
import {
  abbreviationsOf,
  isOfEarlier,
  sentenceKind,
  tellsOfEarlier,
  type SentenceKind,
} from './lead-markers.ts';

/** UTF-16 units of a lead. */
export const leadLimit = 200;
/** What happened stands in the first sentences or nowhere. */
const mostSentences = 6;
const fewestWords = 4;
/** Endings aside, words of one stem agree in so many letters. */
const stemLetters = 5;

/** What an outlet's summary says first. */
export interface LeadText {
  text: string;
  /** The sentence is longer than a lead: it is cut, and ends with «…». */
  cut: boolean;
}

interface Sentence {
  text: string;
  kind: SentenceKind;
  /** Share of its words that the title has. */
  inTitle: number;
  /** How many of them. */
  shared: number;
}

const stemOf = (word: string): string => word.slice(0, stemLetters);

/** An address is no part of what happened. */
const pageAddress = /(?:https?:\/\/|www\.)\S+\s*/gu;
const question = /[?՞;]\s*[»”"]?$|՞/u;
const pointer = /^[\s\p{P}\p{S}]*$/u;

/** «ЕРЕВАН, 12 ноября – Sputnik.», «YEREVAN, November 12. /ARMENPRESS/.», «Bakı, 12 noyabr, AZƏRTAC»: place, day, agency. */
const dateline =
  /^(?:[\p{Lu}\u10d0-\u10ff][\p{L}\p{M}.'’-]*\s?){1,3}(?:[,.]\s*[^.,:։–—/()]{0,24}\d[^.,:։–—/()]{0,16})?[,.:։]?\s*(?:[([/]\s?[^)\]/]{2,24}[)\]/]|\p{Lu}[\p{Lu}\p{M}.-]{2,}|Sputnik|Trend|Report|Interfax|Reuters)?\s*[.:։]?\s*[-–—:։]\s+/u;
/** Without an agency a dateline has a day: «Ереван, 12 ноября.» */
const datedPlace =
  /^(?:[\p{Lu}\u10d0-\u10ff][\p{L}\p{M}'’-]*\s?){1,3}[,.]\s*[^.,:։–—]{0,20}\d{1,2}[^.,:։–—]{0,16}(?:,\s*\p{Lu}[\p{Lu}\p{M}.-]{2,})?[.։]\s+/u;
const agencyMark = /^[/([]\s?[\p{Lu}\u10d0-\u10ff][^/)\]]{2,24}[/)\]][.:։,]?\s*[-–—]?\s*/u;

/** A dateline is not what happened; the sentence behind it is. */
function withoutDateline(text: string): string {
  const head = text.slice(0, 90);
  for (const pattern of [dateline, datedPlace, agencyMark]) {
    const [found] = pattern.exec(head) ?? [];
    if (found === undefined || !looksLikeDateline(found)) continue;
    return withoutAgency(text.slice(found.length));
  }
  return text;
}

const withoutAgency = (text: string): string => text.replace(agencyMark, '');

/** A name and a dash may begin a sentence («Пашинян – …»): a dateline has a day, or an agency in capitals or brackets. */
const looksLikeDateline = (found: string): boolean =>
  /\d|[/()[\]]|\p{Lu}{4,}|Sputnik|Trend|Interfax|Reuters/u.test(found);

const foldedStems = (text: string): string[] =>
  foldedWords(text)
    .filter((word) => word.length > 2)
    .map(stemOf);

function describe(text: string, titleStems: ReadonlySet<string>, language: Language): Sentence {
  const words = foldedWords(text);
  const stems = words.filter((word) => word.length > 2).map(stemOf);
  const shared = stems.filter((stem) => titleStems.has(stem)).length;
  const isShort = words.length < fewestWords || pointer.test(text);
  const marked = isShort || question.test(text) ? 'boilerplate' : sentenceKind(words, language);
  const kind = marked === 'boilerplate' || !isOfEarlier(text, language) ? marked : ofEarlier(marked, shared);
  return { text, kind, shared, inTitle: stems.length === 0 ? 1 : shared / stems.length };
}

const ofEarlier = (marked: SentenceKind, shared: number): SentenceKind =>
  marked !== 'background' && shared > 0 ? 'hint' : 'background';

/** The title once more, in its own words or shorter: says nothing new. */
const repeatsTitle = ({ inTitle }: Sentence): boolean => inTitle >= 0.8;

/**
 * Of sentences that may be background by the words in them the one nearest to the title is the news; one that is
 * certainly news and says as much of it goes before.
 */
function chosenAt(sentences: readonly Sentence[]): number {
  const news = sentences.findIndex(({ kind }) => kind === 'news');
  const hint = sentences.findIndex(({ kind }) => kind === 'hint');
  if (hint < 0 || news < 0) return Math.max(news, hint);
  if (news < hint) return news;
  return (sentences[hint]?.shared ?? 0) > (sentences[news]?.shared ?? 0) ? hint : news;
}

const clause = /[,;:–—՝]\s|\s[–—-]\s/gu;

/** The sentences behind the first are more and more about something else: one is taken where the first says little. */
const enough = 100;
const isTooShort = ({ text }: Sentence): boolean => text.length < enough;
const goesOn = ({ kind, text }: Sentence, language: Language): boolean =>
  kind === 'news' && !text.endsWith('…') && !tellsOfEarlier(text, language);

/** Cut where a clause ends, or a word. */
function clipped(text: string): LeadText {
  if (text.length <= leadLimit) return { text, cut: false };
  const room = text.slice(0, leadLimit - 2);
  const clauseEnd = [...room.matchAll(clause)].map(({ index }) => index).findLast((at) => at > leadLimit / 2);
  const end = clauseEnd ?? room.lastIndexOf(' ');
  const kept = room
    .slice(0, end < leadLimit / 2 ? room.length : end)
    .replace(/(?<![\s,;:–—(«"„“-])[\s,;:–—(«"„“-]+$|[\uD800-\uDBFF]$/u, '');
  const open = kept.split('«').length > kept.split('»').length;
  return { text: `${kept}…${open ? '»' : ''}`, cut: true };
}

/** «[…]», "...": how feeds say that they cut. */
const outletsCut = /(?<!\s)\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|(?<!\.)\.{3,}|…)\s*$/u;

function withoutTitle(summary: string, title: string): string {
  const head = title.trim();
  return head !== '' && summary.startsWith(head)
    ? summary.slice(head.length).replace(/^[\s.:։–—-]+/u, '')
    : summary;
}

/**
 * What happened in an outlet's own words: the first sentence of its summary that tells the news, and the next
 * where that one is short. Dateline, calls to read on, background and the title told again are left out.
 * @returns null where the summary says no more than the title
 */
export function leadText({
  title,
  summary,
  language,
}: {
  title: string;
  summary: string;
  language: Language;
}): LeadText | null {
  const titleStems = new Set(foldedStems(title));
  const text = withoutDateline(
    withoutTitle(summary.replace(pageAddress, '').replace(outletsCut, '…').trim(), title),
  );
  const sentences = sentencesOf(text, abbreviationsOf(language))
    .slice(0, mostSentences)
    .map((sentence) => describe(sentence, titleStems, language))
    .map((sentence) => (repeatsTitle(sentence) ? { ...sentence, kind: 'boilerplate' as const } : sentence));
  const at = chosenAt(sentences);
  const first = sentences[at];
  if (first === undefined) return null;
  if (first.text.length > leadLimit) return clipped(first.text);
  const next = sentences[at + 1];
  const whole =
    next !== undefined && isTooShort(first) && goesOn(next, language)
      ? `${first.text} ${next.text}`
      : first.text;
  return whole.length > leadLimit
    ? { text: first.text, cut: false }
    : { text: whole, cut: whole.endsWith('…') };
}
