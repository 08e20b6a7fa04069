import { type CompiledSign, placesOf } from './signs.ts';
import { bitWords, type Tally } from './tally.ts';

/** Signs that are to be tried where their group stands in one of the places, a bit each. */
interface Candidates {
  places: number;
  numbers: Int32Array;
}

/**
 * Finds which of a thousand signs are in a text, by the groups that it has. Each sign is a row of numbers in one array:
 * how many places, the places, how many parts, and of each part how many groups and the groups. Objects and closures
 * made it the half of all time that a text takes.
 */
export class SignIndex {
  private readonly rows: Int32Array;
  private readonly starts: Int32Array;
  /** Group → the signs that are not there without it, or another group of one part: of the part whose groups the fewest signs have. */
  private readonly byGroup: Candidates[][];
  private readonly seen: Uint8Array;

  constructor(signs: readonly CompiledSign[]) {
    const rows: number[] = [];
    const byGroup: { places: number; numbers: number[] }[][] = [];
    const inSigns = countGroups(signs);
    this.starts = Int32Array.from(signs, (sign, number) => {
      const start = rows.length;
      const places = placesOf(sign);
      rows.push(places.length, ...places, sign.parts.length);
      for (const part of sign.parts) rows.push(part.length, ...part);
      const weightOf = (part: readonly number[]): number =>
        part.reduce((sum, group) => sum + (inSigns.get(group) ?? 0), 0);
      const [rarest = []] = sign.parts.toSorted((a, b) => weightOf(a) - weightOf(b));
      const mask = places.reduce((bits, place) => bits | (1 << place), 0);
      for (const group of new Set(rarest)) {
        const lists = (byGroup[group] ??= []);
        const list = lists.find(({ places: of }) => of === mask);
        if (list === undefined) lists.push({ places: mask, numbers: [number] });
        else list.numbers.push(number);
      }
      return start;
    });
    this.rows = Int32Array.from(rows);
    this.byGroup = Array.from(byGroup, (lists: { places: number; numbers: number[] }[] | undefined) =>
      (lists ?? []).map(({ places, numbers }) => ({ places, numbers: Int32Array.from(numbers) })),
    );
    this.seen = new Uint8Array(signs.length);
  }

  /** The numbers of the signs that are there, in the order in which the text first has what makes them. */
  in(tally: Tally): number[] {
    const { seen, byGroup } = this;
    seen.fill(0);
    const found: number[] = [];
    for (const group of tally.present) {
      for (const { places, numbers } of byGroup[group] ?? []) {
        if ((places & tally.placesOf(group)) === 0) continue;
        for (let at = 0; at < numbers.length; at += 1) {
          const number = numbers[at] ?? 0;
          if (seen[number] === 1) continue;
          seen[number] = 1;
          if (this.isThere(number, tally)) found.push(number);
        }
      }
    }
    return found;
  }

  private isThere(number: number, tally: Tally): boolean {
    const start = this.starts[number] ?? 0;
    return this.rows[start] === 1 ? this.meet(start, tally) : this.stand(start, tally);
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
      let bits = tally.placeBits[(rows[start + 1] ?? 0) * bitWords + word] ?? 0;
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
    const places = rows[start] ?? 0;
    const words = tally.sentences > 32 ? bitWords : 1;
    let at = start + places + 2;
    for (let part = rows[start + places + 1] ?? 0; part > 0; part -= 1) {
      let bits = 0;
      for (let word = 0; word < words; word += 1) {
        const found = this.partBits(at, word, tally);
        for (let place = 1; place <= places; place += 1)
          bits |= found & (tally.placeBits[(rows[start + place] ?? 0) * bitWords + word] ?? 0);
      }
      if (bits === 0) return false;
      at += (rows[at] ?? 0) + 1;
    }
    return true;
  }
}

/** In how many signs each group is: what all have, like a state's name, is in most texts, too. */
function countGroups(signs: readonly CompiledSign[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { parts } of signs)
    for (const group of new Set(parts.flat())) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}
