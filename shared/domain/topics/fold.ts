import { folding, notInWord, twoLetters, unseen } from './fold-table.at-build.ts';

export { beginsName, folding, notInWord, twoLetters, unseen } from './fold-table.at-build.ts';

/** The two letters that և is compared as. */
export const armenianEvParts = [0x0565, 0x0582] as const;

/** ԵՐԵՎԱՆ: in capitals, and at the start of Եվրոպա, և is written as ե and վ (reformed spelling). */
const armenianVew = 0x057e;

/** The letter that a folded one is compared as behind another: վ behind ե is the second part of և. */
export const behind = (folded: number, before: number | undefined): number =>
  folded === armenianVew && before === armenianEvParts[0] ? armenianEvParts[1] : folded;

/** Languages whose small I is ı: in their words of capitals an I is that letter. */
export const dotlessLanguages: ReadonlySet<string> = new Set(['az', 'tr']);
export const capitalI = 0x49;
export const dotlessI = 0x131;

/** The words of a phrase as the matcher compares them. Not for the hot path: see scan.ts. */
export function foldedWords(phrase: string): string[] {
  const words: string[] = [];
  let word = '';
  let last: number | undefined;
  for (let index = 0; index < phrase.length; index += 1) {
    const folded = folding[phrase.charCodeAt(index)] ?? notInWord;
    if (folded === unseen) continue;
    // Not read from the word: that would copy what was written of it, letter by letter.
    last = folded > unseen ? behind(folded, last) : undefined;
    if (folded === twoLetters) word += String.fromCharCode(...armenianEvParts);
    else if (last !== undefined) word += String.fromCharCode(last);
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}
