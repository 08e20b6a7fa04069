import { type Tagger, taggerOf } from '../domain/topics/tag.ts';
import { compiledPacks } from './compiled-packs.at-build.ts';

let tagger: Tagger | undefined;

/** The tagger of the catalogue. */
export function defaultTagger(): Tagger {
  tagger ??= taggerOf(compiledPacks);
  return tagger;
}
