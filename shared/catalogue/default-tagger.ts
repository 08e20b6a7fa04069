import { type CompiledPacks, type Tagger, taggerOf } from '../domain/topics/tag.ts';
import { compiledPacks } from './compiled-packs.at-build.ts';

let tagger: Tagger | undefined;

/** The tagger of the catalogue. */
export function defaultTagger(): Tagger {
  tagger ??= taggerOf(compiledPacks);
  return tagger;
}

let changed: Tagger | undefined;

/** From now on the tagger is that of these packs; of the catalogue's own where none are given. */
export function usePacks(packs: CompiledPacks | undefined): void {
  changed = packs === undefined ? undefined : taggerOf(packs);
}

/** The tagger, with what the operator changed since the deploy. */
export const currentTagger = (): Tagger => changed ?? defaultTagger();
