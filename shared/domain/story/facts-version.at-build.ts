import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const imported = /^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'/gm;

/** The files that a file is made of: itself and all that it imports. */
function madeOf(file: URL, known: Map<string, string>): Map<string, string> {
  if (known.has(file.href)) return known;
  const text = readFileSync(file, 'utf8');
  known.set(file.href, text);
  if (file.href.endsWith('.ts'))
    for (const [, path = ''] of text.matchAll(imported)) madeOf(new URL(path, file), known);
  return known;
}

/** Changes with the code and the data that read the facts of an article: facts saved by others are read anew. */
export const factsVersion: string = [
  ...madeOf(new URL('book-article.ts', import.meta.url), new Map()).values(),
]
  .sort()
  .reduce((hash, text) => hash.update(text), createHash('sha256'))
  .digest('hex')
  .slice(0, 12);
