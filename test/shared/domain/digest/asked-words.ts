import type { Words } from '../../../../shared/domain/digest/words.ts';

/** Words that say what they were asked for: `key(a b)`. */
export const words: Words = {
  language: 'en',
  say: (key, values) => (values === undefined ? key : `${key}(${Object.values(values).join(' ')})`),
  labelled: (label, text) => `${label}: ${text}`,
  name: (group, id) => `${group}.${id}`,
  topic: (id) => `T-${id}`,
  subtopic: (id) => `S-${id}`,
  counted: (what) => `counted-${what}`,
  city: (zone) => zone,
  number: (value) => String(value),
  languageName: (code) => `in-${code}`,
  weekday: String,
  date: (instant) => `date ${instant}`,
  fullDate: (instant) => `full ${instant}`,
  moment: (instant) => `moment ${instant}`,
};
