/** `npm run measure -- evaluate`: the tagger on a labelled set, as written, with background sentences added, and on titles alone. */
import { pathToFileURL } from 'node:url';
import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import { entityCatalogue } from '../../shared/catalogue/packs.ts';
import { goldPath, hasGold } from './gold.ts';
import {
  backgroundKinds,
  type Labels,
  readLabels,
  titleOnly,
  useOf,
  withBackground,
} from './labelled-topics.ts';
import {
  type Labelled,
  printEvents,
  printRest,
  printShort,
  printSubtopics,
  printTopic,
  topics,
} from './topics-report.ts';

/** Another labelled file may be named: a set of other events. */
const given = process.argv[2];
const goldFile = given === undefined ? goldPath : pathToFileURL(given);
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const tagger = defaultTagger();
const catalogue = entityCatalogue();
/** Türkiye is Turkey, too; and Shushi Shusha, which are shown as a pair. */
const englishNames = new Map(
  catalogue.map(({ id, sameAs }) => [
    id,
    catalogue
      .filter((one) => one.id === id || one.id === sameAs || one.sameAs === id)
      .flatMap(({ name, names }) => [name, ...(names.en ?? []).map((alias) => alias.replace(/^[=~^]+/, ''))]),
  ]),
);

function tagged(gold: Labels): Labelled {
  const { title, summary, language, country } = gold;
  const tagging = tagger.tag({ title, summary, language, country });
  const entities = tagging.entities.flatMap(({ id }) => englishNames.get(id) ?? []);
  return { gold, topics: tagging.topics, subtopics: tagging.subtopics, entities };
}

if (given === undefined && !hasGold) {
  print('skipped: no ../shared');
} else {
  const articles = readLabels(goldFile);
  const items = articles.map(tagged);
  print(`${items.length} items, packs ${tagger.packVersion}`);
  print(useOf(goldFile));
  for (const topic of topics) printTopic(items, topic);
  printEvents(items);
  printSubtopics(items);
  printRest(items);
  // Sentences that no weight was learned with.
  for (const kind of backgroundKinds) {
    const more = articles.map((item, turn) => tagged(withBackground(item, 'measure', kind, turn)));
    printShort(`with a background sentence about ${kind} added to each article that has a summary`, more);
  }
  printShort('title only', articles.map(titleOnly).map(tagged));
}
