import { describe, expect, it } from 'vitest';
import { sentencesOf } from '../../../../shared/domain/text/sentences.ts';

const abbreviations = new Set(['mr', 'г', 'т.е', 'прим']);
const of = (text: string): string[] => sentencesOf(text, abbreviations);

describe('the sentences of a text', () => {
  it.each([
    [
      'en',
      'Both met. They agreed! Did they? Yes… They did.',
      ['Both met.', 'They agreed!', 'Did they?', 'Yes…', 'They did.'],
    ],
    ['hy', 'Կողմերը հանդիպեցին։ Նրանք պայմանավորվեցին։', ['Կողմերը հանդիպեցին։', 'Նրանք պայմանավորվեցին։']],
    ['hy, typed with a colon', 'Կողմերը հանդիպեցին: Նրանք գնացին:', ['Կողմերը հանդիպեցին:', 'Նրանք գնացին:']],
    [
      'ka, without capitals',
      'მხარეები შეხვდნენ. ისინი შეთანხმდნენ.',
      ['მხარეები შეხვდნენ.', 'ისინი შეთანხმდნენ.'],
    ],
    [
      'ru',
      'Стороны встретились. «Договорились», – сказал он.',
      ['Стороны встретились.', '«Договорились», – сказал он.'],
    ],
    ['az', 'Tərəflər görüşüb. Şərtlər qəbul edilib.', ['Tərəflər görüşüb.', 'Şərtlər qəbul edilib.']],
  ])('%s', (_name, text, sentences) => {
    expect(of(text)).toEqual(sentences);
  });
  it('are pieces of it, trimmed, and none is empty', () => {
    expect(of('  One.  Two.  ')).toEqual(['One.', 'Two.']);
    expect(of('')).toEqual([]);
    expect(of('   \n \n ')).toEqual([]);
    expect(of('No end')).toEqual(['No end']);
  });
  it('end with the line, whatever the next begins with', () => {
    expect(of('A headline\nand the text\n\n– the rest')).toEqual([
      'A headline',
      'and the text',
      '– the rest',
    ]);
  });
  it('keep the quotation mark or bracket that closes them', () => {
    expect(of('«Мы готовы.» Он ушёл. (He left.) They "stayed." So it was.')).toEqual([
      '«Мы готовы.»',
      'Он ушёл.',
      '(He left.)',
      'They "stayed."',
      'So it was.',
    ]);
  });
  it('end once where there are several signs', () => {
    expect(of('What?! Nothing... Then it began.')).toEqual(['What?!', 'Nothing...', 'Then it began.']);
  });
  it('go on after an initial, a short form or a number inside', () => {
    expect(of('А. Б. Иванов приехал. Mr. Smith left.')).toEqual(['А. Б. Иванов приехал.', 'Mr. Smith left.']);
    expect(of('В 2026 г. Баку ответил.')).toEqual(['В 2026 г. Баку ответил.']);
    expect(of('Глава U.S. Steel уехал.')).toEqual(['Глава U.S. Steel уехал.']);
    expect(of('Cost rose 3.5 percent. Then fell.')).toEqual(['Cost rose 3.5 percent.', 'Then fell.']);
  });
  it('end with a short form where another sign than a point stands', () => {
    expect(of('Кто это, г! Баку ответил.')).toEqual(['Кто это, г!', 'Баку ответил.']);
  });
  it('go on where the next word is small', () => {
    expect(of('They came to approx. ten villages. then left.')).toEqual([
      'They came to approx. ten villages. then left.',
    ]);
  });
  it('begin with a capital, a digit, a quotation mark, a dash or a bracket before one', () => {
    for (const next of ['Ten', '10 men', '«Ten', '"Ten', '(Ten', '– Ten', '— «Ten'])
      expect(of(`They came. ${next}`)).toEqual(['They came.', next]);
  });
  it('go on after an Armenian point that is a colon', () => {
    expect(of('Նրա խոսքով. Հանդիպումը կայացավ։ Վերջ։')).toEqual(['Նրա խոսքով. Հանդիպումը կայացավ։', 'Վերջ։']);
    expect(of('Նա գնաց. Հանդիպումը կայացավ.')).toEqual(['Նա գնաց.', 'Հանդիպումը կայացավ.']);
  });
  it('do not end with a colon in other scripts', () => {
    expect(of('He said: They met.')).toEqual(['He said: They met.']);
  });
});
