import { expect, test } from 'vitest';
import { steepRegexes } from './growth-of-regexes.ts';
import { textFunctions } from './text-functions.ts';
import { throughOthers, ways } from './text-ways.ts';

/** What is quadratic in this is quadratic in a document that anybody may serve. */
const small = 24_000;
const factor = 4;
/** Of two steps in length the flatter one counts: strings that outgrow a cache or a heap space make one step steep, never both. */
const steps = (least: number): number[] => [least, factor * least, factor ** 2 * least];
const steepest = 1.2;
/** CPU milliseconds below which a measurement is noise. */
const noise = 60;
const tries = 5;

/** Each is repeated to its length; a last sign lets what was matched fail. */
const repeated = [
  'a',
  ' ',
  '/',
  '#',
  '<',
  '>',
  '&',
  '"',
  "'",
  '=',
  '-',
  '.',
  ',',
  ':',
  ';',
  '(',
  '[',
  ']',
  '{',
  '1',
  '\n',
  '\u00a0',
  'é',
  'ж',
  'ա',
  '<a ',
  '<a>',
  '</a>',
  '<!--',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&#',
  '&#x1F600;',
  'http://',
  'www.',
  'a=',
  'a="',
  '<img ',
  '<img src=x ',
  '\u00c3\u00a9',
  'Далее ',
  'continue reading ',
  'a. ',
  '1:1 ',
  '</p',
  '<time ',
  '//',
  'a:b ',
];

const textOf = (piece: string, length: number): string =>
  `${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)}!`;

/** CPU milliseconds of this process. */
async function cost(work: (text: string) => unknown, text: string): Promise<number> {
  const before = process.cpuUsage();
  await work(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** The exponent of growth over one step, the smallest of several measurements; 0 where the work is too short to tell. */
async function exponentOf(work: (text: string) => unknown, shorter: string, longer: string): Promise<number> {
  let least = Infinity;
  for (let at = 0; at < tries && least > steepest; at++) {
    const long = await cost(work, longer);
    if (long < noise) return 0;
    const short = Math.max(1, await cost(work, shorter));
    least = Math.min(least, Math.log(long / short) / Math.log(factor));
  }
  return least;
}

async function steep(work: (text: string) => unknown, pieces = repeated, least = small): Promise<string[]> {
  const found: string[] = [];
  for (const piece of pieces) {
    const [short = '', middle = '', long = ''] = steps(least).map((length) => textOf(piece, length));
    const first = await exponentOf(work, short, middle);
    const exponent = first <= steepest ? first : Math.min(first, await exponentOf(work, middle, long));
    if (exponent > steepest) found.push(`${JSON.stringify(piece)}: exponent ${exponent.toFixed(2)}`);
  }
  return found;
}

test.each(Object.entries(ways))(
  '%s takes time in proportion to its length',
  { timeout: 240_000 },
  async (_name, work) => {
    expect(await steep(work)).toEqual([]);
  },
);

const direct = [...(await textFunctions())].filter(([key]) => {
  const name = key.split(' ')[1] ?? '';
  return !(name in ways) && !throughOthers.has(name);
});

test.each(direct)('%s takes time in proportion to its length', { timeout: 240_000 }, async (_name, work) => {
  /** Some take ids or dates only, and refuse all else; a TypeError says that it takes more than text, and wants a way of its own. */
  const refusing = async (text: string): Promise<void> => {
    try {
      await work(text);
    } catch (error) {
      if (error instanceof TypeError) throw error;
    }
  };
  expect(await steep(refusing)).toEqual([]);
});

test('sees growth that is quadratic', { timeout: 240_000 }, async () => {
  expect(await steep((text) => text.replace(/[/#]+$/, ''), ['/'], 3_000)).toHaveLength(1);
});

test(
  'every regular expression goes through a text made of its own signs in time',
  { timeout: 240_000 },
  () => {
    expect(steepRegexes()).toEqual([]);
  },
);

test.each([/[/#]+$/, /^(a+)+$/, /\s*,\s*$/])('%s would be found', { timeout: 240_000 }, (regex) => {
  expect(steepRegexes([{ file: 'here', regex }])).toHaveLength(1);
});
