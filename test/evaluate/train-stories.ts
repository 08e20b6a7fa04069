import { readFileSync } from 'node:fs';
import { defaultTagger } from '../../shared/catalogue/packs.ts';
import { placeArticle } from '../../shared/domain/grouping.ts';
import type { GroupableArticle } from '../../shared/domain/grouping.ts';
import { type Facts, factKinds, factsOf } from '../../shared/domain/story-facts.ts';
import { gapDays, type JoinRules, type Traits, traits, traitsOf } from '../../shared/domain/story-score.ts';
import { type FactPrior, StoryWindow } from '../../shared/domain/story-window.ts';
import { joinRules, reprintRules } from '../../shared/domain/grouping-data.ts';
import { eventOf, type GoldArticle, owes, scoreStories, type StoryScore } from './stories-score.ts';

/** A gold article as grouping gets it. */
export interface Prepared {
  gold: GoldArticle;
  article: GroupableArticle;
  facts: Facts;
}

export function prepare(gold: GoldArticle[]): Prepared[] {
  const tagger = defaultTagger();
  return [...gold].sort((a, b) => (a.published < b.published ? -1 : a.published > b.published ? 1 : 0)).map((item) => {
    const { title, summary, language, country } = item;
    const tagging = tagger.tag({ title, summary, language, country });
    const article: GroupableArticle = {
      id: item.id, outletId: item.outlet, language, title, summary, at: Date.parse(item.published),
      topics: tagging.topics, subtopics: tagging.subtopics, entities: tagging.entities.map((entity) => entity.id),
    };
    return { gold: item, article, facts: factsOf(article) };
  });
}

/** One question of the training set: does this article belong to that story? */
interface Example {
  traits: Traits;
  belongs: boolean;
  weight: number;
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function byEvent(items: Prepared[]): Map<string, Prepared[]> {
  const groups = new Map<string, Prepared[]>();
  for (const item of items) groups.set(eventOf(item.gold), [...(groups.get(eventOf(item.gold)) ?? []), item]);
  return groups;
}

/** Shares of articles that have a fact; each event counts as one voice, so that no event makes its own facts common. */
export function learnPrior(items: Prepared[], articles: number): FactPrior {
  const voices = byEvent(items);
  const share: Record<string, number> = {};
  for (const voice of voices.values()) {
    for (const { facts } of voice) {
      for (const kind of factKinds) for (const fact of facts[kind].keys()) share[fact] = (share[fact] ?? 0) + 1 / voice.length / voices.size;
    }
  }
  const common = Object.entries(share).filter(([, value]) => value >= 0.03).map(([fact, value]) => [fact, Math.round(value * 1_000) / 1_000] as const);
  return { articles, share: Object.fromEntries(common.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** How much a question with a made-up date counts beside one from the true calendar. */
const moved = 0.15;

/**
 * Questions from the true partition: for each article, the stories of the articles before it, cut to random sizes, so that
 * young stories are learned too; and stories of other times moved beside it, which are the hard ones of a busy week.
 */
function examplesFrom(items: Prepared[], prior: FactPrior, random: () => number): Example[] {
  const window = new StoryWindow(prior);
  const counter = window.open('all', 0);
  const examples: Example[] = [];
  for (const [at, item] of items.entries()) {
    const before = byEvent(items.slice(0, at).filter((other) => other.gold.reprint_of === null));
    for (const [event, members] of before) examples.push(...ask(window, item, { event, members }, random));
    window.add(counter, { ...item.article, language: item.article.language }, item.facts);
  }
  return examples;
}

function ask(window: StoryWindow, item: Prepared, { event, members }: { event: string; members: Prepared[] }, random: () => number): Example[] {
  const belongs = event === eventOf(item.gold);
  const near = members.filter((other) => Math.abs(other.article.at - item.article.at) <= 4 * 86_400_000);
  const dated = near.length > 0;
  const pool = dated ? near : members;
  if (belongs && !pool.some((other) => owes(item.gold, other.gold))) return [];
  if (!dated && (belongs || random() > 0.3)) return [];
  const kept = pool.filter(() => true).sort(() => random() - 0.5).slice(0, 1 + Math.floor(random() * pool.length));
  const shift = dated ? 0 : item.article.at - Math.max(...kept.map((other) => other.article.at)) - Math.floor(random() * 4 * 86_400_000);
  const scratch = new StoryWindow({ articles: 0, share: {} });
  const story = scratch.open('x', (kept[0]?.article.at ?? 0) + shift);
  for (const other of kept) scratch.add(story, { ...other.article, at: other.article.at + shift }, other.facts);
  const found = traitsOf(window, story, { facts: item.facts, language: item.article.language, at: item.article.at });
  return gapDays(story, item.article.at) > 4 ? [] : [{ traits: found, belongs, weight: dated ? 1 : moved }];
}

/** More of it never speaks against joining; of these less never does. */
const mustNotBeNegative: ReadonlySet<string> = new Set([...factKinds, 'wordless']);
const mustNotBePositive: ReadonlySet<string> = new Set(['gap', 'age']);

/** Logistic regression by gradient descent with an L2 penalty and signs kept; belonging and not belonging weigh the same. */
function fit(examples: Example[]): Pick<JoinRules, 'weights' | 'bias'> {
  const weights = Object.fromEntries(traits.map((trait) => [trait, 0])) as Traits;
  let bias = 0;
  const share = (belongs: boolean) => examples.filter((each) => each.belongs === belongs).reduce((sum, each) => sum + each.weight, 0);
  const balance = { true: 0.5 / share(true), false: 0.5 / share(false) };
  for (let round = 0; round < 3_000; round++) {
    const slope = Object.fromEntries(traits.map((trait) => [trait, 0.0005 * weights[trait]])) as Traits;
    let slopeOfBias = 0;
    for (const example of examples) {
      const sum = traits.reduce((total, trait) => total + weights[trait] * example.traits[trait], bias);
      const miss = (1 / (1 + Math.exp(-sum)) - (example.belongs ? 1 : 0)) * example.weight * balance[example.belongs ? 'true' : 'false'];
      for (const trait of traits) slope[trait] += miss * example.traits[trait];
      slopeOfBias += miss;
    }
    for (const trait of traits) {
      weights[trait] -= 2 * slope[trait];
      if (mustNotBeNegative.has(trait)) weights[trait] = Math.max(0, weights[trait]);
      if (mustNotBePositive.has(trait)) weights[trait] = Math.min(0, weights[trait]);
    }
    bias -= 2 * slopeOfBias;
  }
  return { weights, bias };
}

export interface Learned {
  join: JoinRules;
  prior: FactPrior;
}

/** Runs the real grouping over the items in their order. */
export function run(items: Prepared[], { join, prior }: Learned, asked?: GoldArticle[]): StoryScore {
  const window = new StoryWindow(prior);
  const story = new Map<string, string>();
  const reprintOf = new Map<string, string | null>();
  for (const { article } of items) {
    const placed = placeArticle(window, article, { join, reprintHours: reprintRules.hours });
    story.set(article.id, placed.storyId);
    reprintOf.set(article.id, placed.copy?.original ?? null);
  }
  return scoreStories(items.map((item) => item.gold), { story, reprintOf }, asked);
}

/** What is optimised: all bars at once, the worst one first. */
export const worth = (score: StoryScore): number => score.f1 + score.crossPrecision + score.crossRecall + 2 * Math.min(0, score.crossPrecision - 0.96) + 2 * Math.min(0, score.crossRecall - 0.88);

export function learn(items: Prepared[]): Learned {
  const prior = learnPrior(items, 100);
  const fitted = fit(examplesFrom(items, prior, seeded(5)));
  let best: Learned | null = null;
  for (let threshold = 0.2; threshold < 0.9; threshold += 0.05) {
    const tried: Learned = { join: { ...joinRules, ...fitted, threshold: Math.round(threshold * 100) / 100 }, prior };
    if (best === null || worth(run(items, tried)) > worth(run(items, best))) best = tried;
  }
  if (best === null) throw new Error('nothing was tried');
  return best;
}

export function readGold(path = new URL('../../../shared/data/gold/articles.jsonl', import.meta.url)): GoldArticle[] {
  return readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as GoldArticle);
}
