import { type CompiledSign, placesOf } from './signs.ts';
import { bitWords, sentencePlaces, type Tally } from './tally.ts';

/** How many sets of places there are. */
const placeSets = 1 << sentencePlaces.length;

/** Signs that are to be tried where their group stands in one of the places, a bit each. */
interface Candidates {
  places: number;
  /** There as soon as the group is: signs of one group. */
  alone: Int32Array;
  /** Want another group, too, or one of several. */
  met: Int32Array;
}

interface GrowingCandidates {
  places: number;
  alone: number[];
  met: number[];
}

/**
 * Finds which of some thousand signs are in a text, by the groups that it has. Each sign is a row of numbers in one array:
 * the place where its parts meet in a sentence (-1 where they need not), its places as bits, how many parts, and of each
 * part how many groups and the groups. Objects and closures made it the half of all time that a text takes.
 */
export class SignIndex {
  private readonly rows: Int32Array;
  private readonly starts: Int32Array;
  /** Group → the signs that are not there without it, or another group of one part: of the part whose groups the fewest signs have. */
  private readonly byGroup: Candidates[][];
  private readonly seen: Uint8Array;
  private readonly weights: Int32Array;
  /** Per group and set of places: what its signs of one group add. */
  private readonly sums: Int32Array;

  /** @param weights of the signs, in hundredths: whole numbers add up to the same in any order */
  constructor(signs: readonly CompiledSign[], weights: readonly number[]) {
    const rows: number[] = [];
    const byGroup: GrowingCandidates[][] = [];
    const inSigns = countGroups(signs);
    this.starts = Int32Array.from(signs, (sign, number) => {
      const start = rows.length;
      const places = placesOf(sign);
      const mask = places.reduce((bits, place) => bits | (1 << place), 0);
      rows.push(places.length === 1 ? (places[0] ?? 0) : -1, mask, sign.parts.length);
      for (const part of sign.parts) rows.push(part.length, ...part);
      for (const group of rarestPart(sign, inSigns)) {
        const lists = (byGroup[group] ??= []);
        let list = lists.find((one) => one.places === mask);
        if (list === undefined) lists.push((list = { places: mask, alone: [], met: [] }));
        list[isAlone(sign) ? 'alone' : 'met'].push(number);
      }
      return start;
    });
    this.rows = Int32Array.from(rows);
    this.byGroup = Array.from(byGroup, (lists: GrowingCandidates[] | undefined) =>
      (lists ?? []).map(({ places, alone, met }) => ({
        places,
        alone: Int32Array.from(alone),
        met: Int32Array.from(met),
      })),
    );
    this.seen = new Uint8Array(signs.length);
    this.weights = Int32Array.from(weights);
    this.sums = this.sumsOfGroups();
  }

  private sumsOfGroups(): Int32Array {
    const { byGroup, weights } = this;
    const sums = new Int32Array(byGroup.length * placeSets);
    for (const [group, lists] of byGroup.entries())
      for (const { places, alone } of lists) {
        const sum = alone.reduce((all, number) => all + (weights[number] ?? 0), 0);
        for (let set = 0; set < placeSets; set += 1)
          if ((set & places) !== 0)
            sums[group * placeSets + set] = (sums[group * placeSets + set] ?? 0) + sum;
      }
    return sums;
  }

  /** What the signs add that are there, in hundredths. */
  sum(tally: Tally): number {
    const { seen, byGroup, sums, weights } = this;
    seen.fill(0);
    let sum = 0;
    for (const group of tally.present) {
      const stands = tally.placesOf(group);
      sum += sums[group * placeSets + stands] ?? 0;
      for (const { places, met } of byGroup[group] ?? []) {
        if ((places & stands) === 0) continue;
        for (let at = 0; at < met.length; at += 1) {
          const number = met[at] ?? 0;
          if (seen[number] === 0 && this.isThere(number, tally)) sum += weights[number] ?? 0;
          seen[number] = 1;
        }
      }
    }
    return sum;
  }

  /** The numbers of the signs that are there, in the order in which the text first has what makes them. */
  in(tally: Tally): number[] {
    const { seen, byGroup } = this;
    seen.fill(0);
    const found: number[] = [];
    for (const group of tally.present) {
      const stands = tally.placesOf(group);
      for (const { places, alone, met } of byGroup[group] ?? []) {
        if ((places & stands) === 0) continue;
        found.push(...alone);
        for (let at = 0; at < met.length; at += 1) {
          const number = met[at] ?? 0;
          if (seen[number] === 0 && this.isThere(number, tally)) found.push(number);
          seen[number] = 1;
        }
      }
    }
    return found;
  }

  private isThere(number: number, tally: Tally): boolean {
    const start = this.starts[number] ?? 0;
    return this.stand(start, tally) && ((this.rows[start] ?? -1) < 0 || this.meet(start, tally));
  }

  /** The sentences, in one word of bits, where a group of the part stands that begins at `at`. */
  private partBits(at: number, word: number, { sentenceBits }: Tally): number {
    const { rows } = this;
    const end = at + (rows[at] ?? 0);
    let bits = 0;
    for (let group = at + 1; group <= end; group += 1)
      bits |= sentenceBits[(rows[group] ?? 0) * bitWords + word] ?? 0;
    return bits;
  }

  /** Whether all parts are in one sentence of the place. */
  private meet(start: number, tally: Tally): boolean {
    const { rows } = this;
    const words = tally.sentences > 32 ? bitWords : 1;
    for (let word = 0; word < words; word += 1) {
      let bits = tally.placeBits[(rows[start] ?? 0) * bitWords + word] ?? 0;
      let at = start + 3;
      for (let part = rows[start + 2] ?? 0; part > 0 && bits !== 0; part -= 1) {
        bits &= this.partBits(at, word, tally);
        at += (rows[at] ?? 0) + 1;
      }
      if (bits !== 0) return true;
    }
    return false;
  }

  /** Whether each part is somewhere in the places. */
  private stand(start: number, tally: Tally): boolean {
    const { rows } = this;
    const mask = rows[start + 1] ?? 0;
    let at = start + 3;
    for (let part = rows[start + 2] ?? 0; part > 0; part -= 1) {
      const end = at + (rows[at] ?? 0);
      let stands = 0;
      for (let group = at + 1; group <= end; group += 1) stands |= tally.placesOf(rows[group] ?? 0);
      if ((stands & mask) === 0) return false;
      at = end + 1;
    }
    return true;
  }
}

const isAlone = ({ parts }: CompiledSign): boolean => parts.length === 1 && parts[0]?.length === 1;

/** Of the part that is there least often. */
function rarestPart({ parts }: CompiledSign, inSigns: ReadonlyMap<number, number>): Set<number> {
  const weightOf = (part: readonly number[]): number =>
    part.reduce((sum, group) => sum + (inSigns.get(group) ?? 0), 0);
  const [rarest = []] = parts.toSorted((a, b) => weightOf(a) - weightOf(b));
  return new Set(rarest);
}

/** In how many signs each group is: what all have, like a state's name, is in most texts, too. */
function countGroups(signs: readonly CompiledSign[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { parts } of signs)
    for (const group of new Set(parts.flat())) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
