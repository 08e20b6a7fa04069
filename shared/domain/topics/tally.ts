import type { Lexicon } from './lexicon.ts';
import type { Found, Match } from './found.ts';
import type { TaggableText } from './tagging.ts';

/** More sentences than this count as one more. */
const mostSentences = 64;

/** Words of 32 bits with a bit for each sentence. */
export const bitWords = mostSentences / 32;

/** A first sentence this short names place and day, or the agency. */
const longestDateline = 5;

/** Without a number: a place, or a place and an agency. */
const longestBareDateline = 2;

/** Where a sentence stands. `background`: a later sentence that says itself that it is of another day. */
export const sentencePlaces = ['title', 'lead', 'later', 'background'] as const;
export type SentencePlace = (typeof sentencePlaces)[number];
const titlePlace = 0;
const leadPlace = 1;
const laterPlace = 2;
const backgroundPlace = 3;

export interface Hit {
  group: number;
  match: Match;
}

/** What a tally reads. */
export interface MatchedText {
  text: TaggableText;
  found: Found;
}

/**
 * How often each group occurs, and where; reused from article to article. What stands in a background sentence counts in
 * no title, lead, text or sentence of a rule: only signs of that place see it.
 */
export class Tally {
  /** Made anew for each text. */
  hits: Hit[] = [];
  /** The groups that stand anywhere, each once. */
  present: number[] = [];
  sentences = 0;
  private readonly lexicon: Lexicon;
  private readonly groups: number;
  private readonly title: Uint16Array;
  private readonly lead: Uint16Array;
  private readonly text: Uint16Array;
  /** Per group, a bit for each place where it stands. */
  private readonly places: Uint8Array;
  private readonly bySentence: Uint8Array;
  /** Per group a bit for each sentence it stands in, in `bitWords` words of 32; per place likewise. */
  readonly sentenceBits: Int32Array;
  readonly placeBits = new Int32Array(sentencePlaces.length * bitWords);
  private readonly placeBySentence = new Uint8Array(mostSentences);
  private readonly lastWord: Int32Array;

  constructor(lexicon: Lexicon) {
    const { groups } = lexicon;
    this.lexicon = lexicon;
    this.groups = groups;
    this.title = new Uint16Array(groups);
    this.lead = new Uint16Array(groups);
    this.text = new Uint16Array(groups);
    this.places = new Uint8Array(groups);
    this.lastWord = new Int32Array(groups).fill(-1);
    this.bySentence = new Uint8Array(groups * mostSentences);
    this.sentenceBits = new Int32Array(groups * bitWords);
  }

  /** Counts each group once per place, however many aliases say the same: Nikol Pashinyan is one, not two. */
  read({ text, found }: MatchedText): void {
    this.clear();
    this.placeSentences({ text, found });
    for (const match of found.matches) {
      const sentence = sentenceOf(found, match);
      for (const group of match.alias.groups) {
        if ((this.lastWord[group] ?? -1) >= match.first) continue;
        this.lastWord[group] = match.last;
        this.hits.push({ group, match });
        this.count(group, sentence);
      }
    }
    this.fillHomes(text);
  }

  private placeSentences(read: MatchedText): void {
    const { found } = read;
    const { scan } = found;
    const leadEnds = lastOfLead(read);
    const last = scan.words === 0 ? 0 : (scan.sentence[scan.words - 1] ?? 0);
    this.sentences = Math.min(last + 1, mostSentences);
    for (let sentence = 0; sentence < this.sentences; sentence += 1)
      this.placeBySentence[sentence] =
        sentence === 0 ? titlePlace : sentence <= leadEnds ? leadPlace : laterPlace;
    for (const match of found.matches) {
      if (!match.alias.groups.some((group) => this.lexicon.background.has(group))) continue;
      const sentence = sentenceOf(found, match);
      if (this.placeBySentence[sentence] === laterPlace) this.placeBySentence[sentence] = backgroundPlace;
    }
    this.placeBits.fill(0);
    for (let sentence = 0; sentence < this.sentences; sentence += 1)
      setBit(this.placeBits, this.placeBySentence[sentence] ?? laterPlace, sentence);
  }

  private count(group: number, sentence: number): void {
    const place = this.placeBySentence[sentence] ?? laterPlace;
    if (this.places[group] === 0) this.present.push(group);
    setBit(this.sentenceBits, group, sentence);
    this.places[group] = (this.places[group] ?? 0) | (1 << place);
    this.bySentence[sentence * this.groups + group] = 1;
    if (place === backgroundPlace) return;
    if (place === titlePlace) this.title[group] = (this.title[group] ?? 0) + 1;
    if (place <= leadPlace) this.lead[group] = (this.lead[group] ?? 0) + 1;
    this.text[group] = (this.text[group] ?? 0) + 1;
  }

  /** An outlet's own side goes without saying: it is there in every sentence. */
  private fillHomes({ country, language }: TaggableText): void {
    const isKnown = country !== undefined && this.lexicon.homeCountries.has(country);
    const homes = this.lexicon.homes
      .filter(({ home }) => (isKnown ? home.country === country : home.language === language))
      .map(({ group }) => group);
    for (const group of homes)
      for (let sentence = 0; sentence < this.sentences; sentence += 1) this.count(group, sentence);
  }

  private clear(): void {
    for (const group of this.present) this.forget(group);
    this.hits = [];
    this.present = [];
    this.sentences = 0;
  }

  private forget(group: number): void {
    this.title[group] = 0;
    this.lead[group] = 0;
    this.text[group] = 0;
    this.places[group] = 0;
    this.lastWord[group] = -1;
    this.sentenceBits.fill(0, group * bitWords, (group + 1) * bitWords);
    for (let sentence = 0; sentence < this.sentences; sentence += 1)
      this.bySentence[sentence * this.groups + group] = 0;
  }

  /** How often a group occurs; `sentence` where one sentence is asked for is `inSentence`. */
  timesIn(where: 'title' | 'lead' | 'text', group: number): number {
    return this[where][group] ?? 0;
  }

  /** Where a group stands: a bit for each of `sentencePlaces`. */
  placesOf(group: number): number {
    return this.places[group] ?? 0;
  }

  has(group: number): boolean {
    return (this.text[group] ?? 0) > 0;
  }

  inSentence(group: number, sentence: number): boolean {
    return this.bySentence[sentence * this.groups + group] === 1;
  }

  placeOf(sentence: number): SentencePlace {
    return (
      sentencePlaces[this.placeBySentence[Math.min(sentence, mostSentences - 1)] ?? laterPlace] ?? 'later'
    );
  }
}

function setBit(bits: Int32Array, row: number, sentence: number): void {
  const at = row * bitWords + (sentence >> 5);
  bits[at] = (bits[at] ?? 0) | (1 << (sentence & 31));
}

export function sentenceOf(found: Found, match: Match): number {
  return Math.min(found.scan.sentence[match.first] ?? 0, mostSentences - 1);
}

/** The first sentence, or the second where the first is a dateline («Bakı, 13 mart.»): a bare place, or short with a number. */
function lastOfLead({ text, found: { scan, titleWords } }: MatchedText): number {
  let word = titleWords;
  while (word < scan.words && scan.sentence[word] === 1 && word - titleWords <= longestDateline) word += 1;
  const words = word - titleWords;
  if (words > longestDateline) return 1;
  const first = text.summary.slice(0, scan.end[word - 1] ?? 0);
  return words <= longestBareDateline || /\d/.test(first) ? 2 : 1;
}
