import { skeletonWords } from '../../../shared/domain/query/fold.ts';
import { isSameWord } from '../../../shared/domain/query/plain-words.ts';

/** Words and what stands between them, in turn. */
const pieces = /([\p{L}\p{M}\p{N}]+)/gu;

const isHit = (word: string, sought: readonly string[]): boolean =>
  skeletonWords(word).some((folded) => sought.some((wanted) => isSameWord(wanted, folded)));

/** Whether a text holds one of the folded words, in any script and case. */
export const hasHit = (text: string, sought: readonly string[]): boolean =>
  sought.length > 0 && (text.match(pieces) ?? []).some((word) => isHit(word, sought));

/** A text with what was asked for marked. */
export function marked(text: string, sought: readonly string[]): (Node | string)[] {
  if (sought.length === 0) return [text];
  return text.split(pieces).map((piece, at) => {
    if (at % 2 === 0 || !isHit(piece, sought)) return piece;
    const mark = document.createElement('mark');
    mark.textContent = piece;
    return mark;
  });
}
