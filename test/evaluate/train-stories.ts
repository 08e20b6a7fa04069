import { existsSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { joinRules } from '../../shared/domain/story/grouping-data.ts';
import { placeWeighed } from '../../shared/domain/story/grouping.ts';
import { type PairFeature, pairFeatures } from '../../shared/domain/story/pair-features.ts';
import type { JoinRules } from '../../shared/domain/story/regroup.ts';
import type { FactPrior } from '../../shared/domain/story/fact-weights.ts';
import type { Profile } from '../../shared/domain/story/profile.ts';
import { StoryWindow } from '../../shared/domain/story/window.ts';
import { growTrees, type Growing } from './boosted-trees.ts';
import { learnOdds, type PairExample } from './fact-odds.ts';
import { eventOf, type GoldArticle, goldPath, readGold } from './gold.ts';
import { ownSet } from './labelled-topics.ts';
import { packed } from './packed.ts';
import { examplesOf, type LabelledSet, learnPrior, type Read, readAll } from './pair-examples.ts';
import { relationsOf, scoreStories, type StoryScore } from './stories-score.ts';

/**
 * `npm run measure -- train-stories [--write] [--quick]`: learns when two articles report one event from pairs of all sets that may be
 * learned from, on their true calendars and packed to 4 and 10 events a day, and where an average of pairs makes a story from
 * what grouping does at 0, 1, 4 and 10 a day; says how the same procedure does on events it was not shown, and writes
 * shared/learned/{join,fact-shares,fact-odds}.json where asked. Deterministic. Held-out sets are not learned from.
 */
/** With the twelve sets after these, stories of real news fell apart: gold at four events a day B-cubed F1 .865 -> .772. */
const denseStorySets = Array.from('abcdghjk', (set) => `dense-${set}`);
const trainingNames = [...Array.from('abcd', (set) => `articles-${set}`), ...denseStorySets];
export const trainingPaths = [goldPath, ...trainingNames.map(ownSet)];

interface Learned {
  join: JoinRules;
  prior: FactPrior;
}

/** Groups the articles, in their order, with these rules. */
function groupAll(
  gold: readonly GoldArticle[],
  read: ReadonlyMap<string, Read>,
  { join, prior }: Learned,
): Map<string, string> {
  const window = new StoryWindow(prior);
  for (const { id, published } of gold) {
    const found = read.get(id);
    if (found === undefined) continue;
    const at = Date.parse(published);
    const article = { ...found.text, at };
    const profile: Profile = window.weights.weigh(found.facts, article);
    placeWeighed(window, { profile, article, decidedStory: undefined }, { join, reprintHours: 0 });
  }
  return new Map(gold.map(({ id }) => [id, window.storyOf(id)?.id ?? id]));
}

/** More of these never speaks against one event. */
const forOne: PairFeature[] = [
  'entity',
  'name',
  'event',
  'concept',
  'figure',
  'subtopic',
  'word',
  'sharedConcepts',
  'sharedFigures',
  'whoAndHappening',
  'whoAndMeaning',
  'namesAndHappening',
  'wordsAndHappening',
  'wordsAndWho',
  'titleLeast',
  'titleMost',
  'titleWhat',
  'titleWho',
  'placeBoth',
  'happeningBoth',
  'dateBoth',
  'numberBoth',
  'yearBoth',
  'monthBoth',
  'weekdayBoth',
  'overall',
  'coveredLeast',
  'coveredMost',
  'rarest',
  'titlesBoth',
  'oddsBoth',
  'oddsAlone',
  'landBoth',
];
/** More of these never speaks for one event. */
const againstOne: PairFeature[] = [
  'partyApart',
  'partyTitleApart',
  'partyOthers',
  'placeApart',
  'placeTitleApart',
  'personApart',
  'personTitleApart',
  'happeningApart',
  'happeningTitleApart',
  'dateApart',
  'numberApart',
  'yearApart',
  'monthApart',
  'weekdayApart',
  'hours',
  'days',
  'titleOnlyLeast',
  'titleOnlyMost',
  'topicsApart',
  'landApart',
  'landTitleApart',
];
const growing: Growing = {
  trees: 100,
  depth: 4,
  rate: 0.15,
  l2: 10,
  leastLeaf: 6,
  directions: pairFeatures.map((feature) =>
    forOne.includes(feature) ? 1 : againstOne.includes(feature) ? -1 : 0,
  ),
};
/**
 * Each calendar with a seed of its own; what is tried on grouping was not learned from. Neighbours on a true calendar are the
 * hardest, for they have to do with each other: all are learned from, and count double.
 */
const learnedAt = [
  { perDay: 0, seed: 1, negatives: { oneIn: 1, weight: 2 } },
  { perDay: 4, seed: 3, negatives: { oneIn: 4, weight: 4 } },
  { perDay: 10, seed: 5, negatives: { oneIn: 4, weight: 4 } },
];
const triedAt = [0, 1, 4, 10] as const;
const triedSeed = 77;

const scoreOn = (gold: GoldArticle[], said: ReadonlyMap<string, string>, asked: ReadonlySet<string>) =>
  scoreStories(relationsOf(gold), said, asked);

interface Sum {
  score: StoryScore;
  articles: number;
}

/** The scores at each pace, averaged over the sets by their asked articles. */
function tryOut(
  sets: readonly LabelledSet[],
  learned: Learned,
  isAsked: (article: GoldArticle) => boolean,
): Map<number, Sum> {
  const sums = new Map<number, Sum>();
  for (const perDay of triedAt) {
    const sum: Sum = {
      score: { precision: 0, recall: 0, f1: 0, crossPrecision: 0, crossRecall: 0 },
      articles: 0,
    };
    for (const { gold, read } of sets) {
      const line = packed(gold, perDay, triedSeed);
      const asked = new Set(line.filter((each) => each.event !== null && isAsked(each)).map(({ id }) => id));
      if (asked.size === 0) continue;
      addScore(sum, scoreOn(line, groupAll(line, read, learned), asked), asked.size);
    }
    sums.set(perDay, sum);
  }
  return sums;
}

function addScore(sum: Sum, score: StoryScore, articles: number): void {
  const before = sum.articles;
  sum.articles += articles;
  for (const key of Object.keys(score) as (keyof StoryScore)[])
    sum.score[key] = (sum.score[key] * before + score[key] * articles) / sum.articles;
}

/** So much do pairs of two events weigh together against those of one: else the fewer events are known, the likelier seems one. */
const negativesToPositives = 9;

function balanced(examples: readonly PairExample[]): PairExample[] {
  const weightOf = (label: 0 | 1): number =>
    examples.reduce((sum, each) => sum + (each.label === label ? each.weight : 0), 0);
  const factor = (negativesToPositives * weightOf(1)) / weightOf(0);
  return examples.map((each) => (each.label === 1 ? each : { ...each, weight: each.weight * factor }));
}

/** What facts say and the pair weights, from the known events. */
function learnPairs(sets: readonly LabelledSet[], isKnown: (article: GoldArticle) => boolean): Learned {
  const prior = learnPrior(sets, isKnown);
  const window = new StoryWindow(prior);
  const met = learnedAt.flatMap(({ perDay, seed, negatives }) =>
    sets.flatMap(({ gold, read }) =>
      examplesOf({ gold: packed(gold, perDay, seed), read }, window, isKnown, negatives),
    ),
  );
  const { odds, examples } = learnOdds(balanced(met));
  return { prior: { ...prior, odds }, join: { ...joinRules, ...growTrees(examples, growing) } };
}

type Joining = Pick<JoinRules, 'threshold' | 'coherence'>;
/** What `--thresholds` tries. */
const joinings: Joining[] = [-1.6, -1.3].flatMap((quiet) =>
  [0.35, 0.42].flatMap((perStory) =>
    [0.2, 0.3].map((coherence) => ({ threshold: { quiet, perStory, most: 2 }, coherence })),
  ),
);

/** The worst pace counts: precision and recall of pairs as well as B-cubed. */
const worth = (sums: ReadonlyMap<number, Sum>): number =>
  Math.min(
    ...[...sums.values()].map(({ score }) => score.f1 + (score.crossPrecision + score.crossRecall) / 4),
  );

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function sayAll(name: string, sums: ReadonlyMap<number, Sum>): void {
  for (const [perDay, { score, articles }] of sums)
    say(
      `${name} ${perDay === 0 ? 'true calendar' : `${perDay} events a day`}: B3 P ${score.precision.toFixed(3)} R ${score.recall.toFixed(3)} F1 ${score.f1.toFixed(3)}; cross-language P ${score.crossPrecision.toFixed(3)} R ${score.crossRecall.toFixed(3)}; n ${articles}`,
    );
}

const folds = 3;
const foldOf = (article: GoldArticle): number =>
  Array.from(eventOf(article)).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9_973, 7) % folds;

/** What is learned without the events of each fold. */
const learnFolds = (sets: readonly LabelledSet[]): Learned[] =>
  Array.from({ length: folds }, (_, fold) => learnPairs(sets, (article) => foldOf(article) !== fold));

/** The left-out events of each fold, grouped among all others with what was learned without them. */
function crossValidate(
  sets: readonly LabelledSet[],
  learnedWithout: readonly Learned[],
  joining: Joining,
): Map<number, Sum> {
  const all = new Map<number, Sum>();
  for (const [fold, learned] of learnedWithout.entries()) {
    const sums = tryOut(
      sets,
      // Only these two: what was learned from all events must not judge those left out.
      { ...learned, join: { ...learned.join, threshold: joining.threshold, coherence: joining.coherence } },
      (article) => foldOf(article) === fold,
    );
    for (const [perDay, { score, articles }] of sums) {
      const sum = all.get(perDay);
      if (sum === undefined) all.set(perDay, { score, articles });
      else addScore(sum, score, articles);
    }
  }
  return all;
}

const learnedFile = (name: string): URL => new URL(`../../shared/learned/${name}.json`, import.meta.url);
/** A line for each. */
const linesOf = (rows: Record<string, unknown>): string =>
  Object.entries(rows)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');

function write({ join, prior }: Learned): void {
  const { trees, ...rules } = join;
  const head = JSON.stringify({ features: pairFeatures, ...rules });
  const grown = trees.map((tree) => `    ${JSON.stringify(tree)}`).join(',\n');
  writeFileSync(learnedFile('join'), `${head.slice(0, -1)},\n  "trees": [\n${grown}\n  ]\n}\n`);
  writeFileSync(
    learnedFile('fact-shares'),
    `{\n  "articles": ${prior.articles},\n  "share": {\n${linesOf(prior.share)}\n  }\n}\n`,
  );
  writeFileSync(learnedFile('fact-odds'), `{\n  "odds": {\n${linesOf(prior.odds)}\n  }\n}\n`);
}

function trainingSets(): LabelledSet[] {
  return trainingPaths
    .filter((path) => existsSync(path))
    .map((path) => {
      const gold = readGold(path);
      return { gold, read: readAll(gold) };
    });
}

function main(args: string[]): void {
  const sets = trainingSets();
  const learned = learnPairs(sets, () => true);
  if (args.includes('--write')) write(learned);
  sayAll(
    'fitted',
    tryOut(sets, learned, () => true),
  );
  if (args.includes('--quick')) return;
  const learnedWithout = learnFolds(sets);
  for (const joining of args.includes('--thresholds') ? joinings : [joinRules]) {
    const sums = crossValidate(sets, learnedWithout, joining);
    const { threshold, coherence } = joining;
    say(`${JSON.stringify({ threshold, coherence })} ${worth(sums).toFixed(4)}`);
    sayAll('left-out events', sums);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv.slice(2));
