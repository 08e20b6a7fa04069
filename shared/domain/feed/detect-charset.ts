import iconv from 'iconv-lite';
import { armscii8Score } from './armscii-8.ts';

export interface CharsetGuess {
  encoding: string;
  /** Whether the letters are clearly more likely than under that other encoding. */
  beats(label: string): boolean;
}

/** Share of each letter in Russian text, per thousand (Lyashevskaya & Sharov 2009, rounded); case is folded. */
const russian: Record<string, number> = {
  о: 110,
  е: 85,
  а: 80,
  и: 74,
  н: 67,
  т: 63,
  с: 55,
  р: 47,
  в: 45,
  л: 43,
  к: 35,
  м: 32,
  д: 30,
  п: 28,
  у: 26,
  я: 20,
  ы: 19,
  ь: 17,
  г: 17,
  з: 16,
  б: 16,
  ч: 14,
  й: 12,
  х: 10,
  ж: 9,
  ш: 7,
  ю: 6,
  ц: 5,
  щ: 4,
  э: 3,
  ф: 3,
  ъ: 1,
  ё: 1,
  і: 40,
  ї: 6,
  є: 5,
  ґ: 1,
};

/** Fewer high bytes prove nothing, nor does a smaller lead in mean letter weight. */
const provingBytes = 20;
const provingLead = 8;

const cyrillicEncodings = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'maccyrillic', 'koi8-u'];
const sampleBytes = 20_000;

/** High bytes with the bytes next to them, without the markup: the part that differs by language. */
function sampleOf(body: Uint8Array): Uint8Array {
  const sample: number[] = [];
  for (let at = 0; at < body.length && sample.length < sampleBytes; at++) {
    const near = Math.max(body[at] ?? 0, body[at - 1] ?? 0, body[at + 1] ?? 0);
    if (near >= 0x80) sample.push(body[at] ?? 0);
    else if (sample.at(-1) !== 0x20) sample.push(0x20);
  }
  return Uint8Array.from(sample);
}

/** Where windows-1254 has Ğ İ Ş ğ ı ş, windows-1252 has the Icelandic letters and ý, which almost nobody writes. */
const turkishBytes = new Set([0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe]);

function latinEncoding(sample: Uint8Array, high: number): string {
  const turkish = sample.filter((byte) => turkishBytes.has(byte)).length;
  return turkish * 10 >= high ? 'windows-1254' : 'windows-1252';
}

/** Mean letter weight per high byte; a capital inside a word (KOI8 read as 1251) and a word of two scripts (Turkish read as 1251) cost. */
function cyrillicScore(text: string): number {
  let score = 0;
  let letters = 0;
  let before = '';
  for (const letter of text) {
    if (letter < '\u0080') {
      if (/[a-z]/i.test(letter) && /\p{Script=Cyrillic}/u.test(before)) score -= 40;
      before = letter;
      continue;
    }
    letters++;
    if (/[a-z]/i.test(before)) score -= 40;
    const small = letter.toLowerCase();
    score += russian[small] ?? (/\p{L}/u.test(letter) ? -10 : /[«»—–„“”’…№ \u00A0]/.test(letter) ? 0 : -40);
    if (letter !== small && /\p{Ll}/u.test(before)) score -= 60;
    before = letter;
  }
  return letters === 0 ? 0 : score / letters;
}

const decode = (bytes: Uint8Array, encoding: string): string => iconv.decode(Buffer.from(bytes), encoding);

/**
 * Guesses the encoding of text that is not UTF-8, by the letters it would have.
 * @returns null for plain ASCII
 */
export function detectSingleByte(body: Uint8Array): CharsetGuess | null {
  const sample = sampleOf(body);
  const high = sample.filter((byte) => byte >= 0x80).length;
  if (high === 0) return null;
  const scores = new Map(
    cyrillicEncodings.map((encoding) => [encoding, cyrillicScore(decode(sample, encoding))] as const),
  );
  const armenian = armscii8Score(sample);
  const [best, score] = [...scores].reduce((one, other) => (other[1] > one[1] ? other : one));
  const proven = high >= provingBytes;
  if (armenian > 45 && armenian > score)
    return { encoding: 'armscii-8', beats: (label) => proven && label !== 'armscii-8' };
  if (score < 25) return { encoding: latinEncoding(sample, high), beats: () => false };
  return { encoding: best, beats: (label) => proven && score - (scores.get(label) ?? 0) > provingLead };
}
