import { type CatalogueSource, type Outlet, type Source, atAlternate } from '../../shared/domain/outlet.ts';
import { type FeedState, stateOf } from '../../shared/domain/visit/feed-state.ts';
import { robotsForbidOf, sightingOf } from '../../shared/domain/visit/sighting.ts';
import { changeCatalogue } from './catalogue-file.ts';
import { type CheckOptions, checkFeeds } from './feed-check.ts';

/** How a source was found, and its alternate where the first address failed. */
export interface CheckedSource {
  source: CatalogueSource;
  state: FeedState;
  alternate?: FeedState;
}

const alternateId = ({ id }: CatalogueSource): string => `${id} (alternate)`;

/** Each source is visited once, and where it failed its alternate too. */
export async function checkSources(
  sources: readonly CatalogueSource[],
  options: CheckOptions,
): Promise<CheckedSource[]> {
  const states = await checkFeeds(sources, options);
  const failed = sources.filter(
    (source) => source.alternate !== undefined && states.get(source.id)?.fault != null,
  );
  const others = await checkFeeds(
    failed.map((source) => ({ ...atAlternate(source), id: alternateId(source) })),
    options,
  );
  return sources.map((source) => {
    const alternate = others.get(alternateId(source));
    return {
      source,
      state: stateOf(source, states.get(source.id)),
      ...(alternate !== undefined && { alternate }),
    };
  });
}

export const namedStates = (checked: readonly CheckedSource[]): { name: string; state: FeedState }[] =>
  checked.flatMap(({ source, state, alternate }) => [
    { name: source.id, state },
    ...(alternate === undefined ? [] : [{ name: alternateId(source), state: alternate }]),
  ]);

const by = 'wire feeds check';

function known(entry: Source, { state, alternate }: CheckedSource): Source {
  const seen = sightingOf(entry.seen, state, by);
  const other =
    entry.alternate === undefined || alternate === undefined
      ? undefined
      : sightingOf(entry.alternate.seen, alternate, by);
  const { robotsForbid: before, ...rest } = entry;
  const robotsForbid = robotsForbidOf(before, state, by);
  return {
    ...rest,
    ...(robotsForbid !== undefined && { robotsForbid }),
    ...(entry.alternate !== undefined &&
      other !== undefined && { alternate: { ...entry.alternate, seen: other } }),
    ...(seen !== undefined && { seen }),
  };
}

/**
 * Writes into the catalogue what a check has shown.
 * @returns how many entries were confirmed, how many now are unverified, and in which file
 */
export function writeSightings(checked: readonly CheckedSource[]): {
  confirmed: number;
  unverified: number;
  file: string;
} {
  const byId = new Map(checked.map((each) => [each.source.id, each]));
  const counts = { confirmed: 0, unverified: 0 };
  const file = changeCatalogue((outlets) =>
    outlets.map((outlet): Outlet => ({
      ...outlet,
      sources: outlet.sources.map((entry) => {
        const found = byId.get(entry.id);
        if (found === undefined) return entry;
        const after = known(entry, found);
        if (after.seen?.by.startsWith(by) === true && after.seen.state !== 'reported')
          counts[after.seen.state]++;
        return after;
      }),
    })),
  );
  return { ...counts, file };
}
