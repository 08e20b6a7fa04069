import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import { comparableHead } from '../../shared/domain/reprint/reprint.ts';
import type { FactPrior } from '../../shared/domain/story/fact-weights.ts';
import { type Facts, factKinds, factsOf, titleEntitiesOf } from '../../shared/domain/story/facts.ts';
import { pairFeaturesOf } from '../../shared/domain/story/pair.ts';
import type { Profile } from '../../shared/domain/story/profile.ts';
import type { StoryWindow, WindowArticle } from '../../shared/domain/story/window.ts';
import { dayMs } from '../../shared/domain/text/time.ts';
import type { PairExample } from './fact-odds.ts';
import { eventOf, type GoldArticle } from './gold.ts';

/** What does not depend on the calendar. */
export interface Read {
  facts: Facts;
  text: Omit<WindowArticle, 'at'>;
}

/** Reads a set once. Reprints are taken as known: they are judged by themselves. */
export function readAll(gold: readonly GoldArticle[]): Map<string, Read> {
  const tagger = defaultTagger();
  return new Map(
    gold.map((item) => {
      const { id, title, summary, language, country, outlet: outletId } = item;
      const { topics, subtopics, entities, evidence } = tagger.tag({ title, summary, language, country });
      const text = comparableHead({ id, outletId, language, title, summary });
      const facts = factsOf({
        ...text,
        topics,
        subtopics,
        entities: entities.map((entity) => entity.id),
        titleEntities: titleEntitiesOf(evidence),
      });
      return [
        id,
        { facts, text: { ...text, ...(item.reprint_of !== null && { reprintOf: item.reprint_of }) } },
      ];
    }),
  );
}

export interface LabelledSet {
  gold: GoldArticle[];
  read: Map<string, Read>;
}

/** Below this share a fact is as good as never met: about two events of all sets. */
const leastShare = 0.004;

/** Shares of articles that have a fact, and no odds as yet; each event counts as one voice, so that no event makes its own facts common. */
export function learnPrior(
  sets: readonly LabelledSet[],
  isKnown: (article: GoldArticle) => boolean,
): FactPrior {
  const known = sets.flatMap(({ gold, read }) =>
    gold.filter(isKnown).map((article) => ({ event: eventOf(article), facts: read.get(article.id)?.facts })),
  );
  const sizes = new Map<string, number>();
  for (const { event } of known) sizes.set(event, (sizes.get(event) ?? 0) + 1);
  const share = new Map<string, number>();
  for (const { event, facts } of known) {
    const voice = 1 / (sizes.get(event) ?? 1) / sizes.size;
    for (const kind of factKinds)
      for (const fact of facts?.[kind].keys() ?? []) share.set(fact, (share.get(fact) ?? 0) + voice);
  }
  const common = [...share]
    .filter(([, value]) => value >= leastShare)
    .map(([fact, value]) => [fact, Math.round(value * 1_000) / 1_000] as const);
  return { articles: 200, odds: {}, share: Object.fromEntries(common.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Pairs further apart than this are not compared while learning. */
const pairDays = 4;
/** Pairs of two events are many: one in so many is learned from, and counts so much. */
export interface Negatives {
  oneIn: number;
  weight: number;
}
const likeEight = 8;
const positiveWeight = 2;

/** The same report of other states and people is another event: labelled sets hold few such twins, so they are made. */
const twinWeight = 1;

const isOtherParty = (a: Profile, b: Profile): boolean =>
  a.slots.party.size > 0 &&
  b.slots.party.size > 0 &&
  [...a.slots.party.keys()].every((party) => !b.slots.party.has(party));

export function examplesOf(
  { gold, read }: LabelledSet,
  window: StoryWindow,
  isKnown: (article: GoldArticle) => boolean,
  negatives: Negatives,
): PairExample[] {
  const known = gold.filter((article) => article.reprint_of === null && isKnown(article));
  const sizes = new Map<string, number>();
  for (const article of known) sizes.set(eventOf(article), (sizes.get(eventOf(article)) ?? 0) + 1);
  const profiles = known.flatMap((article) => {
    const found = read.get(article.id);
    if (found === undefined) return [];
    const at = Date.parse(article.published);
    const { facts } = found;
    return [{ event: eventOf(article), facts, profile: window.weights.weigh(facts, { ...found.text, at }) }];
  });
  const examples: PairExample[] = [];
  for (const [i, a] of profiles.entries()) {
    for (const [j, b] of profiles.slice(0, i).entries()) {
      const isSame = a.event === b.event;
      if (a.profile.at - b.profile.at > pairDays * dayMs) continue;
      if (!isSame && (i * 31 + j) % negatives.oneIn !== 0) continue;
      const events = [b.event, a.event] as const;
      examples.push({
        pair: [b.profile, a.profile],
        events,
        features: pairFeaturesOf(b.profile, a.profile),
        label: isSame ? 1 : 0,
        // The pairs of an event grow with its square: large ones must not be all that is learned.
        weight: isSame ? positiveWeight / Math.sqrt((sizes.get(a.event) ?? 1) / likeEight) : negatives.weight,
      });
      const other = isSame ? profiles[(i * 7 + j * 13) % profiles.length] : undefined;
      if (other === undefined || !isOtherParty(a.profile, other.profile)) continue;
      const facts = { ...a.facts, entity: other.facts.entity, name: other.facts.name };
      const twin = window.weights.weigh(facts, a.profile);
      examples.push({
        pair: [b.profile, twin],
        events,
        features: pairFeaturesOf(b.profile, twin),
        label: 0,
        weight: twinWeight / Math.sqrt((sizes.get(a.event) ?? 1) / likeEight),
      });
    }
  }
  return examples;
}
