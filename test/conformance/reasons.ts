import { basename } from 'node:path';
import type { Check } from './checks.ts';

type Rule = readonly [reason: string, fits: (check: Check, file: string) => boolean];

const isText = ({ field }: Check): boolean =>
  field === 'title' || field === 'summary' || field === 'content' || field === 'categories';

/** Expectations that are faults of a set, not checks of a parser. Each looks at the expected value only. */
const notApplicable: readonly Rule[] = [
  [
    'not applicable: the set read ISO-8859-1 bytes as UTF-8 and expects the text without its accents',
    (check, file) => /^(encoding|uolNoticias)\.rss$/.test(file) && isText(check),
  ],
  [
    'not applicable: the set expects a word that its own parser option puts in',
    ({ expected }, file) => file === 'xml2js-options.rss' && expected === 'EMPTY',
  ],
  [
    'not applicable: the set expects mixed content in the wrong order, as xml2js loses it',
    ({ field }, file) => /^reddit-(home|atom)\.rss$/.test(file) && field === 'summary',
  ],
  [
    'not applicable: the set expects the «Continue reading» below an excerpt, which is no part of it',
    ({ field, expected }) =>
      field === 'summary' && /Continue reading(?:\.\.\.|…|”| .{1,40})?$/.test(expected),
  ],
  [
    'not applicable: the document has a placeholder for a URL',
    ({ field, expected }) => field === 'link' && expected.endsWith('のURL'),
  ],
];

/** Why we answer otherwise. The first that fits is printed. */
const ofOurs: readonly Rule[] = [
  [
    "a relative link is resolved (to the feed's self link, where the set gives no URL)",
    ({ field, expected, actual }) =>
      field === 'link' && expected.startsWith('/') && actual.endsWith(expected),
  ],
  [
    'all authors are kept, the set keeps one',
    ({ field, expected, actual }) => field === 'authors' && actual.split(' | ').includes(expected),
  ],
  [
    'names are read from "Name (mailto:address)", the set keeps the whole text',
    ({ field, expected, actual }) => field === 'authors' && expected.startsWith(`${actual} (`),
  ],
  [
    "the item's own author is preferred to its itunes:author, or the other way round",
    ({ field }) => field === 'authors',
  ],
  [
    'keywords and subcategories count as categories',
    ({ field, expected, actual }) =>
      field === 'categories' && expected.split(' | ').every((name) => actual.split(' | ').includes(name)),
  ],
  [
    'markup inside an id is left out',
    ({ field, expected, actual }) => field === 'id' && expected.replace(/<[^>]*>/g, '') === actual,
  ],
  [
    'text escaped twice inside base64 is unescaped once',
    ({ field, actual }) => field === 'content' && actual.startsWith('<'),
  ],
];

const found = (rules: readonly Rule[], check: Check): string | undefined =>
  rules.find(([, fits]) => fits(check, basename(check.case.file)))?.[0];

export const isApplicable = (check: Check): boolean => found(notApplicable, check) === undefined;
export const reasonOf = (check: Check): string =>
  found(notApplicable, check) ?? found(ofOurs, check) ?? 'unexplained';
