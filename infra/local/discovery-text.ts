import type { Discovery, FoundSource } from './discover-sources.ts';

const shownItems = 5;

/** A source that was found, with its first items. */
export function foundText({ source, items }: FoundSource): string {
  const dates = items.flatMap(({ published }) => published ?? []).toSorted();
  const facts = [
    `${items.length} items`,
    source.language ?? 'language unknown',
    dates.length === 0 ? 'no dates' : `newest ${dates.at(-1)?.slice(0, 16).replace('T', ' ')} UTC`,
  ];
  const lines = items
    .slice(0, shownItems)
    .flatMap(({ title, published, url }) => [
      `    ${published?.slice(0, 16).replace('T', ' ') ?? '(no date)       '}  ${title.slice(0, 90)}`,
      ...(url === null ? [] : [`                      ${url}`]),
    ]);
  return `${source.kind ?? 'feed'}  ${source.url}\n  ${facts.join(', ')}\n${lines.join('\n')}\n`;
}

/** What a look at a site has found, and what it has not. */
export function discoveryText(url: string, { requests, found, misses, notAsked }: Discovery): string {
  const missed = misses.map(({ url: at, why, feeds }) => {
    const named = feeds.length === 0 ? '' : `; it names ${feeds.slice(0, 3).join(', ')}`;
    return `not  ${at}: ${why}${named}\n`;
  });
  const more = notAsked.length === 0 ? '' : `named there and not asked: ${notAsked.slice(0, 10).join(' ')}\n`;
  return `${url}: ${requests} requests, ${found.length === 0 ? 'no source found' : `${found.length} found`}\n\n${found.map(foundText).join('\n')}${found.length > 0 && missed.length > 0 ? '\n' : ''}${missed.join('')}${more}`;
}
