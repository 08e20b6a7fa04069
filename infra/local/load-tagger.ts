import type { Tagger } from '../../shared/domain/topics/tag.ts';
import { type PackOverlay, changedPacks, noPackChanges } from '../../shared/catalogue/pack-overlay.ts';

let overlay = noPackChanges;
const made = new Map<string, Tagger>();

/** From here on commands tag as the place does. Compiled when it is asked for. */
export function tagWith(changed: PackOverlay): void {
  overlay = changed;
}

/** The tagger of the catalogue, or of the place that a command works in. From source it is compiled when loaded, so a command that tags nothing does not load it. @throws UsageError where a pack is faulty */
export const loadTagger = (): Promise<Tagger> => taggerWith(overlay);

/** The tagger with changed packs. @throws UsageError of one line for each fault: pack, place, remedy */
export async function taggerWith({ packs, contexts, ...rest }: PackOverlay): Promise<Tagger> {
  if (changedPacks({ packs, contexts, ...rest }) === 0)
    return (await import('../../shared/catalogue/default-tagger.ts')).defaultTagger();
  const content = JSON.stringify([packs, contexts]);
  const { compileOverlaid } = await import('../../shared/catalogue/overlaid-packs.ts');
  const { taggerOf } = await import('../../shared/domain/topics/tag.ts');
  const tagger = made.get(content) ?? taggerOf(compileOverlaid({ packs, contexts, ...rest }));
  made.set(content, tagger);
  return tagger;
}
