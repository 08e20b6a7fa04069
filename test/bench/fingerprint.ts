import { fingerprintOf } from '../../shared/domain/reprint/fingerprint.ts';
import { bar } from './bars.ts';
import { textsOf } from './made-up-articles.ts';

/** FNV-1a over UTF-16 units, from a start of its own: the cheap hash that such keys need. */
function fnv(word: string, start: number): number {
  let hash = start;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01_00_01_93);
  return hash;
}

/**
 * The design this one was measured against and chosen over: 64-bit SimHash of three-word shingles, four keys of 16 bits. Each
 * word is hashed once, in two halves, and a shingle is made of its words' hashes.
 */
export function simHashKeys(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = [0x81_1c_9d_c5, 0x1b_87_35_93].map((start) =>
    Int32Array.from(words, (word) => fnv(word, start)),
  );
  const sums = new Int32Array(64);
  for (const [half, of] of hashes.entries())
    for (let at = 0; at + 2 < of.length; at++) {
      const [a = 0, b = 0, c = 0] = [of[at], of[at + 1], of[at + 2]];
      const mixed = Math.imul(a, 31) ^ Math.imul(b, 0x85_eb_ca_6b) ^ Math.imul(c ^ (c >>> 15), 0xc2_b2_ae_35);
      for (let bit = 0; bit < 32; bit++) {
        const place = half * 32 + bit;
        sums[place] = (sums[place] ?? 0) + ((mixed >>> bit) & 1 ? 1 : -1);
      }
    }
  return [0, 1, 2, 3].map(
    (band) =>
      `${band}#${Array.from(sums.subarray(band * 16, band * 16 + 16), (sum) => (sum > 0 ? 1 : 0)).join('')}`,
  );
}

function perSecond(
  work: (text: { title: string; summary: string }) => unknown,
  texts: { title: string; summary: string }[],
): number {
  const started = process.cpuUsage();
  let done = 0;
  while (process.cpuUsage(started).user < 1_000_000) {
    for (const text of texts) work(text);
    done += texts.length;
  }
  return done / (process.cpuUsage(started).user / 1e6);
}

export async function run(): Promise<void> {
  const texts = textsOf(1_000);
  const bytes = texts.reduce((sum, text) => sum + text.title.length + text.summary.length, 0) / texts.length;
  perSecond((text) => fingerprintOf(text.title, text.summary), texts);
  const own = perSecond((text) => fingerprintOf(text.title, text.summary), texts);
  const baseline = perSecond((text) => simHashKeys(`${text.title} ${text.summary}`), texts);
  process.stdout.write(
    `signature + 8 band keys, ${Math.round(bytes)} letters in six languages, one core: ${Math.round(own)} articles/s ${bar('40,000 fingerprints a second', own >= 40_000)}\n`,
  );
  process.stdout.write(
    `SimHash64 + 4 keys by FNV-1a, the rejected baseline: ${Math.round(baseline)} articles/s; ratio ${(own / baseline).toFixed(1)} ${bar('fingerprints at the pace of SimHash', own >= baseline)}\n`,
  );
  await Promise.resolve();
}
