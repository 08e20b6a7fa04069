import type { IndexEntry } from '../../shared/domain/site/story-index.ts';
import { byActivity } from '../../shared/domain/site/story-index.ts';
import { searchNameOf, searchNameOfSubtopic } from '../../shared/domain/query/names.ts';
import type { SearchName } from '../../shared/domain/query/searchable.ts';
import { type SearchManifest, searchRow, shardOfDay } from '../../shared/domain/site/search-index.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import type { Round } from './round.ts';

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

/** How entities of the catalogue are found: folded once a process, not once a round for all of the window. */
const foundNames = new WeakMap<object, SearchName>();

function searchNames({ state, site }: Round): SearchName[] {
  const ids = new Set(Object.values(state.entries).flatMap((entry) => entry.entities));
  const subtopics = Object.entries(site.names.subtopics).map(([id, names]) =>
    searchNameOfSubtopic(id, names),
  );
  const entities = [...ids].sort().flatMap((id): SearchName[] => {
    const entity = site.names.entities.get(id);
    if (entity === undefined) return [];
    const name =
      foundNames.get(entity) ??
      searchNameOf(id, entity.name, [...Object.values(entity.shown), ...entity.aliases]);
    foundNames.set(entity, name);
    return [name];
  });
  return [...entities, ...subtopics];
}
