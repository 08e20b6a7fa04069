import type { IndexEntry } from '../../shared/domain/site/story-index.ts';
import { byActivity } from '../../shared/domain/site/story-index.ts';
import { skeletonWords } from '../../shared/domain/site/search-fold.ts';
import {
  type SearchManifest,
  type SearchName,
  searchRow,
  shardOfDay,
  subtopicName,
} from '../../shared/domain/site/search-index.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import type { Round } from './round.ts';
import type { SiteEntity } from './site.ts';

/** The shards whose days changed, the names of everyone in the window, and the list of shards. */
export async function publishSearch(round: Round): Promise<void> {
  const { state, writer, days, dayStates } = round;
  const byShard = new Map<string, IndexEntry[]>();
  for (const entry of Object.values(state.entries)) {
    const shard = shardOfDay(entry.day);
    const entries = byShard.get(shard);
    if (entries === undefined) byShard.set(shard, [entry]);
    else entries.push(entry);
  }
  for (const shard of new Set([...days].map(shardOfDay))) {
    const entries = (byShard.get(shard) ?? []).sort(byActivity);
    const cards = await dayStates.cards(entries);
    await writer.putIfChanged(
      searchShardPath(shard),
      JSON.stringify(entries.flatMap((entry) => cards.get(entry.id) ?? []).map(searchRow)),
      'moving',
      state.hashes,
    );
  }
  await writer.putIfChanged(searchNamesPath, JSON.stringify(searchNames(round)), 'moving', state.hashes);
  const manifest: SearchManifest = {
    shards: [...byShard]
      .sort(([a], [b]) => (a < b ? 1 : -1))
      .map(([name, entries]) => ({
        name,
        stories: entries.length,
        v: state.hashes[searchShardPath(name)] ?? '',
      })),
    names: state.hashes[searchNamesPath] ?? '',
  };
  await writer.putIfChanged(searchManifestPath, JSON.stringify(manifest), 'moving', state.hashes);
}

function searchNames({ state, site }: Round): SearchName[] {
  const ids = new Set(Object.values(state.entries).flatMap((entry) => entry.entities));
  const subtopics = Object.entries(site.names.subtopics).map(([id, names]): SearchName => [
    subtopicName(id),
    names.en,
    [...new Set(Object.values(names).map((name) => skeletonWords(name).join(' ')))],
  ]);
  const entities = [...ids].sort().flatMap((id): SearchName[] => {
    const entity = site.names.entities.get(id);
    return entity === undefined ? [] : [[id, entity.name, foldedNames(entity)]];
  });
  return [...entities, ...subtopics];
}

/** Every name of an entity as skeletons; those that differ only in script fall together. */
function foldedNames(entity: Pick<SiteEntity, 'name' | 'shown' | 'aliases'>): string[] {
  const names = [entity.name, ...Object.values(entity.shown), ...entity.aliases];
  return [...new Set(names.map((name) => skeletonWords(name).join(' ')))].filter((name) => name !== '');
}
