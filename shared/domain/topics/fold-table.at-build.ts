/**
 * Folding: one table from a UTF-16 unit to the letter it is compared as. It makes İ = i, ə = e, ё = е, Ა = ა, é = e,
 * so that one alias finds every spelling, and leaves offsets alone. ı stays a letter of its own: sınır (border) is not sinir (nerve).
 * Run at build: asking Unicode about 65,536 units takes as long as starting a small function.
 */

/** Not part of a word. */
export const notInWord = 0;
/** Invisible inside a word: combining marks, soft hyphens, joiners, Armenian stress and question marks. */
export const unseen = 1;
/** և is written as one letter or as two (եւ): compared as the two of `armenianEvParts`. */
export const twoLetters = 2;
const armenianEv = 'և';

const foldedByHand: Record<string, string> = {
  İ: 'i',
  I: 'i',
  ə: 'e',
  Ə: 'e',
  ё: 'е',
  Ё: 'е',
  ß: 's',
  ø: 'o',
  Ø: 'o',
  ł: 'l',
  Ł: 'l',
  đ: 'd',
  Đ: 'd',
  æ: 'e',
  Æ: 'e',
};

const unseenInWords = /[\p{Mn}\p{Cf}՛-՞ՙ]/u;
const lettersAndDigits = /[\p{L}\p{N}]/u;
/** Letters whose mark makes another letter, not another spelling. */
const keepsItsMark = /[йҐґў]/iu;

function foldedLetter(letter: string): string {
  const byHand = foldedByHand[letter];
  if (byHand !== undefined) return byHand;
  const lower = letter.toLowerCase();
  if (keepsItsMark.test(lower)) return lower;
  // Mtavruli (U+1C90…) lower-cases to Mkhedruli by itself; NFD takes Latin and Greek accents off.
  return lower.normalize('NFD').slice(0, 1);
}

function buildTable(): Uint16Array {
  const table = new Uint16Array(65_536);
  for (let unit = 0; unit < 65_536; unit += 1) {
    if (unit >= 0xd800 && unit <= 0xdfff) continue;
    const letter = String.fromCharCode(unit);
    if (unseenInWords.test(letter)) table[unit] = unseen;
    else if (letter === armenianEv) table[unit] = twoLetters;
    else if (lettersAndDigits.test(letter)) table[unit] = foldedLetter(letter).charCodeAt(0);
  }
  return table;
}

/** What each UTF-16 unit is compared as; `notInWord` or `unseen` when it is not a letter, `twoLetters` for և. */
export const folding: Uint16Array = buildTable();

/** 1 where a unit may begin a name: an upper-case letter, or a letter of a script without case (Georgian). */
export const beginsName: Uint8Array = (() => {
  const flags = new Uint8Array(65_536);
  for (let unit = 0; unit < 65_536; unit += 1) {
    if (/[\p{Lu}\p{Lt}\p{Lo}\u10a0-\u10ff]/u.test(String.fromCharCode(unit))) flags[unit] = 1;
  }
  return flags;
})();
