import { seeded } from '../fakes/seeded.ts';
import { eventOf, type GoldArticle } from './gold.ts';

const day = 86_400_000;
const begin = Date.UTC(2026, 0, 5);

/** In the order of their times, as the wire meets them. */
export const inOrder = (gold: readonly GoldArticle[]): GoldArticle[] =>
  gold.toSorted((a, b) => (a.published + a.id < b.published + b.id ? -1 : 1));

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/**
 * A busy season: the events of a labelled set start in a drawn order, `perDay` each day; each keeps the hours between its
 * articles. Articles of no event fall anywhere; a copy keeps its distance from its original. 0 a day: the true calendar.
 */
export function packed(gold: readonly GoldArticle[], perDay: number, seed: number): GoldArticle[] {
  if (perDay === 0) return inOrder(gold);
  const random = seeded(seed);
  const first = new Map<string, number>();
  for (const article of gold) {
    const at = Date.parse(article.published);
    first.set(eventOf(article), Math.min(first.get(eventOf(article)) ?? Infinity, at));
  }
  const isEvent = (name: string): boolean => !name.startsWith('solo-');
  const names = shuffled([...first.keys()].filter(isEvent).toSorted(), random);
  const days = Math.max(1, names.length / perDay);
  const shift = new Map(
    names.map((name, at) => [name, begin + (days * day * at) / names.length - (first.get(name) ?? 0)]),
  );
  const byId = new Map(gold.map((article) => [article.id, article]));
  const shiftOf = (article: GoldArticle): number => {
    const known = shift.get(eventOf(article));
    if (known !== undefined) return known;
    const original = article.reprint_of === null ? undefined : byId.get(article.reprint_of);
    const drawn =
      original !== undefined && original !== article && eventOf(original) !== eventOf(article)
        ? shiftOf(original)
        : begin + days * day * random() - Date.parse(article.published);
    shift.set(eventOf(article), drawn);
    return drawn;
  };
  return inOrder(
    gold.map((article) => ({
      ...article,
      published: new Date(Date.parse(article.published) + shiftOf(article)).toISOString(),
    })),
  );
}
