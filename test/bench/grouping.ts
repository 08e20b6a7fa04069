import { bar } from './bars.ts';
import { bestReprint } from '../../shared/domain/reprint/find.ts';
import { type GroupableArticle, placeArticle } from '../../shared/domain/story/grouping.ts';
import { reprintRules } from '../../shared/domain/reprint/rules.ts';
import { factPrior, joinRules } from '../../shared/domain/story/grouping-data.ts';
import { factsOf } from '../../shared/domain/story/facts.ts';
import { affinityOf } from '../../shared/domain/story/regroup.ts';
import { StoryWindow } from '../../shared/domain/story/window.ts';
import { articlesOf } from './made-up-articles.ts';

const rules = { join: joinRules, reprintHours: reprintRules.hours };
/** Small and large windows take turns, so that whatever else the machine does falls on both; the middle round counts. */
const rounds = 9;
const perRound = 40;
/** Placed before the clock runs: the compiler's share is not the article's. */
const warmUp = 100;

/** This many live articles, all within four days, so that every story takes articles; and more to come. */
function busyWindow(live: number): { window: StoryWindow; next: GroupableArticle[]; live: number } {
  const articles = articlesOf(live + warmUp + rounds * perRound, 3.5);
  const window = new StoryWindow(factPrior);
  // The live stories are given as they are, for placing fifty thousand takes minutes; but each article is compared once, as it
  // was when it came, so that its 4-grams are there.
  for (const article of articles.slice(0, live)) {
    const { id, outletId, language, title, summary, at, event } = article;
    const story = window.stories.get(event) ?? window.open(event, at);
    const member = { id, outletId, language, title, summary, at };
    bestReprint(member, [{ ...member, id: `${id}-like` }]);
    window.add(story, member, window.weights.weigh(factsOf(article), article));
  }
  for (const article of articles.slice(live, live + warmUp)) placeArticle(window, article, rules);
  return { window, next: articles.slice(live + warmUp), live };
}

/** CPU milliseconds. */
function cpu(work: () => void): number {
  const started = process.cpuUsage();
  work();
  return process.cpuUsage(started).user / 1_000;
}

function compareWithAll(window: StoryWindow, article: GroupableArticle): void {
  const asked = window.weights.weigh(factsOf(article), article);
  for (const story of window.stories.values()) affinityOf(window, asked, { story, rules: joinRules });
}

const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export async function run(): Promise<void> {
  const windows = [busyWindow(5_000), busyWindow(50_000)];
  const own = windows.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [which, { window, next }] of windows.entries()) {
      const articles = next.slice(round * perRound, (round + 1) * perRound);
      own[which]?.push(
        cpu(() => articles.forEach((article) => placeArticle(window, article, rules))) / perRound,
      );
    }
  }
  const [few = 0, many = 0] = own.map(middle);
  for (const [which, { window, next, live }] of windows.entries()) {
    const everyStory = cpu(() => next.slice(0, 5).forEach((article) => compareWithAll(window, article))) / 5;
    const each = which === 0 ? few : many;
    process.stdout.write(
      `${live} live articles in ${window.stories.size} stories: ${each.toFixed(2)} ms CPU per article ${bar(`an article placed among ${live} in 3 ms`, each <= 3)}; comparing with every story, the baseline: ${everyStory.toFixed(2)} ms, ratio ${(everyStory / each).toFixed(1)}\n`,
    );
  }
  process.stdout.write(
    `50000 beside 5000 live: ${(many / few).toFixed(2)} times ${bar('placing at 50,000 at most 1.5 times as long as at 5,000', many / few <= 1.5)}\n`,
  );
  await Promise.resolve();
}
