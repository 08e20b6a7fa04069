import { type Language, type WireLanguage, wireLanguages } from '../language.ts';
import { glossNames } from '../story/gloss.ts';
import type { Story } from '../story/story.ts';
import { translationOf } from '../story/translation.ts';
import type { Preferences } from '../subscriber/subscriber.ts';
import type { ReadingAids } from './choice.ts';
import type { EditionStory, Translated } from './edition.ts';

/** Who reads, and what helps. */
export interface Reading {
  to: WireLanguage;
  /** Languages that the reader is taken to read: never translated. */
  own: ReadonlySet<Language>;
  originals: boolean;
  aids: ReadingAids | undefined;
}

/** Who takes articles in all six languages has not said which of them she reads. */
export function readingOf(reader: Preferences, aids: ReadingAids | undefined): Reading {
  const chosen = reader.languages.length < wireLanguages.length ? reader.languages : [];
  return {
    to: reader.interface,
    own: new Set([reader.interface, ...chosen]),
    originals: reader.originals === true,
    aids,
  };
}

/** The translation of a text, where the reader wants and needs one and there is one. */
export function translatedFor(
  { to, own, originals, aids }: Reading,
  language: Language,
  text: string,
): Translated | undefined {
  return originals || own.has(language) ? undefined : translationOf(aids?.translations, to, text);
}

/** What a story is about, for who cannot read its headline. */
export function aboutFor(
  { to, own, aids }: Reading,
  { subtopics }: Story,
  language: Language,
): Pick<EditionStory, 'about'> {
  if (own.has(language)) return {};
  const names = [...new Set(aids?.names.map((name) => name[to]))].slice(0, glossNames);
  return { about: { names, subtopics } };
}
