import { piecesOf, regexesOfSource } from './regex-strings.ts';

/** Regular expressions that grow faster than their text, and what bounds the text that they see, in UTF-16 units. */
const bounded: readonly { file: string; begins: string; most: number; why: string }[] = [
  {
    file: 'shared/domain/feed/decode-bytes.ts',
    begins: '<\\?xml',
    most: 1_024,
    why: 'the head of a document',
  },
  {
    file: 'shared/domain/story/lead-text.ts',
    begins: '^(?:[\\p{Lu}\\u10d0',
    most: 90,
    why: 'the head of a summary',
  },
  { file: 'shared/domain/text/sentences.ts', begins: "[\\p{L}\\p{M}.'’-]+$", most: 40, why: 'longestWord' },
];

/** Short steps at first, for what doubles with each sign. */
const lengths = [
  ...Array.from({ length: 25 }, (_, at) => 16 + 2 * at),
  ...Array.from({ length: 10 }, (_, at) => 2 ** (6 + at)),
];
/** CPU milliseconds in which it goes through the longest of them; those that grow as its square need seconds. */
const enough = 60;

function cpuMs(regex: RegExp, text: string): number {
  const before = process.cpuUsage();
  regex.lastIndex = 0;
  regex.exec(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The shortest text, of a growing row, that takes too long at each of three tries. */
function tooLong(
  regex: RegExp,
  { start, piece }: { start: string; piece: string },
  most: number,
): number | null {
  for (const length of lengths.filter((each) => each <= most)) {
    const text = `${start}${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}\u0001`;
    if ([1, 2, 3].every(() => cpuMs(regex, text) > enough)) return length;
  }
  return null;
}

/** Every regular expression of the source on texts made of its own signs. @returns those that take too long, each with its text */
export function steepRegexes(regexes = regexesOfSource()): string[] {
  return regexes.flatMap(({ file, regex }) => {
    const bound = bounded.find((one) => one.file === file && regex.source.startsWith(one.begins));
    const most = bound?.most ?? Infinity;
    for (const text of piecesOf(regex)) {
      const length = tooLong(regex, text, most);
      if (length !== null) return [`${file} ${String(regex)}: ${JSON.stringify(text)} × ${length}`];
    }
    return [];
  });
}
