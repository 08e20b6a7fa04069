import { f1, figures, type Counts } from './intervals.ts';
import type { Labels } from './labelled-topics.ts';

export interface Labelled {
  gold: Labels;
  topics: string[];
  subtopics: string[];
  /** Each with its English spellings. */
  entities: string[];
}

export const topics = ['csto', 'armenia-azerbaijan'];
const languages = ['hy', 'az', 'ru', 'en', 'ka', 'tr'];
const none = (): Counts => ({ tp: 0, fp: 0, fn: 0 });
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce((all, one) => ({ tp: all.tp + one.tp, fp: all.fp + one.fp, fn: all.fn + one.fn }), none());

/** What a keyword list would do: the acronyms, and both countries' names, anywhere. */
const keywords: Record<string, RegExp[]> = {
  csto: [/ՀԱՊԿ|KTMT|ОДКБ|CSTO|კუხო|KGAÖ/],
  'armenia-azerbaijan': [
    /Հայաստան|Ermənistan|Армени|Armenia|სომხეთ|Ermenistan/,
    /Ադրբեջան|Azərbaycan|Азербайджан|Azerbaijan|აზერბაიჯან|Azerbaycan/,
  ],
};

function countsOf(items: readonly Labelled[], topic: string, said: (item: Labelled) => boolean): Counts {
  const counts = none();
  for (const item of items) {
    const [wanted, given] = [item.gold.topics.includes(topic), said(item)];
    if (wanted && given) counts.tp += 1;
    else if (given) counts.fp += 1;
    else if (wanted) counts.fn += 1;
  }
  return counts;
}

const given =
  (topic: string) =>
  (item: Labelled): boolean =>
    item.topics.includes(topic);
const keyworded =
  (topic: string) =>
  ({ gold }: Labelled): boolean =>
    (keywords[topic] ?? []).every((one) => one.test(`${gold.title}\n${gold.summary}`));

/** One line per topic, and how many of the articles about neither got one. */
export function printShort(name: string, items: readonly Labelled[]): void {
  print(`\n${name}, n ${items.length}`);
  for (const topic of topics) print(`  ${topic.padEnd(20)}${figures(countsOf(items, topic, given(topic)))}`);
  printNegatives(items);
}

function printNegatives(items: readonly Labelled[]): void {
  const negatives = items.filter(({ gold }) => gold.topics.length === 0 && gold.note === undefined);
  const wrong = negatives.filter((item) => item.topics.length > 0);
  print(`  hard negatives tagged: ${wrong.length} of ${negatives.length}`);
}

export function printTopic(items: readonly Labelled[], topic: string): void {
  print(`\n${topic}  (95 % Wilson intervals)`);
  for (const language of ['all', ...languages]) {
    const some = items.filter(({ gold }) => language === 'all' || gold.language === language);
    print(`  ${language.padEnd(10)}${figures(countsOf(some, topic, given(topic)))}`);
  }
  print(`  ${'all-yes'.padEnd(10)}${figures(countsOf(items, topic, () => true))}`);
  print(`  ${'keywords'.padEnd(10)}${figures(countsOf(items, topic, keyworded(topic)))}`);
}

/** How far one event carries the whole. */
export function printEvents(items: readonly Labelled[]): void {
  print('\nby event, both topics (items of no event: none)');
  const events = [...new Set(items.map(({ gold }) => gold.event ?? 'none'))].sort();
  for (const event of events) {
    const some = items.filter(({ gold }) => (gold.event ?? 'none') === event);
    print(`  ${event.padEnd(24)}${figures(sum(topics.map((topic) => countsOf(some, topic, given(topic)))))}`);
  }
}

export function printSubtopics(items: readonly Labelled[]): void {
  const onTopic = items.filter(({ gold }) => gold.topics.length > 0);
  const all = [...new Set(onTopic.flatMap(({ gold }) => gold.subtopics))].sort();
  print('\nsubtopics of on-topic items');
  const counts = all.map((id) => {
    const one = none();
    for (const { gold, subtopics } of onTopic) {
      const [wanted, said] = [gold.subtopics.includes(id), subtopics.includes(id)];
      if (wanted || said) one[wanted && said ? 'tp' : said ? 'fp' : 'fn'] += 1;
    }
    print(`  ${id.padEnd(14)}${figures(one)}`);
    return one;
  });
  print(`  micro-F1 ${f1(sum(counts)).toFixed(3)}`);
}

/** Spelling aside: accents, points, Defence and Defense. */
const plain = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('defence', 'defense')
    .replaceAll(/[^a-z0-9]/g, '');
const same = (a: string, b: string): boolean => a === b || (a.length > 5 && (a.includes(b) || b.includes(a)));

export function printRest(items: readonly Labelled[]): void {
  print('');
  printNegatives(items);
  const wanted = items.flatMap(({ gold, entities }) =>
    (gold.entities ?? []).map((name) => entities.some((one) => same(plain(name), plain(one)))),
  );
  print(`entities recalled by any English spelling: ${wanted.filter(Boolean).length} of ${wanted.length}`);
  const differ = items.filter(({ gold, topics: said }) =>
    topics.some((topic) => gold.topics.includes(topic) !== said.includes(topic)),
  );
  print(`items where tagger and gold differ: ${differ.map(({ gold }) => gold.id).join(', ') || 'none'}`);
}
