/** What a public test set expects of one document, brought to one form. Absent = it says nothing about it. */
export interface Expected {
  feed: Partial<Fields>;
  items: Partial<Fields>[];
}

export interface Fields {
  title: string;
  link: string;
  id: string;
  published: string;
  updated: string;
  summary: string;
  content: string;
  authors: string[];
  categories: string[];
}

export interface Case {
  set: string;
  file: string;
  expected: Expected;
}

/** JSON of unknown shape, read with care. */
export type Json = { [name: string]: unknown };

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Leaves out what is undefined or empty: what a set does not say is not checked. */
export function fields(given: { [K in keyof Fields]?: Fields[K] | undefined }): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value.length > 0),
  );
}
