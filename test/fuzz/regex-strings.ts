import { readdirSync, readFileSync } from 'node:fs';

/** A regular expression in our source. */
export interface FoundRegex {
  file: string;
  regex: RegExp;
}

const root = new URL('../../', import.meta.url);
/** What stands before a literal, so that a division is none. */
const literal =
  /(?<=[=(,:;!&|?[{}]\s*|return\s+|^\s*)\/(?![/*])((?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/gm;

/** Every regular expression written in the domain and the functions; browser code sees its own reader's text only. */
export function regexesOfSource(): FoundRegex[] {
  const files = ['shared', 'functions'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('assets/'))
      .map((file) => `${folder}/${file}`),
  );
  return files.flatMap((file) => {
    const code = readFileSync(new URL(file, root), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^\s*\/\/.*$/gm, '');
    return [...code.matchAll(literal)].flatMap(([, source = '', flags = '']) => {
      try {
        return [{ file, regex: new RegExp(source, flags) }];
      } catch {
        // A path in a template, not a regular expression.
        return [];
      }
    });
  });
}

const escapes: Readonly<Record<string, string>> = {
  s: ' ',
  S: 'x',
  d: '1',
  D: 'x',
  w: 'a',
  W: '-',
  n: '\n',
  r: '\r',
  t: '\t',
  p: 'é',
  P: '-',
  b: '',
  B: '',
};
const atom =
  /\\u\{?([0-9a-fA-F]{1,6})\}?|\\x([0-9a-fA-F]{2})|\\([pP])\{[^}]*\}|\\(.)|\[((?:[^\]\\]|\\.)*)\]|\(\?<?[:=!]|\(\?<\w+>|\{\d+,?\d*\}|[()|*+?^$]|([\s\S])/gu;

/** Signs that the atoms of a regular expression take, in order: one or two for each. A rough reading: it need not match. */
function signsOf(source: string): string[] {
  const signs: string[] = [];
  for (const [, unicode, hex, property, escaped, members, plain] of source.matchAll(atom)) {
    if (unicode !== undefined || hex !== undefined)
      signs.push(String.fromCodePoint(parseInt(unicode ?? hex ?? '', 16)));
    else if (property !== undefined) signs.push(escapes[property] ?? '');
    else if (escaped !== undefined) signs.push(escapes[escaped] ?? escaped);
    else if (members !== undefined) signs.push(...signsOfClass(members));
    else if (plain !== undefined) signs.push(plain === '.' ? 'x' : plain);
  }
  return signs.filter((sign) => sign !== '');
}

function signsOfClass(members: string): string[] {
  if (members.startsWith('^')) return ['x', ' '].filter((sign) => !members.includes(sign));
  const inside = signsOf(members.replace(/^-|-$/g, '\\-'));
  return [inside[0] ?? '', inside.at(-1) ?? ''];
}

/** Texts to be repeated: each sign, each two neighbours, and the whole; and what stands before each sign, as a beginning. */
export function piecesOf(regex: RegExp): { start: string; piece: string }[] {
  const signs = signsOf(regex.source).slice(0, 60);
  const found = new Map<string, { start: string; piece: string }>();
  const add = (start: string, piece: string): void => void found.set(`${start}\n${piece}`, { start, piece });
  signs.forEach((sign, at) => {
    add('', sign);
    add(signs.slice(0, at).join(''), sign);
    add('', `${sign}${signs[at + 1] ?? ' '}`);
  });
  add('', signs.join(''));
  return [...found.values()].filter(({ piece }) => piece !== '');
}
