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

/** Looks for the text among the articles of the last three days; reserves its buckets when it is new. A retry finds its own. */
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
  return reserveAll(ports, keys, text);
}

interface Reservation {
  key: LshBucket;
  /** Who has the bucket; null where it is ours. */
  holder: CopyableText | null;
}

const isSame = (a: LshBucket, b: LshBucket): boolean => a.band === b.band && a.hash === b.hash;

/**
 * Two copies that arrive at once agree on who is first: who has the first bucket that both have. So the first bucket is
 * reserved alone, since nearly all copies share it, and the rest at once; the one that lost its first shared bucket
 * releases what it held and becomes the reprint, and the other takes what that one held.
 */
async function reserveAll(
  ports: LshBucketPorts,
  [first, ...rest]: readonly LshBucket[],
  text: CopyableText,
): Promise<FoundReprint | null> {
  if (first === undefined) return null;
  const reserve = async (key: LshBucket): Promise<Reservation> => ({
    key,
    holder: await ports.reserveLshBucket(key, text),
  });
  const tried = [await reserve(first)];
  if (lostTo(tried, text) === null) tried.push(...(await Promise.all(rest.map(reserve))));
  const late = lostTo(tried, text);
  if (late !== null) {
    const ours = tried.filter(({ holder }) => holder === null);
    await Promise.all(ours.map(({ key }) => ports.releaseLshBucket(key, text.id)));
    return late;
  }
  const later = tried.filter(({ holder }) => holder !== null && bestReprint(text, [holder]) !== null);
  await Promise.all(later.map(({ key }) => takeOver(ports, key, text)));
  return null;
}

/** The earlier copy among the holders: one whose first bucket in common with us is not ours. */
function lostTo(tried: readonly Reservation[], text: CopyableText): FoundReprint | null {
  const earlier = tried.flatMap(({ holder }) => {
    if (holder === null) return [];
    const theirs = fingerprintOf(holder.title, holder.summary).keys;
    const shared = tried.find(({ key }) => theirs.some((their) => isSame(key, their)));
    return shared?.holder === null ? [] : [holder];
  });
  return bestReprint(text, earlier);
}

const mostTries = 20;

/** A later copy gives its buckets up when it learns that it is one; where it died first, its retry does. */
async function takeOver(ports: LshBucketPorts, key: LshBucket, text: CopyableText): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++)
    if ((await ports.reserveLshBucket(key, text)) === null) return;
}
