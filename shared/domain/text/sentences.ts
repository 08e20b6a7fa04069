/** The Armenian full stop is ։, often typed as a colon; Georgian has no capitals, so any letter may begin a sentence there. */
const stop = /(?<![.!?…։])[.!?…։]+[»”"')\]]*(?=\s|$)|(?<=[\u0531-\u0587]):(?=\s)|\n+/gu;

const wordBefore = /[\p{L}\p{M}.'’-]+$/u;
/** No abbreviation is longer; what stands further before a point says nothing of it. */
const longestWord = 40;
const beginsSentence = /^[\s«“"'([–—-]*[\p{Lu}\p{Lt}\p{Lo}\u10a0-\u10ff\d]/u;

/** «А. Б. Иванов», «Mr. Smith», «2026 г.»: the point belongs to the word. */
function isAbbreviated(before: string, mark: string, abbreviations: ReadonlySet<string>): boolean {
  if (mark !== '.') return false;
  const word = wordBefore.exec(before)?.[0] ?? '';
  return /^\p{Lu}$/u.test(word) || /(?:^|\.)\p{Lu}$/u.test(word) || abbreviations.has(word.toLowerCase());
}

/**
 * The sentences of a text, trimmed, in its order; their texts are pieces of it.
 * @param abbreviations words, in small letters and without their last point, after which a point ends no sentence
 */
export function sentencesOf(text: string, abbreviations: ReadonlySet<string>): string[] {
  const sentences: string[] = [];
  const armenian = text.includes('։');
  let from = 0;
  for (const match of text.matchAll(stop)) {
    const end = match.index + match[0].length;
    if (match[0].trim() !== '') {
      const before = text.slice(Math.max(from, match.index - longestWord), match.index);
      // Beside the full stop ։ an Armenian point is a colon: «Նրա խոսքով. …».
      if (armenian && match[0] === '.' && /[\u0531-\u0587]$/u.test(before)) continue;
      if (isAbbreviated(before, match[0], abbreviations)) continue;
      if (end < text.length && !beginsSentence.test(text.slice(end, end + 12))) continue;
    }
    const sentence = text.slice(from, end).trim();
    if (sentence !== '') sentences.push(sentence);
    from = end;
  }
  const rest = text.slice(from).trim();
  return rest === '' ? sentences : [...sentences, rest];
}
