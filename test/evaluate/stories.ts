import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import { createPipeline } from '../../shared/domain/story/in-memory-pipeline.ts';
import { gramsOf, jaccard } from '../../shared/domain/reprint/similarity.ts';
import { simHashKeys } from '../bench/fingerprint.ts';
import { dataUrl, eventOf, type GoldArticle, goldPath, readGold } from './gold.ts';
import { wilson } from './intervals.ts';
import { inOrder, packed } from './packed.ts';
import { costOf } from './stories-cost.ts';
import { relationsOf, scoreReprints, scoreStories } from './stories-score.ts';
import { trainingPaths } from './train-stories.ts';

const fittedSets = trainingPaths.map((path) => path.href);
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const rate = (value: number): string => value.toFixed(3);

interface Said {
  story: Map<string, string>;
  reprintOf: Map<string, string | null>;
}

async function desk(gold: GoldArticle[]): Promise<Said> {
  const made = createPipeline(defaultTagger());
  const reprintOf = new Map<string, string | null>();
  for (const { id, language, country, outlet, published, title, summary } of gold) {
    reprintOf.set(
      id,
      (await made.process({ id, language, country, outlet, published, title, summary })).reprintOf,
    );
  }
  return { story: new Map(gold.map(({ id }) => [id, made.storyOf(id) ?? id])), reprintOf };
}

/** A baseline that joins an article with the earliest of the last three days that `alike` accepts, and calls that a reprint too. */
function joinedBy(gold: GoldArticle[], alike: (a: GoldArticle, b: GoldArticle) => boolean): Said {
  const said: Said = { story: new Map(), reprintOf: new Map() };
  for (const [at, article] of gold.entries()) {
    const earlier = gold
      .slice(0, at)
      .find(
        (other) =>
          Date.parse(article.published) - Date.parse(other.published) <= 3 * 86_400_000 &&
          alike(article, other),
      );
    said.reprintOf.set(article.id, earlier?.id ?? null);
    said.story.set(
      article.id,
      earlier === undefined ? article.id : (said.story.get(earlier.id) ?? earlier.id),
    );
  }
  return said;
}

function report(name: string, gold: GoldArticle[], said: Said): void {
  const stories = scoreStories(
    relationsOf(gold),
    said.story,
    new Set(gold.filter((article) => article.event !== null).map((article) => article.id)),
  );
  const original = new Map(gold.map((article) => [article.id, article.reprint_of]));
  const copies = scoreReprints(
    gold.map((article) => article.id),
    (id) => original.get(id) ?? null,
    (id) => said.reprintOf.get(id) ?? null,
  );
  say(
    `${name.padEnd(22)} B3 P ${rate(stories.precision)} R ${rate(stories.recall)} F1 ${rate(stories.f1)}  cross-language P ${rate(stories.crossPrecision)} R ${rate(stories.crossRecall)}  reprints P ${rate(copies.precision)} R ${rate(copies.recall)} (${copies.truePairs} true, ${copies.saidPairs} said)`,
  );
}

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

function wordJaccard(a: string, b: string): number {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const common = [...one].filter((word) => other.has(word)).length;
  return common / Math.max(1, one.size + other.size - common);
}

/** How much of the links changes where articles arrive up to ten minutes out of order. */
async function reordering(gold: GoldArticle[], said: Said): Promise<void> {
  let state = 5;
  const delay = (): number =>
    ((state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648) * 600_000;
  const moved = await desk(
    gold
      .map((article) => ({ article, at: Date.parse(article.published) + delay() }))
      .sort((a, b) => a.at - b.at)
      .map(({ article }) => article),
  );
  let links = 0;
  let changed = 0;
  for (const [at, a] of gold.entries()) {
    for (const b of gold.slice(0, at)) {
      const before = said.story.get(a.id) === said.story.get(b.id);
      if (before) links++;
      if (before !== (moved.story.get(a.id) === moved.story.get(b.id))) changed++;
    }
  }
  say(
    `arriving up to ten minutes out of order changes ${changed} of ${links} links: ${((100 * changed) / links).toFixed(2)} % (bar 2 %)`,
  );
}

interface Pair {
  a: string;
  b: string;
  same: boolean;
}

function pairsIn(path: string, columns: { a: number[]; b: number[]; label: number; same: string[] }): Pair[] {
  return readFileSync(dataUrl(path), 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map((cells) => ({
      a: columns.a.map((at) => cells[at] ?? '').join(' '),
      b: columns.b.map((at) => cells[at] ?? '').join(' '),
      same: columns.same.includes((cells[columns.label] ?? '').trim()),
    }));
}

function f1At(pairs: (Pair & { score: number })[], threshold: number): number {
  const said = pairs.filter((pair) => pair.score >= threshold);
  const right = said.filter((pair) => pair.same).length;
  return (2 * right) / Math.max(1, said.length + pairs.filter((pair) => pair.same).length);
}

/** The 4-gram verifier alone, its threshold learned on the training part. */
function verifier(
  name: string,
  { train, test, published }: { train: Pair[]; test: Pair[]; published: string },
): void {
  const scored = (pairs: Pair[]) =>
    pairs.map((pair) => ({ ...pair, score: jaccard(gramsOf(pair.a), gramsOf(pair.b)) }));
  const learned = scored(train);
  const thresholds = Array.from({ length: 80 }, (_, at) => at / 100);
  const best = thresholds.reduce((a, b) => (f1At(learned, b) > f1At(learned, a) ? b : a));
  say(
    `${name.padEnd(22)} F1 ${rate(f1At(scored(test), best))} at ${best} over ${test.length} pairs; ${published}`,
  );
}

const paces = [1, 4, 10];
const drawn = 7;

/** The whole desk on the set as it is and packed to 1, 4 and 10 events a day: stories, largest story, languages. */
async function busyDays(gold: GoldArticle[]): Promise<void> {
  for (const perDay of paces) {
    const line = packed(gold, perDay, drawn);
    const said = await desk(line);
    report(`${perDay} events a day`, line, said);
    byLanguage(line, said);
  }
}

/** B-cubed precision and recall of the articles of each language, and how much larger than its event the largest story is. */
function byLanguage(gold: GoldArticle[], said: Said): void {
  const relations = relationsOf(gold);
  for (const language of [...new Set(gold.map((article) => article.language))].toSorted()) {
    const own = gold.filter((article) => article.event !== null && article.language === language);
    const { precision, recall } = scoreStories(relations, said.story, new Set(own.map(({ id }) => id)));
    const hits = (share: number) =>
      wilson(Math.round(share * own.length), own.length)
        .map(rate)
        .join('–');
    say(
      `  ${language} n ${own.length}  B3 P ${rate(precision)} [${hits(precision)}]  R ${rate(recall)} [${hits(recall)}]`,
    );
  }
  const sizes = new Map<string, number>();
  const events = new Map<string, number>();
  for (const article of gold) {
    const story = said.story.get(article.id) ?? article.id;
    sizes.set(story, (sizes.get(story) ?? 0) + 1);
    events.set(eventOf(article), (events.get(eventOf(article)) ?? 0) + 1);
  }
  const [largest = '', size = 0] = [...sizes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  const inside = gold.filter((article) => (said.story.get(article.id) ?? article.id) === largest);
  const most = Math.max(...inside.map((article) => events.get(eventOf(article)) ?? 1));
  say(
    `  the largest story has ${size} articles, ${(size / most).toFixed(2)} times its largest event (bar 1.3)`,
  );
}

async function onSet(path: URL): Promise<void> {
  const gold = inOrder(readGold(path));
  say(
    fittedSets.includes(path.href)
      ? 'grouping was fitted to this set: for left-out events see `npm run measure -- train-stories`'
      : 'grouping was not fitted to this set',
  );
  const said = await desk(gold);
  say(
    `${gold.length} articles, ${gold.filter((article) => article.event !== null).length} of them on an event`,
  );
  report('the desk', gold, said);
  byLanguage(gold, said);
  await busyDays(gold);
  report(
    'one URL, one story',
    gold,
    joinedBy(gold, () => false),
  );
  report(
    'title Jaccard 0.55',
    gold,
    joinedBy(gold, (a, b) => wordJaccard(a.title, b.title) >= 0.55),
  );
  const hashes = new Map(
    gold.map((article) => [article.id, new Set(simHashKeys(`${article.title} ${article.summary}`))]),
  );
  report(
    'SimHash, a shared band',
    gold,
    joinedBy(gold, (a, b) =>
      [...(hashes.get(a.id) ?? [])].some((key) => hashes.get(b.id)?.has(key) === true),
    ),
  );
  await reordering(gold, said);
  await costOf(gold, say);
}

/** Public pairs of texts that are one or are not: what the 4-grams alone can tell. */
function publicPairs(): void {
  const arpa = { a: [0], b: [1], label: 2, same: ['1'] };
  verifier('ARPA (hy)', {
    train: pairsIn('dedup/hy_arpa/train.tsv', arpa),
    test: pairsIn('dedup/hy_arpa/test.tsv', arpa),
    published: 'published mBERT 0.843',
  });
  const paraphraser = { a: [2], b: [3], label: 1, same: ['0', '1'] };
  verifier('ParaPhraser (ru)', {
    train: pairsIn('dedup/ru_paraphraser/paraphraser_train.tsv', paraphraser),
    test: pairsIn('dedup/ru_paraphraser/paraphraser_test.tsv', paraphraser),
    published: 'published RuBERT 0.879',
  });
  const telegram = { a: [0, 4], b: [1, 5], label: 6, same: ['OK'] };
  const honey = pairsIn('dedup/ru_en_tgcontest/ru_honey_pool.tsv', telegram);
  verifier('tgcontest (ru)', {
    train: honey,
    test: [
      ...pairsIn('dedup/ru_en_tgcontest/ru_train_pool.tsv', telegram),
      ...pairsIn('dedup/ru_en_tgcontest/ru_exam_pool.tsv', telegram),
    ],
    published: 'title and text',
  });
}

/** `npm run measure -- evaluate --stories`: stories and reprints on a labelled set beside three baselines, reordering, the cost, and the verifier on public pairs. */
export async function run(set: URL = goldPath): Promise<void> {
  if (!existsSync(set)) return say('skipped: no ../shared');
  await onSet(set);
  if (set.href === goldPath.href && existsSync(dataUrl('dedup'))) publicPairs();
}

const [, script = '', given] = process.argv;
if (import.meta.url === pathToFileURL(script).href)
  await run(given === undefined ? goldPath : pathToFileURL(given));
