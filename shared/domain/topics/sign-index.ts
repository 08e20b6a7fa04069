import { type CompiledSign, placesOf } from './signs.ts';
import { bitWords, sentencePlaces, type Tally } from './tally.ts';

/** How many sets of places there are. */
const placeSets = 1 << sentencePlaces.length;

const [untried, absent, there] = [0, 1, 2];

/** Signs that are to be tried where their group stands in one of the places, a bit each. */
interface Candidates {
  places: number;
  /** There as soon as the group is: signs of one group. */
  alone: number[];
  /** Want another group, too, or one of several. */
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
  /** Per group, the signs that are not there without it, or another group of one part: of the part whose groups the fewest signs have. */
  private readonly lists: CandidateLists;
  /** Per sign, in the text that was summed last: not tried, not there, there. */
  private readonly tried: Uint8Array;
  /** The hits of that text: each reading of a tally has its own. */
  private summed: Tally['hits'] | null = null;
  private readonly weights: Int32Array;
  /** Per group and set of places: what its signs of one group add. */
  private readonly sums: Int32Array;

  /** @param weights of the signs, in hundredths: whole numbers add up to the same in any order */
  constructor(signs: readonly CompiledSign[], weights: readonly number[]) {
    const rows: number[] = [];
    const byGroup: Candidates[][] = [];
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
    this.lists = flat(byGroup);
    this.tried = new Uint8Array(signs.length);
    this.weights = Int32Array.from(weights);
    this.sums = sumsOfGroups(byGroup, this.weights);
  }

  /** What the signs add that are there, in hundredths. */
  sum(tally: Tally): number {
    const {
      tried,
      sums,
      weights,
      lists: { from, numbers },
    } = this;
    this.summed = tally.hits;
    tried.fill(untried);
    let sum = 0;
    for (const group of tally.present) {
      const stands = tally.placesOf(group);
      sum += sums[group * placeSets + stands] ?? 0;
      const end = from[group + 1] ?? 0;
      for (let at = from[group] ?? 0; at < end;) {
        const met = at + listHead + (numbers[at + 1] ?? 0);
        const next = met + (numbers[at + 2] ?? 0);
        if (((numbers[at] ?? 0) & stands) !== 0)
          for (let index = met; index < next; index += 1) {
            const number = numbers[index] ?? 0;
            if (tried[number] !== untried) continue;
            const isThere = this.isThere(number, tally);
            tried[number] = isThere ? there : absent;
            if (isThere) sum += weights[number] ?? 0;
          }
        at = next;
      }
    }
    return sum;
  }

  /** The numbers of the signs that are there, in the order in which the text first has what makes them. */
  in(tally: Tally): Set<number> {
    if (this.summed !== tally.hits) this.sum(tally);
    const { from, numbers } = this.lists;
    const found = new Set<number>();
    for (const group of tally.present) {
      const stands = tally.placesOf(group);
      const end = from[group + 1] ?? 0;
      for (let at = from[group] ?? 0; at < end;) {
        const met = at + listHead + (numbers[at + 1] ?? 0);
        const next = met + (numbers[at + 2] ?? 0);
        if (((numbers[at] ?? 0) & stands) !== 0)
          for (let index = at + listHead; index < next; index += 1) {
            const number = numbers[index] ?? 0;
            if (index < met || this.tried[number] === there) found.add(number);
          }
        at = next;
      }
    }
    return found;
  }

  private isThere(number: number, tally: Tally): boolean {
    const start = this.starts[number] ?? 0;
    return (this.rows[start] ?? -1) < 0 ? this.stand(start, tally) : this.meet(start, tally);
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

/** Before the numbers of a list: its places, how many signs of one group, how many others. */
const listHead = 3;

/** The lists of all groups in one array; those of a group begin at `from` and end where those of the next begin. */
interface CandidateLists {
  from: Int32Array;
  numbers: Int32Array;
}

function flat(byGroup: readonly Candidates[][]): CandidateLists {
  const numbers: number[] = [];
  const from = Array.from(byGroup, (lists: Candidates[] | undefined) => {
    const start = numbers.length;
    for (const { places, alone, met } of lists ?? [])
      numbers.push(places, alone.length, met.length, ...alone, ...met);
    return start;
  });
  return { from: Int32Array.from([...from, numbers.length]), numbers: Int32Array.from(numbers) };
}

function sumsOfGroups(byGroup: readonly Candidates[][], weights: Int32Array): Int32Array {
  const sums = new Int32Array(byGroup.length * placeSets);
  for (const [group, lists] of byGroup.entries())
    for (const { places, alone } of (lists as Candidates[] | undefined) ?? []) {
      const sum = alone.reduce((all, number) => all + (weights[number] ?? 0), 0);
      for (let set = 0; set < placeSets; set += 1)
        if ((set & places) !== 0) sums[group * placeSets + set] = (sums[group * placeSets + set] ?? 0) + sum;
    }
  return sums;
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
