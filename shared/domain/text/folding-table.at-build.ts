/** Code units with a meaning of their own in the fold table; every letter and digit folds to something above. */
export const separator = 0;
export const skipped = 1;

/** Code unit → folded code unit, `separator`, or `skipped`. One table for six alphabets: a Unicode regex tokeniser costs five times as much. Run at build. */
export const table: Uint16Array = buildTable();

function buildTable(): Uint16Array {
  const folded = new Uint16Array(65_536);
  for (let code = 0; code < folded.length; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCharCode(code);
    if (/[\p{M}\u00ad\u200b-\u200d\u2060\u055a-\u055f]/u.test(character)) folded[code] = skipped;
    else if (/[\p{L}\p{N}]/u.test(character)) folded[code] = character.toLowerCase().charCodeAt(0);
  }
  // Turkish and Azerbaijani write four i's, Russian drops the dots of ё: readers and outlets mix them.
  for (const [from, to] of [
    ['İ', 'i'],
    ['ı', 'i'],
    ['ё', 'е'],
    ['Ё', 'е'],
    ['ə', 'ə'],
    ['Ə', 'ə'],
  ] as const)
    folded[from.charCodeAt(0)] = to.charCodeAt(0);
  return folded;
}
