import { detectLanguage } from '../article/detect-language.ts';
import type { Evidence } from '../evidence.ts';
import { EventTermFinder } from './event-terms.ts';
import { fold } from '../text/folding.ts';
import type { Language } from '../language.ts';
import { nameSkeleton } from '../text/name-skeleton.ts';
import { FigureReader } from './numbers-and-dates.ts';
import { calendarWords, commonId, conceptTerms, eventTerms } from './words.ts';

/** The sorts of fact by which articles on one event are alike. All but `word` mean the same in every language. */
export const factKinds = ['entity', 'name', 'event', 'concept', 'subtopic', 'figure', 'word'] as const;
export type FactKind = (typeof factKinds)[number];

/** `kind:value` of each fact, with its weight in the article: 2 where the title has it, 1 where only the summary has. */
export type Facts = Record<FactKind, Map<string, number>>;

export interface FactSource {
  language: Language;
  title: string;
  summary: string;
  topics: string[];
  subtopics: string[];
  /** Canonical entity ids. */
  entities: string[];
  /** Those that the title names. */
  titleEntities?: string[];
}

/** A fact of the title counts so much more than one of the summary. */
export const titleWeight = 2;
/** Words are compared by their beginnings: five letters keep most stems and lose most endings. */
const wordStem = 5;
const shortestWord = 4;

const terms = new EventTermFinder(eventTerms);
const concepts = new EventTermFinder(conceptTerms);
const figures = new FigureReader(calendarWords);

/** Georgian has no capitals: any of its words may be a name, and counts as one where another script agrees. */
const mayBeName = (written: string, language: string): boolean =>
  language === 'ka' || /^\p{Lu}/u.test(written);

function put(into: Map<string, number>, fact: string, weight: number): void {
  into.set(fact, Math.max(into.get(fact) ?? 0, weight));
}

function readField(
  text: string,
  weight: number,
  { facts, language }: { facts: Facts; language: string },
): void {
  const written = text.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  const words = written.map(fold);
  for (const [at, word] of words.entries()) {
    if (word.length < shortestWord || /^\d/.test(word)) continue;
    put(facts.word, `word:${language}:${word.slice(0, wordStem)}`, weight);
    const skeleton = mayBeName(written[at] ?? '', language) ? nameSkeleton(word, language) : null;
    if (skeleton !== null) put(facts.name, `name:${skeleton}`, weight);
  }
  for (const term of terms.find(words, language)) put(facts.event, `event:${term}`, weight);
  for (const concept of concepts.find(words, language)) put(facts.concept, `concept:${concept}`, weight);
  const read = figures.read(text, language);
  for (const date of read.dates) put(facts.figure, `figure:${date}`, weight);
  for (const number of read.numbers) put(facts.figure, `figure:${number}`, weight);
  const times = figures.times(text, language);
  for (const year of times.years) put(facts.figure, `figure:${year}y`, weight);
  for (const month of times.months) put(facts.figure, `figure:${month}m`, weight);
  for (const weekday of times.weekdays) put(facts.figure, `figure:${weekday}d`, weight);
}

/** The language to read an article in: the feed's, or what its text shows where the feed gives none. */
export const readLanguage = ({
  language,
  title,
  summary,
}: Pick<FactSource, 'language' | 'title' | 'summary'>): Language =>
  language === 'und' ? detectLanguage(`${title} ${summary}`).language : language;

/** The entities that the title names, by the evidence of the tags. */
export const titleEntitiesOf = (evidence: readonly Evidence[]): string[] =>
  evidence
    .filter(({ kind, places }) => kind === 'entity' && places.some(({ field }) => field === 'title'))
    .map(({ of }) => of);

/** What an article says, in facts that can be compared across languages. Pure and deterministic. */
export function factsOf(article: FactSource): Facts {
  const facts: Facts = {
    entity: new Map(),
    name: new Map(),
    event: new Map(),
    concept: new Map(),
    subtopic: new Map(),
    figure: new Map(),
    word: new Map(),
  };
  readField(article.title, titleWeight, { facts, language: article.language });
  readField(article.summary, 1, { facts, language: article.language });
  for (const entity of article.entities) put(facts.entity, `entity:${commonId(entity)}`, 1);
  for (const entity of article.titleEntities ?? [])
    put(facts.entity, `entity:${commonId(entity)}`, titleWeight);
  for (const topic of article.topics) put(facts.subtopic, `topic:${topic}`, 1);
  for (const subtopic of article.subtopics) put(facts.subtopic, `subtopic:${subtopic}`, 1);
  return facts;
}
