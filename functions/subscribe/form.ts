import { isInCatalogue } from '../../shared/catalogue/follow-labels.ts';
import { offeredLanguages, offeredTopics } from '../../shared/catalogue/offered.ts';
import type { WordKey } from '../../shared/domain/digest/words.ts';
import { parseAddress } from '../../shared/domain/subscriber/address.ts';
import { type Follow, readFollow } from '../../shared/domain/subscriber/follow.ts';
import { likelyMeant } from '../../shared/domain/subscriber/mailbox.ts';
import { type WireLanguage, wireLanguages } from '../../shared/domain/language.ts';
import { isTimeZone } from '../../shared/domain/text/local-time.ts';
import {
  frequencies,
  type Preferences,
  preferencesSchema,
  usualHour,
} from '../../shared/domain/subscriber/subscriber.ts';

/** Invisible, and named so that no browser fills it in: only robots do. */
export const trapField = 'leave-blank';

/** What can be chosen, topic by topic. */
export const topicChoices = offeredTopics.subtopicsOf;
const offered = new Set(
  Object.entries(topicChoices).flatMap(([topic, subtopics]) => [
    topic,
    ...subtopics.map((subtopic) => `${topic}.${subtopic}`),
  ]),
);

/** What a reader has may be kept though it is offered no more. */
const isOfferedTo = ({ topics }: Preferences, topic: string): boolean =>
  offered.has(topic) || topics.includes(topic);
export const languagesFor = ({ interface: own }: Pick<Preferences, 'interface'>): readonly WireLanguage[] =>
  wireLanguages.filter((code) => code === own || offeredLanguages.includes(code));

/** The zone most readers of a language live in, until they choose. */
const usualZone: Record<WireLanguage, string> = {
  hy: 'Asia/Yerevan',
  az: 'Asia/Baku',
  ru: 'Europe/Moscow',
  en: 'UTC',
  ka: 'Asia/Tbilisi',
  tr: 'Europe/Istanbul',
};

export function defaultPreferences(language: WireLanguage, zone: string | null): Preferences {
  return {
    topics: Object.keys(topicChoices),
    languages: [...wireLanguages],
    interface: offeredLanguages.includes(language) ? language : 'en',
    frequency: 'daily',
    weekday: 1,
    hour: usualHour,
    zone: zone !== null && isTimeZone(zone) ? zone : usualZone[language],
    quietNote: false,
  };
}

/** The choices as posted, as far as they make sense, and the faults in words for the rest. */
export interface ReadForm {
  email: string;
  address: string | null;
  /** What was pressed to follow on the site; already among the preferences. */
  follow: Follow | null;
  preferences: Preferences;
  faults: WordKey[];
}

/** A field's number, or the default where the form has no such field. */
const numberField = (form: URLSearchParams, name: string, fallback: number): number => {
  const text = form.get(name);
  return text === null || text === '' ? fallback : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
};

/** Languages by the places the reader gave them; those without one keep their order, behind. */
function inOrder(languages: string[], form: URLSearchParams): string[] {
  const place = (code: string): number =>
    Number(form.get(`place-${code}`) || Number.NaN) || languages.length + 1;
  return languages.toSorted((a, b) => place(a) - place(b));
}

export function readPreferences(
  form: URLSearchParams,
  defaults: Preferences,
): { preferences: Preferences; faults: WordKey[] } {
  const faults: WordKey[] = [];
  const topics = [...new Set(form.getAll('topics'))];
  const languages = form.has('languages')
    ? inOrder([...new Set(form.getAll('languages'))], form)
    : form.has('languagesShown')
      ? []
      : [...defaults.languages];
  const zone = form.get('timezone') ?? defaults.zone;
  if (topics.length === 0) faults.push('badTopics');
  if (languages.length === 0) faults.push('badLanguages');
  if (!isTimeZone(zone)) faults.push('badZone');
  const read = preferencesSchema.safeParse({
    topics,
    languages,
    zone,
    interface: form.get('language') ?? defaults.interface,
    frequency: form.get('frequency') ?? defaults.frequency,
    weekday: numberField(form, 'weekday', defaults.weekday),
    hour: numberField(form, 'hour', defaults.hour),
    quietNote: form.get('quietNote') === 'yes',
    ...(form.get('originals') === 'yes' && { originals: true }),
  });
  const isKnown = (topic: string): boolean => isOfferedTo(defaults, topic);
  const isSpoken = languagesFor(defaults).some((code) => read.data?.interface === code);
  if (read.success && topics.every(isKnown) && isSpoken) return { preferences: read.data, faults };
  return { preferences: keptChoices(form, defaults), faults: faults.length > 0 ? faults : ['badField'] };
}

/** For showing the form again: each field that makes sense alone. */
function keptChoices(form: URLSearchParams, defaults: Preferences): Preferences {
  const topics = form.getAll('topics').filter((topic) => isOfferedTo(defaults, topic));
  const language = form.get('language') ?? '';
  const zone = form.get('timezone') ?? '';
  return {
    ...defaults,
    topics,
    interface: languagesFor(defaults).find((code) => code === language) ?? defaults.interface,
    frequency: frequencies.find((frequency) => frequency === form.get('frequency')) ?? defaults.frequency,
    zone: isTimeZone(zone) ? zone : defaults.zone,
  };
}

/** What somebody without a link of their own may ask to follow: what the catalogue names, or a story; no words of their own. */
export function readWish(key: string | null): Follow | null {
  const follow = readFollow(key ?? '');
  return follow !== null && follow.kind !== 'query' && isInCatalogue(follow) ? follow : null;
}

export function readSignUp(form: URLSearchParams, defaults: Preferences): ReadForm {
  const email = (form.get('corrected') ?? form.get('email') ?? '').slice(0, 300);
  const address = parseAddress(email);
  const { preferences, faults } = readPreferences(form, defaults);
  const follow = readWish(form.get('follow'));
  return {
    email,
    address,
    follow,
    preferences: follow === null ? preferences : { ...preferences, follows: [follow] },
    faults: address === null ? ['badAddress', ...faults] : faults,
  };
}

/** What the address was perhaps meant to be, unless the reader said that it is right. */
export function likelyTypo(address: string, form: URLSearchParams): { typed: string; meant: string } | null {
  const meant = likelyMeant(address);
  const sure = parseAddress(form.get('sure') ?? '') === address;
  return meant === null || sure ? null : { typed: address, meant };
}
