import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { defaultTagger } from '../../shared/catalogue/packs.ts';
import { placeWeighed } from '../../shared/domain/story/grouping.ts';
import { joinRules } from '../../shared/domain/story/grouping-data.ts';
import { comparableHead } from '../../shared/domain/reprint/reprint.ts';
import { type Facts, factKinds, factsOf } from '../../shared/domain/story/facts.ts';
import type { JoinRules, Feature } from '../../shared/domain/story/score.ts';
import { type FactPrior, StoryWindow, type WindowArticle } from '../../shared/domain/story/window.ts';
import { eventOf, type GoldArticle, goldPath, ownPath, readGold } from './gold.ts';
import { relationsOf, scoreStories, type StoryScore } from './stories-score.ts';
import { seeded } from '../fakes/seeded.ts';

/**
 * `npm run measure -- train-stories [--write] [--quick]`: learns the weights of grouping from the gold set and our first own set, the
 * shares of facts from the gold set, says how the same procedure does on events it was not shown, and writes
 * shared/learned/{join,fact-shares}.json where asked. Thirteen numbers are learned by local search from hand-set
 * ones, held near them by a penalty; nothing is learned per article. Our second own set is never learned from.
 */
export interface Item {
  gold: GoldArticle;
  facts: Facts;
  text: WindowArticle;
}

export interface Learned {
  join: JoinRules;
  prior: FactPrior;
}

/** In the order of their times, as the wire meets them. Reprints are taken as known: they are judged by themselves. */
export function prepare(gold: GoldArticle[]): Item[] {
  const tagger = defaultTagger();
  return [...gold]
    .sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : 0))
    .map((item) => {
      const { id, title, summary, language, country, outlet: outletId } = item;
      const tagging = tagger.tag({ title, summary, language, country });
      const text = comparableHead({ id, outletId, language, title, summary });
      const facts = factsOf({
        ...text,
        topics: tagging.topics,
        subtopics: tagging.subtopics,
        entities: tagging.entities.map((entity) => entity.id),
      });
      return {
        gold: item,
        facts,
        text: {
          ...text,
          at: Date.parse(item.published),
          ...(item.reprint_of !== null && { reprintOf: item.reprint_of }),
        },
      };
    });
}

/** Below this share a fact is as good as never met. */
const leastShare = 0.008;

/** Shares of articles that have a fact; each event counts as one voice, so that no event makes its own facts common. */
export function learnPrior(items: Item[]): FactPrior {
  const sizes = new Map<string, number>();
  for (const { gold } of items) sizes.set(eventOf(gold), (sizes.get(eventOf(gold)) ?? 0) + 1);
  const share = new Map<string, number>();
  for (const { gold, facts } of items) {
    const voice = 1 / (sizes.get(eventOf(gold)) ?? 1) / sizes.size;
    for (const kind of factKinds)
      for (const fact of facts[kind].keys()) share.set(fact, (share.get(fact) ?? 0) + voice);
  }
  const known = [...share]
    .filter(([, value]) => value >= leastShare)
    .map(([fact, value]) => [fact, Math.round(value * 1_000) / 1_000] as const);
  return { articles: 100, share: Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** A calendar to group in: the true one, or one where all events fall into four weeks, as in a busy season. */
interface Timeline {
  items: Item[];
  /** Added to the bias. */
  offset: number;
  weight: number;
}

const day = 86_400_000;

function crowded(items: Item[], seed: number): Item[] {
  const random = seeded(seed);
  const shift = new Map<string, number>();
  for (const { gold, text } of items)
    if (!shift.has(eventOf(gold))) shift.set(eventOf(gold), Math.floor(random() * 25 * day) - text.at);
  // Dates in the texts would give the made-up calendar away.
  const undated = (facts: Facts): Facts => ({
    ...facts,
    figure: new Map([...facts.figure].filter(([fact]) => !fact.includes('-'))),
  });
  return items
    .map((item) => ({
      ...item,
      facts: undated(item.facts),
      text: { ...item.text, at: item.text.at + (shift.get(eventOf(item.gold)) ?? 0) },
    }))
    .sort((a, b) => a.text.at - b.text.at);
}

const timelinesOf = (items: Item[]): Timeline[] => [
  // What holds only at one threshold does not hold elsewhere: the true calendar counts at three.
  ...[-0.3, 0, 0.3].map((offset) => ({ items, offset, weight: 0.5 })),
  ...[1, 2].map((seed) => ({ items: crowded(items, seed), offset: 0, weight: 0.2 })),
];

/** The sets to learn from, each with a calendar of its own. */
export interface Material {
  gold: Item[];
  own: Item[];
}

/** Groups the items with these rules. */
export function groupItems(items: Item[], { join, prior }: Learned): Map<string, string> {
  const window = new StoryWindow(prior);
  for (const { facts, text } of items) {
    const question = {
      centroid: window.weigh(facts, text.language),
      language: text.language,
      at: text.at,
      article: text,
      decidedStory: undefined,
    };
    placeWeighed(window, question, { join, reprintHours: 0 });
  }
  return new Map(items.map(({ text }) => [text.id, window.storyOf(text.id)?.id ?? text.id]));
}

/** All bars at once; below a bar it hurts. */
const worth = ({ f1, crossPrecision, crossRecall }: StoryScore): number =>
  f1 +
  (crossPrecision + crossRecall) / 2 -
  0.75 * Math.max(0, 0.96 - crossPrecision) -
  0.75 * Math.max(0, 0.88 - crossRecall);

type Tuned = Feature | 'bias' | 'mergeBias' | 'mergePerSize';
const tuned: Record<Tuned, { step: number; least: number; most: number }> = {
  entity: { step: 0.6, least: 0, most: 8 },
  name: { step: 0.5, least: 0, most: 8 },
  event: { step: 0.6, least: 0, most: 8 },
  subtopic: { step: 0.5, least: 0, most: 8 },
  figure: { step: 0.5, least: 0, most: 8 },
  word: { step: 0.6, least: 0, most: 8 },
  wordless: { step: 0.3, least: 0, most: 3 },
  gap: { step: 0.25, least: -3, most: 0 },
  age: { step: 0.12, least: -2, most: 0 },
  size: { step: 0.25, least: 0, most: 1 },
  bias: { step: 0.3, least: -6, most: 0 },
  mergeBias: { step: 0.4, least: -3, most: 1 },
  mergePerSize: { step: 0.3, least: -2, most: 0 },
};
/** Where the search starts, and what it is held near: who and what happened weigh most. */
const handSet: JoinRules = {
  ...joinRules,
  bias: -2.5,
  merge: { bias: -1.5, perSize: -1.5, overlap: 2 },
  weights: {
    entity: 3.25,
    name: 1.8,
    event: 3.1,
    subtopic: 1.2,
    figure: 1.9,
    word: 2,
    wordless: 1,
    gap: -0.9,
    age: -0.25,
    size: 0.12,
  },
};
const nearness = 0.002;

function distance(join: JoinRules): number {
  return factKinds.reduce((sum, kind) => sum + (join.weights[kind] - handSet.weights[kind]) ** 2, 0);
}

function nudge(join: JoinRules, random: () => number, size: number): JoinRules {
  const names = Object.keys(tuned) as Tuned[];
  const next: JoinRules = { ...join, weights: { ...join.weights }, merge: { ...join.merge } };
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const name = names[Math.floor(random() * names.length)] ?? 'bias';
    const { step, least, most } = tuned[name];
    const drawn = (random() + random() + random() - 1.5) * 2 * step * size;
    change(next, name, (value) => Math.min(most, Math.max(least, value + drawn)));
  }
  return next;
}

function change(join: JoinRules, name: Tuned, to: (value: number) => number): void {
  if (name === 'bias') join.bias = to(join.bias);
  else if (name === 'mergeBias') join.merge.bias = to(join.merge.bias);
  else if (name === 'mergePerSize') join.merge.perSize = to(join.merge.perSize);
  else join.weights[name] = to(join.weights[name]);
}

const withEvent = (items: Item[]): Set<string> =>
  new Set(items.filter((item) => item.gold.event !== null).map((item) => item.gold.id));

/** @param isKnown whether the item's event may be learned from; all items are in the timelines */
export function learn({ gold, own }: Material, isKnown: (item: Item) => boolean, rounds: number): Learned {
  const prior = learnPrior(gold.filter(isKnown));
  const lines = [gold, own]
    .filter((items) => items.length > 0)
    .flatMap((items) => {
      const asked = withEvent(items.filter(isKnown));
      return timelinesOf(items).map((line) => ({
        ...line,
        asked,
        relations: relationsOf(line.items.map((item) => item.gold)),
      }));
    });
  const weight = lines.reduce((sum, line) => sum + line.weight, 0);
  const value = (join: JoinRules): number => {
    const scores = lines.map(
      (line) =>
        line.weight *
        worth(
          scoreStories(
            line.relations,
            groupItems(line.items, { join: { ...join, bias: join.bias + line.offset }, prior }),
            line.asked,
          ),
        ),
    );
    return scores.reduce((sum, each) => sum + each, 0) / weight - nearness * distance(join);
  };
  const random = seeded(11);
  let best = { join: handSet, value: value(handSet) };
  for (let round = 0; round < rounds; round++) {
    const join = nudge(best.join, random, 0.98 ** (round / 2));
    const tried = value(join);
    if (tried > best.value) best = { join, value: tried };
  }
  return { join: rounded(best.join), prior };
}

const rounded = (join: JoinRules): JoinRules =>
  JSON.parse(
    JSON.stringify(join, (_, value: unknown) =>
      typeof value === 'number' ? Math.round(value * 100) / 100 : value,
    ),
  ) as JoinRules;

/** Events that overlap in time are left out together. */
const goldFolds = [
  ['E02', 'E03'],
  ['E07', 'E08'],
  ['E01', 'E04', 'E12'],
  ['E05', 'E06'],
  ['E09', 'E10'],
  ['E11', 'E13'],
];
const ownFolds = 4;

/** The events of our own set are far apart in time: any may be left out with any. */
function foldsOf({ gold, own }: Material): { items: Item[]; out: string[] }[] {
  const events = [
    ...new Set(own.filter((item) => item.gold.event !== null).map((item) => eventOf(item.gold))),
  ];
  const parts = Array.from({ length: own.length === 0 ? 0 : ownFolds }, (_, part) =>
    events.filter((_event, at) => at % ownFolds === part),
  );
  return [...goldFolds.map((out) => ({ items: gold, out })), ...parts.map((out) => ({ items: own, out }))];
}

const percent = (score: StoryScore): string =>
  `B3 P ${score.precision.toFixed(3)} R ${score.recall.toFixed(3)} F1 ${score.f1.toFixed(3)}; cross-language P ${score.crossPrecision.toFixed(3)} R ${score.crossRecall.toFixed(3)}`;

/** The left-out events, grouped with what was learned without them: averages weighted by articles. */
export function crossValidate(material: Material, rounds: number, say: (line: string) => void): StoryScore {
  const sum: StoryScore = { precision: 0, recall: 0, f1: 0, crossPrecision: 0, crossRecall: 0 };
  let articles = 0;
  for (const { items, out: events } of foldsOf(material)) {
    const isOut = (item: Item): boolean => events.includes(eventOf(item.gold));
    const out = new Set(items.filter(isOut).map((item) => item.gold.id));
    const learned = learn(material, (item) => !isOut(item), rounds);
    const score = scoreStories(relationsOf(items.map((item) => item.gold)), groupItems(items, learned), out);
    say(`  left out ${events.join(' ').padEnd(12)} ${percent(score)}`);
    for (const key of Object.keys(sum) as (keyof StoryScore)[]) sum[key] += score[key] * out.size;
    articles += out.size;
  }
  for (const key of Object.keys(sum) as (keyof StoryScore)[]) sum[key] /= articles;
  return sum;
}

function write({ join, prior }: Learned): void {
  const spaced = (value: unknown): string =>
    JSON.stringify(value)
      .replaceAll(/([:,{])/g, '$1 ')
      .replace('}', ' }');
  const learned = Object.entries(join).map(([key, value]) => `  "${key}": ${spaced(value)}`);
  writeFileSync(new URL('../../shared/learned/join.json', import.meta.url), `{\n${learned.join(',\n')}\n}\n`);
  const lines = Object.entries(prior.share).map(([fact, share]) => `    ${JSON.stringify(fact)}: ${share}`);
  writeFileSync(
    new URL('../../shared/learned/fact-shares.json', import.meta.url),
    `{\n  "articles": ${prior.articles},\n  "share": {\n${lines.join(',\n')}\n  }\n}\n`,
  );
}

function main(args: string[]): void {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const rounds = 40;
  const material = { gold: prepare(readGold(goldPath)), own: prepare(readGold(ownPath)) };
  const learned = learn(material, () => true, rounds);
  for (const [name, items] of Object.entries(material)) {
    say(
      `learned from all events, ${name.padEnd(4)} ${percent(scoreStories(relationsOf(items.map((item) => item.gold)), groupItems(items, learned), withEvent(items)))}`,
    );
  }
  say(JSON.stringify(learned.join));
  if (args.includes('--write')) write(learned);
  if (!args.includes('--quick'))
    say(`left-out events together: ${percent(crossValidate(material, rounds, say))}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
