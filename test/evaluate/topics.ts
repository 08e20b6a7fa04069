/** `npm run measure -- evaluate`: the tagger on the labelled set in ../shared, per topic and language, by left-out event, beside two baselines. */
import { pathToFileURL } from 'node:url';
import { defaultTagger } from '../../shared/catalogue/packs.ts';
import { type GoldArticle, goldPath, hasGold, readGold } from './gold.ts';
import { f1, figures, type Counts } from './intervals.ts';

/** Another labelled file may be named: a set of other events. */
const given = process.argv[2];
const goldFile = given === undefined ? goldPath : pathToFileURL(given);
const topics = ['csto', 'armenia-azerbaijan'];
const languages = ['hy', 'az', 'ru', 'en', 'ka', 'tr'];

interface Labels extends GoldArticle {
  topics: string[];
  subtopics: string[];
  entities?: string[];
  /** Why the label is borderline. */
  note?: string;
}

interface Labelled {
  gold: Labels;
  topics: string[];
  subtopics: string[];
  entities: string[];
}

/** What a keyword list would do: the acronyms, and both countries' names, anywhere. */
const keywords: Record<string, RegExp[]> = {
  csto: [/ՀԱՊԿ|KTMT|ОДКБ|CSTO|კუხო|KGAÖ/],
  'armenia-azerbaijan': [
    /Հայաստան|Ermənistan|Армени|Armenia|სომხეთ|Ermenistan/,
    /Ադրբեջան|Azərbaycan|Азербайджан|Azerbaijan|აზერბაიჯან|Azerbaycan/,
  ],
};

function countsOf(items: readonly Labelled[], topic: string, said: (item: Labelled) => boolean): Counts {
  const counts = { tp: 0, fp: 0, fn: 0 };
  for (const item of items) {
    const [wanted, given] = [item.gold.topics.includes(topic), said(item)];
    if (wanted && given) counts.tp += 1;
    else if (given) counts.fp += 1;
    else if (wanted) counts.fn += 1;
  }
  return counts;
}

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const keyworded =
  (topic: string) =>
  ({ gold }: Labelled): boolean =>
    (keywords[topic] ?? []).every((one) => one.test(`${gold.title}\n${gold.summary}`));

function printTopic(items: readonly Labelled[], topic: string): void {
  print(`\n${topic}  (95 % Wilson intervals)`);
  for (const language of ['all', ...languages]) {
    const some = items.filter(({ gold }) => language === 'all' || gold.language === language);
    print(`  ${language.padEnd(10)}${figures(countsOf(some, topic, (item) => item.topics.includes(topic)))}`);
  }
  print(`  ${'all-yes'.padEnd(10)}${figures(countsOf(items, topic, () => true))}`);
  print(`  ${'keywords'.padEnd(10)}${figures(countsOf(items, topic, keyworded(topic)))}`);
}

/** Rules are written, not fitted: a fold shows how far one event carries the whole, not what is unseen. */
function printFolds(items: readonly Labelled[]): void {
  print('\nby event, both topics (items of no event: none)');
  const events = [...new Set(items.map(({ gold }) => gold.event ?? 'none'))].sort();
  for (const event of events) {
    const some = items.filter(({ gold }) => (gold.event ?? 'none') === event);
    const counts = topics.map((topic) => countsOf(some, topic, (item) => item.topics.includes(topic)));
    print(
      `  ${event.padEnd(10)}${figures({ tp: sum(counts, 'tp'), fp: sum(counts, 'fp'), fn: sum(counts, 'fn') })}`,
    );
  }
}

const sum = (counts: readonly Counts[], key: keyof Counts): number =>
  counts.reduce((total, one) => total + one[key], 0);

function printSubtopics(items: readonly Labelled[]): void {
  const onTopic = items.filter(({ gold }) => gold.topics.length > 0);
  const all = [...new Set(onTopic.flatMap(({ gold }) => gold.subtopics))].sort();
  print('\nsubtopics of on-topic items');
  const counts = all.map((id) => {
    const one = { tp: 0, fp: 0, fn: 0 };
    for (const { gold, subtopics } of onTopic) {
      const [wanted, given] = [gold.subtopics.includes(id), subtopics.includes(id)];
      if (wanted || given) one[wanted && given ? 'tp' : given ? 'fp' : 'fn'] += 1;
    }
    print(`  ${id.padEnd(14)}${figures(one)}`);
    return one;
  });
  print(
    `  micro-F1 ${f1({ tp: sum(counts, 'tp'), fp: sum(counts, 'fp'), fn: sum(counts, 'fn') }).toFixed(3)}`,
  );
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const same = (a: string, b: string): boolean => a === b || (a.length > 5 && (a.includes(b) || b.includes(a)));

function printRest(items: readonly Labelled[]): void {
  const negatives = items.filter(({ gold }) => gold.topics.length === 0 && gold.note === undefined);
  const wrong = negatives.filter((item) => item.topics.length > 0);
  print(`\nhard negatives tagged: ${wrong.length} of ${negatives.length}`);
  const wanted = items.flatMap(({ gold, entities }) =>
    (gold.entities ?? []).map((name) => entities.some((one) => same(plain(name), plain(one)))),
  );
  print(`entities recalled by English name: ${wanted.filter(Boolean).length} of ${wanted.length}`);
  const differ = items.filter(({ gold, topics: said }) =>
    topics.some((topic) => gold.topics.includes(topic) !== said.includes(topic)),
  );
  print(`items where tagger and gold differ: ${differ.map(({ gold }) => gold.id).join(', ') || 'none'}`);
}

if (given === undefined && !hasGold) {
  print('skipped: no ../shared');
} else {
  const tagger = defaultTagger();
  const items = (readGold(goldFile) as Labels[]).map((gold): Labelled => {
    const tagging = tagger.tag({ title: gold.title, summary: gold.summary, language: gold.language });
    return {
      gold,
      topics: tagging.topics,
      subtopics: tagging.subtopics,
      entities: tagging.entities.map(({ name }) => name),
    };
  });
  print(`${items.length} items, packs ${tagger.packVersion}`);
  for (const topic of topics) printTopic(items, topic);
  printFolds(items);
  printSubtopics(items);
  printRest(items);
}
