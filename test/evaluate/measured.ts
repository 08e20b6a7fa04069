import { writeFileSync } from 'node:fs';
import type { Measured } from '../../functions/publish-site/site.ts';
import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { type GoldArticle, goldPath, hasGold, readGold } from './gold.ts';
import { wilson } from './intervals.ts';
import { heldOutSets, ownSet, trainingSets } from './labelled-topics.ts';

/** `npm run measure -- figures`: precision and recall of each topic in each language, into shared/catalogue/measured.json for the method page. */

type Labelled = GoldArticle & { topics: string[] };

/** The rules were written with these at hand. */
const seenSets = [goldPath, ...trainingSets.map(ownSet)];
/** Held out: busy days, written without sight of the packs, no weight learned; the titles of four items of the first were seen. Measured with the code as it is, like the others. */
const unseenSets = heldOutSets.map(ownSet);
const measuredFile = new URL('../../shared/catalogue/measured.json', import.meta.url);
const topics = ['csto', 'armenia-azerbaijan'];
const share = (part: number, whole: number): number =>
  whole === 0 ? 1 : Math.round((1_000 * part) / whole) / 1_000;
const within = (part: number, whole: number): number[] =>
  wilson(part, whole).map((end) => Math.round(1_000 * end) / 1_000);

function measure(
  articles: { wanted: boolean; given: boolean }[],
): Omit<Measured, 'what' | 'language' | 'seen'> {
  const right = articles.filter(({ wanted, given }) => wanted && given).length;
  const given = articles.filter((article) => article.given).length;
  const wanted = articles.filter((article) => article.wanted).length;
  return {
    precision: share(right, given),
    recall: share(right, wanted),
    precisionWithin: within(right, given),
    recallWithin: within(right, wanted),
    articles: articles.length,
  };
}

function measureAll(sets: URL[], seen: boolean): Measured[] {
  const labelled = sets.flatMap((set) => readGold(set) as Labelled[]);
  const tagger = defaultTagger();
  const given = new Map(
    labelled.map(({ id, title, summary, language, country }) => [
      id,
      tagger.tag({ title, summary, language, country }).topics,
    ]),
  );
  return topics.flatMap((what) =>
    ['all', ...wireLanguages].map((language) => ({
      what,
      language,
      seen,
      ...measure(
        labelled
          .filter((article) => language === 'all' || article.language === language)
          .map(({ id, topics: wanted }) => ({
            wanted: wanted.includes(what),
            given: given.get(id)?.includes(what) === true,
          })),
      ),
    })),
  );
}

if (hasGold) {
  const rows = [...measureAll(unseenSets, false), ...measureAll(seenSets, true)];
  writeFileSync(measuredFile, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  for (const { what, language, seen, precision, recall, articles } of rows)
    process.stdout.write(
      `${seen ? 'seen  ' : 'unseen'}  ${what.padEnd(22)}${language}  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}  n ${articles}\n`,
    );
} else {
  process.stdout.write('skipped: no ../shared\n');
}
