import { textOfHtml } from '../../shared/domain/text/clean-text.ts';
import { readDate } from '../../shared/domain/feed/dates.ts';
import { parsedUrl } from '../../shared/domain/text/parsed-url.ts';
import type { Case, Expected, Fields } from './expected.ts';

export interface Check {
  case: Case;
  /** `feed` or the item's number. */
  of: string;
  field: keyof Fields;
  expected: string;
  actual: string;
  passed: boolean;
}

const plain = (value: string): string => textOfHtml(textOfHtml(value)).normalize('NFC');
const link = (value: string): string => (parsedUrl(value)?.href ?? value).trim();
const names = (value: readonly string[]): string =>
  [...new Set(value.map(plain))]
    .filter((name) => name !== '')
    .sort()
    .join(' | ');
const date = (value: string): string => readDate(value)?.replace(/\.\d+Z$/, 'Z') ?? value;

type TextField = Exclude<keyof Fields, 'authors' | 'categories'>;
const normal: Record<TextField, (value: string) => string> = {
  title: plain,
  summary: plain,
  content: plain,
  link,
  id: (value) => value.trim(),
  published: date,
  updated: date,
};
const checked: readonly (keyof Fields)[] = [
  'title',
  'link',
  'id',
  'published',
  'updated',
  'summary',
  'content',
  'authors',
  'categories',
];

function compare(
  field: keyof Fields,
  expected: Partial<Fields>,
  actual: Partial<Fields>,
): { expected: string; actual: string } | null {
  const valueOf = (given: Partial<Fields>): string => {
    if (field === 'authors' || field === 'categories') return names(given[field] ?? []);
    return normal[field](given[field] ?? '');
  };
  const wanted = valueOf(expected);
  return wanted === '' ? null : { expected: wanted, actual: valueOf(actual) };
}

/** A title may be cut at 300 characters and a summary at 4,000: both by design. */
const agrees = (field: keyof Fields, expected: string, actual: string): boolean =>
  expected === actual ||
  ((field === 'title' || field === 'summary') &&
    actual.endsWith('…') &&
    actual.length > 250 &&
    expected.startsWith(actual.slice(0, -1).trim()));

function* pairsOf(
  expected: Expected,
  actual: Expected | null,
): Generator<[string, Partial<Fields>, Partial<Fields>]> {
  yield ['feed', expected.feed, actual?.feed ?? {}];
  for (const [at, item] of expected.items.entries()) yield [String(at), item, actual?.items[at] ?? {}];
}

/** One check per value that the set expects: feed and items; title, link, id, dates, summary, content, authors, categories. */
export function checksOf(one: Case, actual: Expected | null): Check[] {
  const checks: Check[] = [];
  for (const [of, expected, got] of pairsOf(one.expected, actual)) {
    for (const field of checked) {
      const compared = compare(field, expected, got);
      if (compared !== null)
        checks.push({
          case: one,
          of,
          field,
          ...compared,
          passed: agrees(field, compared.expected, compared.actual),
        });
    }
  }
  return checks;
}
