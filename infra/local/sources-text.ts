import { type CatalogueSource, isFeed, sightingStates } from '../../shared/domain/outlet.ts';

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** `304 feeds of 240 outlets: 128 confirmed, 150 reported, 26 unverified`: how many are known to work. A list that says nothing of it has only its numbers. */
export function feedsLine(sources: readonly CatalogueSource[]): string {
  const feeds = sources.filter(isFeed);
  const counts = sightingStates.map(
    (state) => `${feeds.filter((feed) => feed.seen?.state === state).length} ${state}`,
  );
  const outlets = new Set(feeds.map((feed) => feed.outlet.id)).size;
  return `${plural(feeds.length, 'feed')} of ${plural(outlets, 'outlet')}${feeds.some((feed) => feed.seen !== undefined) ? `: ${counts.join(', ')}` : ''}`;
}

/** `not visited yet: 56 of kind page, 25 of kind telegram`; null where all are feeds. */
export function notVisitedLine(sources: readonly CatalogueSource[]): string | null {
  const kinds = sources.flatMap(({ kind = 'feed' }) => (kind === 'feed' ? [] : [kind]));
  const counts = [...new Set(kinds)].map(
    (kind) => `${kinds.filter((each) => each === kind).length} of kind ${kind}`,
  );
  return counts.length === 0 ? null : `not visited yet: ${counts.join(', ')}`;
}

/** `confirmed 2026-09-21`, or `–` where nobody told. */
export function sightingText({ seen }: CatalogueSource): string {
  return seen === undefined ? '–' : [seen.state, seen.on].filter((part) => part !== undefined).join(' ');
}
