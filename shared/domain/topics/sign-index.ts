import { type CompiledSign, placesOf } from './signs.ts';
import { bitWords, type Tally } from './tally.ts';

/**
 * Finds which of a thousand signs are in a text, by the groups that it has. Each sign is a row of numbers in one array:
 * how many places, the places, how many parts, and of each part how many groups and the groups. Objects and closures
 * made it the half of all time that a text takes.
 */
export class SignIndex {
  private readonly rows: Int32Array;
  private readonly starts: Int32Array;
  /** Group → the signs that are not there without it, or another group of one part. */
  private readonly byGroup: Int32Array[];
  private readonly seen: Uint8Array;

  constructor(signs: readonly CompiledSign[]) {
    const rows: number[] = [];
    const byGroup: number[][] = [];
    this.starts = Int32Array.from(signs, (sign, number) => {
      const start = rows.length;
      const places = placesOf(sign);
      rows.push(places.length, ...places, sign.parts.length);
      for (const part of sign.parts) rows.push(part.length, ...part);
      const [fewest = []] = sign.parts.toSorted((a, b) => a.length - b.length);
      for (const group of new Set(fewest)) (byGroup[group] ??= []).push(number);
      return start;
    });
    this.rows = Int32Array.from(rows);
    this.byGroup = Array.from(byGroup, (numbers: number[] | undefined) => Int32Array.from(numbers ?? []));
    this.seen = new Uint8Array(signs.length);
  }

  /** The numbers of the signs that are there, ascending. */
  in(tally: Tally): Int32Array {
    const { seen, byGroup } = this;
    seen.fill(0);
    const found: number[] = [];
    for (const group of tally.present) {
      const numbers = byGroup[group];
      if (numbers === undefined) continue;
      for (let at = 0; at < numbers.length; at += 1) {
        const number = numbers[at] ?? 0;
        if (seen[number] === 1) continue;
        seen[number] = 1;
        if (this.isThere(number, tally)) found.push(number);
      }
    }
    return Int32Array.from(found).sort();
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
