import { writeFileSync } from 'node:fs';
import type { Measured } from '../../functions/publish-site/site.ts';
import { defaultTagger } from '../../shared/catalogue/packs.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { type GoldArticle, goldPath, hasGold, readGold } from './gold.ts';

/** `npm run measured`: precision and recall of each topic in each language, into shared/catalogue/measured.json for the method page. */

type Labelled = GoldArticle & { topics: string[] };

const topics = ['csto', 'armenia-azerbaijan'];
const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((1_000 * part) / whole) / 1_000);

function measure(topic: string, language: string, articles: { wanted: boolean; given: boolean }[]): Measured {
  const right = articles.filter(({ wanted, given }) => wanted && given).length;
  return { what: topic, language, precision: share(right, articles.filter(({ given }) => given).length), recall: share(right, articles.filter(({ wanted }) => wanted).length), articles: articles.length };
}

function measureAll(gold: Labelled[]): Measured[] {
  const tagger = defaultTagger();
  const given = new Map(gold.map(({ id, title, summary, language, country }) => [id, tagger.tag({ title, summary, language, country }).topics]));
  return topics.flatMap((topic) => wireLanguages.map((language) => measure(topic, language, gold.filter((article) => article.language === language)
    .map((article) => ({ wanted: article.topics.includes(topic), given: given.get(article.id)?.includes(topic) === true })))));
}

if (hasGold) {
  const rows = measureAll(readGold(goldPath) as Labelled[]);
  writeFileSync(new URL('../../shared/catalogue/measured.json', import.meta.url), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
  for (const { what, language, precision, recall, articles } of rows) process.stdout.write(`${what.padEnd(22)}${language}  P ${precision.toFixed(3)}  R ${recall.toFixed(3)}  n ${articles}\n`);
} else {
  process.stdout.write('skipped: no ../shared\n');
}
