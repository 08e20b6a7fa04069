import { createHash } from 'node:crypto';
import { packHeadlines } from '../../shared/catalogue/pack-headlines.ts';
import { entityCatalogue } from '../../shared/catalogue/packs.ts';
import { wireLanguages, type WireLanguage } from '../../shared/domain/language.ts';
import { textsOf } from '../bench/made-up-articles.ts';
import { seeded } from '../fakes/seeded.ts';

export interface Text {
  title: string;
  summary: string;
}

/** What an item is about: of which source's items, in which language, when (ms), and how much news there is a day in all. */
export interface Occasion {
  source: number;
  n: number;
  at: number;
  language: WireLanguage;
}

/** From 0 to below 1, by a name: the same in every run. */
export const hashed = (name: string): number =>
  createHash('md5').update(name).digest().readUInt32BE(0) / 2 ** 32;

const hour = 3_600_000;
/** An event is told for so long, by so many items on average; the first of a slot by many more than the last. */
const slot = 6 * hour;
const itemsAnEvent = 4;
const wordsAPiece = 8;
const piecesAText = 7;

/**
 * Texts without end and without two that are alike. Off topic they are pieces of made-up words without watched names. On topic
 * they tell one of the events of their hours: names, words and a figure of its own, and a headline that our packs know.
 */
export class Texts {
  private readonly pieces: Record<string, string[]>;
  private readonly headlines: Record<string, string[]>;
  private readonly names: Record<string, string[]>;
  private readonly eventsASlot: number;
  private readonly onTopic: number;

  /** @param onTopic the share of texts on our topics @param itemsADay of all sources */
  constructor({ onTopic, itemsADay }: { onTopic: number; itemsADay: number }) {
    this.onTopic = onTopic;
    this.eventsASlot = Math.max(1, Math.round((onTopic * itemsADay * slot) / (24 * hour) / itemsAnEvent));
    this.pieces = Object.fromEntries(wireLanguages.map((language) => [language, []]));
    for (const { title, summary, language } of textsOf(6_000)) {
      const words = `${title} ${summary}`.split(' ');
      for (let at = 0; at + wordsAPiece <= words.length; at += wordsAPiece)
        this.pieces[language]?.push(words.slice(at, at + wordsAPiece).join(' '));
    }
    const packs = Object.values(packHeadlines);
    this.headlines = Object.fromEntries(
      wireLanguages.map((language) => [language, packs.flatMap(({ about }) => about[language] ?? [])]),
    );
    const known = entityCatalogue().filter(({ names }) => wireLanguages.every((each) => names[each]?.[0]));
    this.names = Object.fromEntries(
      wireLanguages.map((language) => [
        language,
        known.map(({ names }) => (names[language]?.[0] ?? '').replaceAll(/^[=~]+|\*/g, '')),
      ]),
    );
  }

  of({ source, n, at, language }: Occasion): Text {
    const random = seeded(Math.floor(hashed(`${source} ${n}`) * 2 ** 31));
    return random() < this.onTopic ? this.told(at, language, random) : this.other(language, random);
  }

  private other(language: string, random: () => number): Text {
    const piece = pickOf(this.pieces[language], random);
    return { title: piece(), summary: Array.from({ length: piecesAText }, piece).join(' ') };
  }

  private told(at: number, language: string, random: () => number): Text {
    const event = `${Math.floor(at / slot)} ${Math.floor(this.eventsASlot * random() ** 2)}`;
    // The same draws in every language: of each list the same place.
    const own = seeded(Math.floor(hashed(event) * 2 ** 31));
    const name = pickOf(this.names[language], own);
    const [one, other, third] = [name(), name(), name()];
    const headline = pickOf(this.headlines[language], own)();
    const words = pickOf(this.pieces[language], own);
    const eventWords = `${words()} ${words()}`.split(' ');
    const figure = 2 + Math.floor(own() * 900);
    const some = (count: number): string =>
      Array.from({ length: count }, pickOf(eventWords, random)).join(' ');
    const plain = pickOf(this.pieces[language], random);
    return {
      title: random() < 0.5 ? headline : `${one}, ${other}: ${some(5)}`,
      summary: `${one} ${some(7)} ${other} ${figure}. ${headline}. ${third} ${some(6)} ${plain()}. ${plain()}.`,
    };
  }
}

const pickOf =
  (from: readonly string[] = [], random: () => number) =>
  (): string =>
    from[Math.floor(random() * from.length)] ?? '';
