import { readFileSync, writeFileSync } from 'node:fs';
import type { Measured } from '../../functions/publish-site/site.ts';
import { defaultTagger } from '../../shared/catalogue/packs.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { type GoldArticle, goldPath, hasGold, readGold } from './gold.ts';

/** `npm run measure -- figures`: precision and recall of each topic in each language, into shared/catalogue/measured.json for the method page. */

type Labelled = GoldArticle & { topics: string[] };

/** The rules were written with these at hand. */
const own = (name: string): URL => new URL(`own-articles-${name}.jsonl`, import.meta.url);
const seenSets = [goldPath, own('a'), own('b'), own('c'), own('d')];
/** A set is unseen once: rows measured then (2026-11-24, set d, before its mistakes were read) are kept as they are. A new set goes here until then. */
const unseenSets: URL[] = [];
const measuredFile = new URL('../../shared/catalogue/measured.json', import.meta.url);
const unseenBefore = (): Measured[] =>
  (JSON.parse(readFileSync(measuredFile, 'utf8')) as Measured[]).filter(({ seen }) => !seen);
const topics = ['csto', 'armenia-azerbaijan'];
const share = (part: number, whole: number): number =>
  whole === 0 ? 1 : Math.round((1_000 * part) / whole) / 1_000;

function measure(
  articles: { wanted: boolean; given: boolean }[],
): Pick<Measured, 'precision' | 'recall' | 'articles'> {
  const right = articles.filter(({ wanted, given }) => wanted && given).length;
  return {
    precision: share(right, articles.filter(({ given }) => given).length),
    recall: share(right, articles.filter(({ wanted }) => wanted).length),
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
    wireLanguages.map((language) => ({
      what,
      language,
      seen,
      ...measure(
        labelled
          .filter((article) => article.language === language)
          .map(({ id, topics: wanted }) => ({
            wanted: wanted.includes(what),
            given: given.get(id)?.includes(what) === true,
          })),
      ),
    })),
  );
}

if (hasGold) {
  const rows = [
    ...measureAll(seenSets, true),
    ...(unseenSets.length > 0 ? measureAll(unseenSets, false) : unseenBefore()),
  ];
  writeFileSync(measuredFile, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  for (const { what, language, seen, precision, recall, articles } of rows)
    process.stdout.write(
      `${seen ? 'seen  ' : 'unseen'}  ${what.padEnd(22)}${language}  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}  n ${articles}\n`,
    );
} else {
  process.stdout.write('skipped: no ../shared\n');
}
