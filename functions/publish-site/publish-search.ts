import { byActivity, entityOfList } from '../../shared/domain/site/story-index.ts';
import { searchNameOf, searchNameOfSubtopic } from '../../shared/domain/query/names.ts';
import type { SearchName } from '../../shared/domain/query/searchable.ts';
import { type SearchManifest, searchRow, shardOfDay } from '../../shared/domain/site/search-index.ts';
import { searchManifestPath, searchNamesPath, searchShardPath } from '../../shared/domain/site/paths.ts';
import type { DayEntries } from '../../shared/domain/site/story-window.ts';
import type { Round } from './round.ts';

/** The shards whose days changed, the names of everyone in the window, and the list of shards. */
export async function publishSearch(round: Round): Promise<void> {
  const { state, window, writer, days, dayStates } = round;
  const byShard = new Map<string, DayEntries[]>();
  for (const [day, entries] of window.days()) {
    const shard = shardOfDay(day);
    const others = byShard.get(shard);
    if (others === undefined) byShard.set(shard, [entries]);
    else others.push(entries);
  }
  for (const shard of new Set([...days].map(shardOfDay))) {
    const entries = (byShard.get(shard) ?? []).flat().sort(byActivity);
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
      .map(([name, ofDays]) => ({
        name,
        stories: ofDays.reduce((sum, { length }) => sum + length, 0),
        v: state.hashes[searchShardPath(name)] ?? '',
      })),
    names: state.hashes[searchNamesPath] ?? '',
  };
  await writer.putIfChanged(searchManifestPath, JSON.stringify(manifest), 'moving', state.hashes);
}

/** How entities of the catalogue are found: folded once a process, not once a round for all of the window. */
const foundNames = new WeakMap<object, SearchName>();

function searchNames({ window, site }: Round): SearchName[] {
  const ids = [...window.lists()].flatMap((list) => entityOfList(list) ?? []);
  const subtopics = Object.entries(site.names.subtopics).map(([id, names]) =>
    searchNameOfSubtopic(id, names),
  );
  const entities = ids.sort().flatMap((id): SearchName[] => {
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
