import { type CatalogueSource, sightingStates, sourceKinds } from '../../shared/domain/outlet.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const kindNames = {
  feed: ['feed', 'feeds'],
  sitemap: ['news sitemap', 'news sitemaps'],
  page: ['list page', 'list pages'],
  telegram: ['Telegram channel', 'Telegram channels'],
} as const;

/**
 * `304 feeds, 4 news sitemaps, 56 list pages and 25 Telegram channels of 300 outlets: 150 confirmed, 200 reported, 39 unverified`: what
 * is visited and how many are known to work. A list that says nothing of it has only its numbers.
 */
export function sourcesLine(sources: readonly CatalogueSource[]): string {
  const kinds = sourceKinds.flatMap((kind) => {
    const count = sources.filter((source) => (source.kind ?? 'feed') === kind).length;
    const [one, many] = kindNames[kind];
    return count === 0 ? [] : [plural(count, one, many)];
  });
  const last = kinds.at(-1) ?? 'no sources';
  const named = kinds.length < 2 ? last : `${kinds.slice(0, -1).join(', ')} and ${last}`;
  const outlets = new Set(sources.map((source) => source.outlet.id)).size;
  const states = sightingStates.map(
    (state) => `${sources.filter((source) => source.seen?.state === state).length} ${state}`,
  );
  const isSeen = sources.some((source) => source.seen !== undefined);
  return `${named} of ${plural(outlets, 'outlet')}${isSeen ? `: ${states.join(', ')}` : ''}`;
}

/** `confirmed 2026-09-21`, or `–` where nobody told; and whether robots.txt forbids it. */
export function sightingText({ seen, robotsForbid }: Pick<CatalogueSource, 'seen' | 'robotsForbid'>): string {
  const known =
    seen === undefined ? '–' : [seen.state, seen.on].filter((part) => part !== undefined).join(' ');
  return robotsForbid === undefined ? known : `${known}, robots.txt forbids it (${robotsForbid.on})`;
}
