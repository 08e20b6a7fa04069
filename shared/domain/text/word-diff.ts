/** A stretch of two texts: in both, only in the older, or only in the newer. */
export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Words beyond this are compared as one piece, so that a hostile text costs at most 600² steps. */
const wordLimit = 600;

function splitWords(text: string): string[] {
  // The space after a word goes with it, so that two changed words in a row read as one change.
  const words = text.match(/[\p{L}\p{M}\p{N}]+\s*|[^\s\p{L}\p{M}\p{N}]\s*|\s+/gu) ?? [];
  return words.length <= wordLimit ? words : [...words.slice(0, wordLimit), words.slice(wordLimit).join('')];
}

/** Lengths of the longest common subsequence of the tails of `a` and `b`. */
function commonTails(a: string[], b: string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const below = rows[i + 1]?.[j] ?? 0;
      const right = rows[i]?.[j + 1] ?? 0;
      const best = a[i] === b[j] ? (rows[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(below, right);
      const row = rows[i];
      if (row !== undefined) row[j] = best;
    }
  }
  return rows;
}

function join(parts: DiffPart[], kind: DiffPart['kind'], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === kind) last.text += text;
  else parts.push({ kind, text });
}

/**
 * What changed between two texts, word by word in any script.
 * The `same` and `removed` parts joined are `before`; the `same` and `added` parts joined are `after`.
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const a = splitWords(before);
  const b = splitWords(after);
  const tails = commonTails(a, b);
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      join(parts, 'same', left);
      [i, j] = [i + 1, j + 1];
    } else if (
      left !== undefined &&
      (right === undefined || (tails[i + 1]?.[j] ?? 0) >= (tails[i]?.[j + 1] ?? 0))
    ) {
      join(parts, 'removed', left);
      i++;
    } else {
      join(parts, 'added', right ?? '');
      j++;
    }
  }
  return parts;
}
