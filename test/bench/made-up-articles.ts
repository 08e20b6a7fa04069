import { packHeadlines } from '../../shared/catalogue/pack-headlines.ts';
import { entityCatalogue } from '../../shared/catalogue/packs.ts';
import { wireLanguages, type WireLanguage } from '../../shared/domain/language.ts';
import { eventTerms } from '../../shared/domain/story/words.ts';
import type { GroupableArticle } from '../../shared/domain/story/grouping.ts';
import type { TaggableText } from '../../shared/domain/topics/tagging.ts';
import { seeded } from '../fakes/seeded.ts';

const letters: Record<string, string> = {
  hy: 'աբգդեզէըթիլկհղմյնոպռսվտրցքօֆ',
  az: 'abcçdeəfgğhxıijkqlmnoöprsştuüvyz',
  ru: 'абвгдежзиклмнопрстуфхцчшыьэюя',
  en: 'abcdefghiklmnoprstuvwy',
  ka: 'აბგდევზთიკლმნოპრსტუფქღყშჩცძწჭხჯჰ',
  tr: 'abcçdefgğhıijklmnoöprsştuüvyz',
};

/** A language of made-up words whose frequencies fall as in real text, with that language's event terms among them. */
function vocabulary(language: string, random: () => number): string[] {
  const alphabet = letters[language] ?? 'abc';
  const word = () =>
    Array.from(
      { length: 3 + Math.floor(random() * 8) },
      () => alphabet[Math.floor(random() * alphabet.length)] ?? '',
    ).join('');
  const terms = eventTerms.flatMap((term) => term.stems[language] ?? []);
  return Array.from({ length: 6_000 }, (_, at) =>
    at % 12 === 5 ? (terms[Math.floor(random() * terms.length)] ?? word()) : word(),
  );
}

const words = (count: number, from: string[], random: () => number): string[] =>
  Array.from({ length: count }, () => from[Math.floor(from.length * random() ** 3)] ?? '');

/** Title and summary of about 500 letters. */
export function textsOf(count: number): { title: string; summary: string; language: string }[] {
  const random = seeded(3);
  const vocabularies = wireLanguages.map((language) => vocabulary(language, random));
  return Array.from({ length: count }, (_, at) => {
    const own = vocabularies[at % vocabularies.length] ?? [];
    return {
      title: words(9, own, random).join(' '),
      summary: words(55, own, random).join(' '),
      language: wireLanguages[at % wireLanguages.length] ?? 'en',
    };
  });
}

/**
 * Articles of a busy season: events of 1 to 40 reports, each with its own people, places, words and figures beside those that
 * all have; `days` is what they are spread over.
 */
export function articlesOf(count: number, days: number): (GroupableArticle & { event: string })[] {
  const random = seeded(7);
  const vocabularies = new Map(wireLanguages.map((language) => [language, vocabulary(language, random)]));
  const articles: (GroupableArticle & { event: string })[] = [];
  while (articles.length < count) {
    const name = `event-${articles.length}`;
    const start = random() * days * 86_400_000;
    const event = Array.from({ length: 6 }, () => `entity-${Math.floor(4_000 * random() ** 2)}`);
    const own = new Map(
      wireLanguages.map((language) => [
        language,
        words(25, vocabularies.get(language) ?? [], () => random() ** 0.3),
      ]),
    );
    for (
      let reports = 1 + Math.floor(40 * random() ** 4);
      reports > 0 && articles.length < count;
      reports--
    ) {
      const language = wireLanguages[Math.floor(random() * wireLanguages.length)] ?? 'en';
      const mixed = (length: number) =>
        [
          ...words(length / 2, own.get(language) ?? [], random),
          ...words(length / 2, vocabularies.get(language) ?? [], random),
        ].sort(() => random() - 0.5);
      articles.push({
        id: `a${articles.length}`,
        event: name,
        outletId: `o${Math.floor(random() * 120)}`,
        language,
        title: mixed(8).join(' '),
        summary: `${mixed(50).join(' ')} ${Math.floor(random() * 500)}`,
        topics: ['armenia-azerbaijan'],
        subtopics: random() < 0.5 ? ['border'] : ['diplomacy'],
        entities: ['armenia', 'azerbaijan', ...event.filter(() => random() < 0.6)],
        at: start + random() * 2 * 86_400_000,
      });
    }
  }
  return articles.sort((a, b) => a.at - b.at);
}

const sentenceWords = 12;

/** The small words of a language, from our own headlines: they begin many names and phrases, so they cost most. */
function smallWords(language: WireLanguage): string[] {
  const titles = Object.values(packHeadlines).flatMap(({ about, not }) => [
    ...(about[language] ?? []),
    ...(not[language] ?? []),
  ]);
  return titles
    .flatMap((title) => title.split(' '))
    .filter((word) => word.length <= 4 && /^\p{Ll}+$|^[ა-ჰ]+$/u.test(word));
}

/**
 * News of at least `bytes` (UTF-8), in six languages by turns: sentences of small words and made-up ones, half and half, each with
 * a name of the catalogue. In the share `onTopic` of the texts every third sentence, and the title, is a headline of a pack.
 */
export function newsOf(
  count: number,
  { seed, bytes, onTopic }: { seed: number; bytes: number; onTopic: number },
): TaggableText[] {
  const random = seeded(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const entities = entityCatalogue();
  const sources = wireLanguages.map((language) => ({
    language,
    rare: vocabulary(language, random),
    small: smallWords(language),
    names: entities
      .flatMap((entity) => entity.names[language] ?? [])
      .map((name) => name.replace(/^[=~]+|\*/g, '')),
    headlines: Object.values(packHeadlines).flatMap(({ about }) => about[language] ?? []),
  }));
  return Array.from({ length: count }, (_, at) => {
    const { language, rare, small, names, headlines } = sources[at % sources.length] ?? {
      language: 'und',
      rare: [],
      small: [],
      names: [],
      headlines: [],
    };
    const isOnTopic = random() < onTopic;
    const plain = (): string =>
      [
        ...words(1, names, random),
        ...Array.from({ length: sentenceWords }, () =>
          random() < 0.5 ? pick(small) : words(1, rare, random).join(''),
        ),
      ].join(' ');
    const title = isOnTopic ? pick(headlines) : plain();
    const sentences: string[] = [];
    for (let size = title.length; size < bytes; size += Buffer.byteLength(sentences.at(-1) ?? ''))
      sentences.push(`${isOnTopic && sentences.length % 3 === 0 ? pick(headlines) : plain()}. `);
    return { title, summary: sentences.join(''), language };
  });
}
