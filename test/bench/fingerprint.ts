import { createHash } from 'node:crypto';
import { fingerprintOf } from '../../shared/domain/reprint/fingerprint.ts';
import { textsOf } from './made-up-articles.ts';

/** The design this one was measured against and chosen over: 64-bit SimHash of three-word shingles, four keys of 16 bits. */
export function simHashKeys(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const sums = new Int32Array(64);
  for (let at = 0; at + 2 < words.length; at++) {
    const digest = createHash('md5')
      .update(words.slice(at, at + 3).join(' '))
      .digest();
    for (let bit = 0; bit < 64; bit++)
      sums[bit] = (sums[bit] ?? 0) + (((digest[bit >> 3] ?? 0) >> (bit & 7)) & 1 ? 1 : -1);
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
    `signature + 8 band keys, ${Math.round(bytes)} letters in six languages, one core: ${Math.round(own)} articles/s (bar 40000)\n`,
  );
  process.stdout.write(
    `SimHash64 + 4 keys, the rejected baseline: ${Math.round(baseline)} articles/s; ratio ${(own / baseline).toFixed(1)}\n`,
  );
  await Promise.resolve();
}
