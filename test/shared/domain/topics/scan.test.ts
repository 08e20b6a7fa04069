import { expect, it } from 'vitest';
import { Scanner } from '../../../../shared/domain/topics/scan.ts';
import { StemCollection, StemTable } from '../../../../shared/domain/topics/table.ts';
import { PhraseCollection, PhraseTree } from '../../../../shared/domain/topics/tree.ts';
import { WordTable } from '../../../../shared/domain/topics/words.ts';

/** The sentence of each word of a summary. */
function sentencesOf(summary: string): number[] {
  const scanner = new Scanner(
    new WordTable(
      new StemTable(new StemCollection().table()),
      new PhraseTree(new PhraseCollection().tree()),
      new Map(),
    ),
  );
  scanner.readSummary(summary);
  return Array.from(scanner.scan.sentence.subarray(0, scanner.scan.words));
}

it.each([
  ['a point before a capital', 'Baku spoke. Yerevan answered.', [1, 1, 2, 2]],
  ['a point before a small letter', 'в с. ворнакар и др. сёлах', [1, 1, 1, 1, 1, 1]],
  ['the point after an initial', 'А. Лукашенко прибыл. Н. Пашинян уехал.', [1, 1, 1, 2, 2, 2]],
  ['a point behind a quotation mark', 'Он сказал: «нет». Потом ушёл.', [1, 1, 1, 2, 2]],
  ['the Armenian full stop', 'Եկավ վարչապետը։ Գնաց նախարարը։', [1, 1, 2, 2]],
])('a sentence ends or not: %s', (_name, summary, sentences) => {
  expect(sentencesOf(summary)).toEqual(sentences);
});
