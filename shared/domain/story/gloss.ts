import type { Language } from '../language.ts';

/** What a headline in another language is about, as far as we know without reading it. */
export interface GlossFacts {
  language: Language;
  topics: readonly string[];
  subtopics: readonly string[];
  /** Of people, places and organisations, in the reader's language. */
  names: readonly string[];
}

/** The names of things in the reader's language. */
export interface GlossWords {
  languageName(code: Language): string;
  topic(id: string): string;
  subtopic(id: string): string;
}

export const glossNames = 4;
const glossSubtopics = 3;

const capitalised = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1);

/** `Armenian: CSTO · Armenia, Bishkek — membership`: never wrong in its wording, for it has none of its own. */
export function glossLine({ language, topics, subtopics, names }: GlossFacts, words: GlossWords): string {
  const named = names.slice(0, glossNames).join(', ');
  const about = subtopics.slice(0, glossSubtopics).map((id) => words.subtopic(id));
  const parts = [...topics.map((id) => words.topic(id)), ...(named === '' ? [] : [named])].join(' · ');
  return `${capitalised(words.languageName(language))}: ${parts}${about.length > 0 ? ` — ${about.join(', ')}` : ''}`;
}
