import type { RenderedEdition } from '../../shared/domain/digest/mail.ts';
import { Lru } from '../../shared/domain/text/lru.ts';

const kept = 200;

/** Renderings by the name of their content: readers of one edition differ in the footer only, so it is read and parsed once a process. */
export class Renderings {
  readonly #made = new Lru<RenderedEdition>(kept);

  /** @param make null where there is nothing to render: it is asked again */
  async of(content: string, make: () => Promise<RenderedEdition | null>): Promise<RenderedEdition | null> {
    const known = this.#made.get(content);
    if (known !== undefined) return known;
    const made = await make();
    if (made === null) return null;
    this.#made.set(content, made);
    return made;
  }
}
