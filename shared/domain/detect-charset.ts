import iconv from 'iconv-lite';
import { armscii8Score } from './armscii-8.ts';

export interface CharsetGuess {
  encoding: string;
  family: 'cyrillic' | 'armenian' | 'latin';
  /** Clearly ahead of the next best. */
  sure: boolean;
}

/** Share of each letter in Russian text, in promille (Lyashevskaya & Sharov 2009, rounded); case is folded. */
const russian: Record<string, number> = {
  о: 110, е: 85, а: 80, и: 74, н: 67, т: 63, с: 55, р: 47, в: 45, л: 43, к: 35, м: 32, д: 30, п: 28, у: 26, я: 20, ы: 19, ь: 17, г: 17, з: 16,
  б: 16, ч: 14, й: 12, х: 10, ж: 9, ш: 7, ю: 6, ц: 5, щ: 4, э: 3, ф: 3, ъ: 1, ё: 1, і: 40, ї: 6, є: 5, ґ: 1,
};

const cyrillicEncodings = ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5', 'maccyrillic', 'koi8-u'];
const sampleBytes = 20_000;

/** High bytes with the ASCII letters around them, without the markup: what tells languages apart. */
function sampleOf(body: Uint8Array): Uint8Array {
  const sample: number[] = [];
  let before = 0x20;
  for (const byte of body) {
    if (byte >= 0x80 || (before >= 0x80 && byte > 0)) sample.push(byte);
    before = byte;
    if (sample.length >= sampleBytes) break;
  }
  return Uint8Array.from(sample);
}

/** Mean letter weight per high byte; letters in the wrong case (lOWER after capital swapped, as KOI8 read in 1251 gives) cost. */
function cyrillicScore(text: string): number {
  let score = 0;
  let letters = 0;
  let before = '';
  for (const letter of text) {
    if (letter < '\u0080') { before = letter; continue; }
    letters++;
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
  const ranked = cyrillicEncodings
    .map((encoding) => ({ encoding, family: 'cyrillic' as const, score: cyrillicScore(decode(sample, encoding)) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = ranked;
  const armenian = armscii8Score(sample);
  if (armenian > 45 && armenian > (best?.score ?? 0)) return { encoding: 'armscii-8', family: 'armenian', sure: true };
  if (best === undefined || best.score < 25) return { encoding: 'windows-1252', family: 'latin', sure: false };
  const rival = ranked.find((other) => other.encoding.slice(0, 4) !== best.encoding.slice(0, 4)) ?? next;
  return { encoding: best.encoding, family: 'cyrillic', sure: high >= 20 && best.score - (rival?.score ?? 0) > 8 };
}
