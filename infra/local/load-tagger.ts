import type { Tagger } from '../../shared/domain/topics/tag.ts';

/** The tagger of the catalogue. From source it is compiled when loaded, so a command that tags nothing does not load it. @throws UsageError where a pack is faulty */
export async function loadTagger(): Promise<Tagger> {
  const { defaultTagger } = await import('../../shared/catalogue/default-tagger.ts');
  return defaultTagger();
}
