import type { Evidence } from '../evidence.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import { type CopyableText, headOf, judgeCopy } from './reprint.ts';
import { reprintPhrases, reprintRules } from './rules.ts';

export type BandKey = Fingerprint['keys'][number];

/** The store of bands: who claimed which key. Claims end by themselves after `reprintRules.hours`. */
export interface BandPorts {
  /** The live claims among the keys. */
  readBands(keys: BandKey[]): Promise<CopyableText[]>;
  /** Claims one key; answers with the holder where somebody else came first, null where the claim is now ours. */
  claimBand(key: BandKey, claim: CopyableText): Promise<CopyableText | null>;
  /** Gives a claim back unless somebody else holds it. */
  releaseBand(key: BandKey, articleId: string): Promise<void>;
}

export interface FoundReprint {
  original: string;
  evidence: Evidence;
}

/** The text among the earlier ones that `text` copies most plainly, or null. */
export const judgeAll = (text: CopyableText, earlier: readonly CopyableText[]): FoundReprint | null => {
  const all = earlier
    .filter((other) => other.id !== text.id)
    .flatMap((other) => judgeCopy(text, other, { rules: reprintRules, phrases: reprintPhrases }) ?? []);
  const best = all.sort((a, b) => b.score - a.score || (a.of < b.of ? -1 : 1))[0];
  return best === undefined ? null : { original: best.of, evidence: best };
};

/**
 * Looks for the text among the articles of the last three days; claims its bands where it is new.
 * Bands are claimed one after the other in one order, so of two copies that arrive at once exactly one wins the first
 * band they share; the other learns of it there, gives back what it held and becomes the reprint. A retry finds its own claims.
 */
export async function findReprint(ports: BandPorts, article: CopyableText): Promise<FoundReprint | null> {
  const text = headOf(article);
  const { keys } = fingerprintOf(text.title, text.summary);
  const claims = await ports.readBands(keys);
  const known = judgeAll(text, claims);
  if (known !== null) {
    // A try that lost and died before it gave its claims back: later copies would name a copy.
    if (claims.some((claim) => claim.id === text.id))
      await Promise.all(keys.map((key) => ports.releaseBand(key, text.id)));
    return known;
  }
  const held: BandKey[] = [];
  for (const key of keys) {
    const holder = await ports.claimBand(key, text);
    const late = holder === null ? null : judgeAll(text, [holder]);
    if (late !== null) {
      await Promise.all(held.map((each) => ports.releaseBand(each, text.id)));
      return late;
    }
    if (holder === null) held.push(key);
  }
  return null;
}
