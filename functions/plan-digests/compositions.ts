import { createHash } from 'node:crypto';
import { type EditionRow, isAlert } from '../../shared/domain/digest/edition.ts';
import { Lru } from '../../shared/domain/text/lru.ts';
import { composeEdition, type ComposedEdition, type Material, type ReaderState } from './compose-edition.ts';

/** A reader with the editions that the memory is of. */
type Reader = ReaderState & { rows: readonly EditionRow[] };

/** The newest; readers of one hour and zone who want the same come soon after one another. */
const kept = 300;

/** What makes two readers' editions of one date the same: wishes, window, and what each was sent. */
function wantOf({ preferences, window, rows }: Reader, date: string): string {
  const { hour: _hour, weekday: _weekday, ...wishes } = preferences;
  const memory = rows.flatMap((row) =>
    row.state === 'sent' ? [[isAlert(row), row.until, row.articles, row.seen]] : [],
  );
  return createHash('sha256')
    .update(JSON.stringify([date, window, wishes, memory]))
    .digest('base64');
}

/** The editions that a run has composed: readers with the same wishes, window and memory share one. */
export class Compositions {
  #made = new Lru<ComposedEdition | null>(kept);
  #material: Material | undefined;

  of(material: Material, reader: Reader, date: string): ComposedEdition | null {
    // A reader who was away longer has stories read from further back.
    if (material !== this.#material) this.#made = new Lru(kept);
    this.#material = material;
    const want = wantOf(reader, date);
    const known = this.#made.get(want);
    if (known !== undefined) return known;
    const edition = composeEdition(material, reader, date);
    this.#made.set(want, edition);
    return edition;
  }
}
