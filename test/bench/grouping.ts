import { placeArticle } from '../../shared/domain/grouping.ts';
import { factPrior, joinRules, reprintRules } from '../../shared/domain/grouping-data.ts';
import { factsOf } from '../../shared/domain/story-facts.ts';
import { fitOf, traitsOf } from '../../shared/domain/story-score.ts';
import { StoryWindow } from '../../shared/domain/story-window.ts';
import { articlesOf } from './made-up-articles.ts';

const rules = { join: joinRules, reprintHours: reprintRules.hours };
const measured = 200;

/** CPU milliseconds per article while so many are live: all within four days, so that every story takes articles. */
function cost(live: number): { own: number; everyStory: number; stories: number } {
  const articles = articlesOf(live + measured, 3.5);
  const window = new StoryWindow(factPrior);
  // The live stories are given as they are, for placing fifty thousand takes minutes.
  for (const article of articles.slice(0, live)) {
    const { id, outletId, language, title, summary, at, event } = article;
    window.add(window.stories.get(event) ?? window.open(event, at), { id, outletId, language, title, summary, at }, window.weigh(factsOf(article), language));
  }
  const stories = window.stories.size;
  const started = process.cpuUsage();
  for (const article of articles.slice(live)) placeArticle(window, article, rules);
  const own = process.cpuUsage(started).user / 1_000 / measured;
  const compared = process.cpuUsage();
  for (const article of articles.slice(live, live + 5)) {
    const asked = { core: window.weigh(factsOf(article), article.language), language: article.language, at: article.at };
    for (const story of window.stories.values()) fitOf(traitsOf(story, asked, joinRules.faint), joinRules);
  }
  return { own, everyStory: process.cpuUsage(compared).user / 1_000 / 5, stories };
}

export async function run(): Promise<void> {
  const few = cost(5_000);
  const many = cost(50_000);
  for (const [live, { own, everyStory, stories }] of [[5_000, few], [50_000, many]] as const) {
    process.stdout.write(`${live} live articles in ${stories} stories: ${own.toFixed(2)} ms CPU per article (bar 3); comparing with every story, the baseline: ${everyStory.toFixed(2)} ms, ratio ${(everyStory / own).toFixed(1)}\n`);
  }
  process.stdout.write(`50000 beside 5000 live: ${(many.own / few.own).toFixed(2)} times (bar 1.5)\n`);
  await Promise.resolve();
}
