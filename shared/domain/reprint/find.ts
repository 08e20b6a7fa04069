import type { Evidence } from '../evidence.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { type CopyableText, comparableHead, copyEvidence } from './reprint.ts';
import { reprintPhrases, reprintRules } from './rules.ts';

export type LshBucket = Fingerprint['keys'][number];

/** The store of LSH buckets: who reserved which. Reservations expire after `reprintRules.hours`. */
export interface LshBucketPorts {
  /** The live reservations among the keys. */
  readLshBuckets(keys: LshBucket[]): Promise<CopyableText[]>;
  /** Reserves one bucket; answers with the holder when somebody else came first, null when it is now ours. */
  reserveLshBucket(key: LshBucket, reservation: CopyableText): Promise<CopyableText | null>;
  /** Releases a reservation unless somebody else holds it. */
  releaseLshBucket(key: LshBucket, articleId: string): Promise<void>;
}

export interface FoundReprint {
  original: string;
  evidence: Evidence;
}

/** The text among the earlier ones that `text` copies most plainly, or null. */
export const bestReprint = (text: CopyableText, earlier: readonly CopyableText[]): FoundReprint | null => {
  const all = earlier
    .filter((other) => other.id !== text.id)
    .flatMap((other) => copyEvidence(text, other, { rules: reprintRules, phrases: reprintPhrases }) ?? []);
  const best = all.sort((a, b) => b.score - a.score || (a.of < b.of ? -1 : 1))[0];
  return best === undefined ? null : { original: best.of, evidence: best };
};

/**
 * Looks for the text among the articles of the last three days; reserves its buckets when it is new.
 * Buckets are reserved one after the other in one order, so of two copies that arrive at once exactly one wins the first
 * bucket they share; the other learns of it there, releases what it held and becomes the reprint. A retry finds its own.
 */
export async function findReprint(
  ports: LshBucketPorts,
  article: CopyableText,
): Promise<FoundReprint | null> {
  const text = comparableHead(article);
  const { keys } = fingerprintOf(text.title, text.summary);
  const reservations = await ports.readLshBuckets(keys);
  const known = bestReprint(text, reservations);
  if (known !== null) {
    // A try that lost and died before it released its reservations: later copies would name a copy.
    if (reservations.some((reservation) => reservation.id === text.id))
      await Promise.all(keys.map((key) => ports.releaseLshBucket(key, text.id)));
    return known;
  }
  const held: LshBucket[] = [];
  for (const key of keys) {
    const holder = await ports.reserveLshBucket(key, text);
    const late = holder === null ? null : bestReprint(text, [holder]);
    if (late !== null) {
      await Promise.all(held.map((each) => ports.releaseLshBucket(each, text.id)));
      return late;
    }
    if (holder === null) held.push(key);
  }
  return null;
}
