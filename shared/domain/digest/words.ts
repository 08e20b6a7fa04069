import claimNames from '../../catalogue/claim-names.json' with { type: 'json' };
import strings from '../../catalogue/interface-mail.json' with { type: 'json' };
import zoneCities from '../../catalogue/zone-cities.json' with { type: 'json' };
import { defaultWireName } from '../text/wire-name.ts';
import type { WireLanguage } from '../language.ts';
import type { NamesByLanguage, TopicNames } from '../topics/names.ts';

type Strings = (typeof strings)['en'];
export type WordKey = { [K in keyof Strings]: Strings[K] extends string ? K : never }[keyof Strings];
type GroupKey = Exclude<keyof Strings, WordKey>;
type Values = Record<string, string | number>;

/** The interface of mails and subscription pages in one language. */
export interface Words {
  language: WireLanguage;
  /** A sentence, with its `{name}` placeholders filled. */
  say(key: WordKey, values?: Values): string;
  /** `Yerevan: text`, with the mark of the language. */
  labelled(label: string, text: string): string;
  /** The name of one of a group (a side, an outlet kind …); unknown members go by their id. */
  name(group: GroupKey, id: string): string;
  /** As the packs name it; by its id where no pack does. */
  topic(id: string): string;
  subtopic(id: string): string;
  /** What outlets count: killed, prisoners …; by its id where it has no name. */
  counted(what: string): string;
  /** A time zone by its city; the last part of its id where no table names it: `Asia/Hong_Kong` is Hong Kong. */
  city(zone: string): string;
  /** A number with the language's grouping. */
  number(value: number): string;
  /** The name of a language; its code when it has no known name. */
  languageName(code: string): string;
  /** 1 = Monday … 7 = Sunday, in the form used inside a sentence. */
  weekday(day: number): string;
  /** `24 November`, in the reader's zone. */
  date(instant: string, zone: string): string;
  /** `24 November 2026`, in the reader's zone. */
  fullDate(instant: string, zone: string): string;
  /** `24 November, 07:00`, in the reader's zone. */
  moment(instant: string, zone: string): string;
}

/** Sentences split at their placeholders, once: text, name, text, name … text. */
const splitSentences = new Map<string, string[]>();

function fill(text: string, values: Values): string {
  const pieces = splitSentences.get(text) ?? text.split(/\{(\w+)\}/);
  splitSentences.set(text, pieces);
  let filled = '';
  for (const [at, piece] of pieces.entries())
    filled += at % 2 === 0 ? piece : (values[piece] ?? `{${piece}}`);
  return filled;
}

function formatter(
  language: WireLanguage,
  options: Intl.DateTimeFormatOptions,
): (instant: string, zone: string) => string {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (instant, zone) => {
    const format =
      made.get(zone) ??
      new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...options, timeZone: zone });
    made.set(zone, format);
    return format.format(new Date(instant));
  };
}

/** Intl takes most of the time of an edition with its stories rendered already. */
function memoizedDate(
  answer: (instant: string, zone: string) => string,
): (instant: string, zone: string) => string {
  // Neither an instant nor a zone holds a blank.
  const known = memoized((key) => answer(key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)));
  return (instant, zone) => known(`${instant} ${zone}`);
}

/** Editions name few moments and very many readers share them; past this many the oldest is forgotten. */
const memoLimit = 2_000;

/** Memoizes a function of one text: names are needed in every line of every mail. */
function memoized(answer: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = answer(key);
    const [oldest] = known.keys();
    if (known.size >= memoLimit && oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}

const nameIn =
  (named: Record<string, NamesByLanguage>, language: WireLanguage) =>
  (id: string): string =>
    named[id]?.[language] ?? id;

const citiesOf = (language: WireLanguage): Record<string, string> =>
  Object.fromEntries(Object.entries(zoneCities).map(([zone, names]) => [zone, names[language]]));

/** The sentences with the name of the wire in them. */
const named = (own: Strings, wire: string): Strings =>
  JSON.parse(JSON.stringify(own).replaceAll('{wire}', JSON.stringify(wire).slice(1, -1))) as Strings;

function makeWords(language: WireLanguage, topicNames: TopicNames, wire: string): Words {
  const own = named(strings[language], wire);
  const date = memoizedDate(formatter(language, { day: 'numeric', month: 'long' }));
  const fullDate = memoizedDate(formatter(language, { day: 'numeric', month: 'long', year: 'numeric' }));
  const time = memoizedDate(formatter(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }));
  const weekday = memoizedDate(formatter(language, { weekday: 'long' }));
  const numbers = new Intl.NumberFormat(language);
  const cities = citiesOf(language);
  const languages = new Intl.DisplayNames(language, { type: 'language', fallback: 'code' });
  return {
    language,
    labelled: (label, text) => fill(own.labelled, { label, text }),
    say: (key, values) => (values === undefined ? own[key] : fill(own[key], values)),
    name: (group, id) => (own[group] as Record<string, string>)[id] ?? id,
    topic: nameIn(topicNames.topics, language),
    subtopic: nameIn(topicNames.subtopics, language),
    counted: nameIn(claimNames, language),
    city: memoized((zone) => cities[zone] ?? zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')),
    number: (value) => numbers.format(value),
    languageName: memoized((code) => (code === 'und' ? '—' : (languages.of(code) ?? code))),
    // 1 January 2024 was a Monday.
    weekday: (day) => weekday(`2024-01-0${day}T12:00:00Z`, 'UTC'),
    date,
    fullDate,
    moment: (instant, zone) => fill(own.momentForm, { date: date(instant, zone), time: time(instant, zone) }),
  };
}

export type WordsOf = (language: WireLanguage) => Words;

/** The words of each language, made on first use. @param topicNames the topics' names from the packs @param wire the name of the wire */
export function wordsWith(topicNames: TopicNames, wire: string = defaultWireName): WordsOf {
  const made = new Map<WireLanguage, Words>();
  return (language) => {
    const known = made.get(language) ?? makeWords(language, topicNames, wire);
    made.set(language, known);
    return known;
  };
}
