import { z } from 'zod';
import file from '../../catalogue/denials.json' with { type: 'json' };
import { publicationOf } from '../article/published.ts';
import { isWireLanguage, type Language, wireLanguages } from '../language.ts';
import { type Side, sideOf } from '../outlet.ts';
import { sentencesOf } from '../text/sentences.ts';
import { abbreviationsOf } from './lead-markers.ts';
import { leadLimit } from './lead-text.ts';
import type { StoryArticle } from './story.ts';
import { entityRole } from './words.ts';

const manner = z.strictObject({
  stems: z.array(z.string().min(1)),
  not: z.array(z.string()),
  order: z.enum(['first', 'nearest']),
});
const manners = z
  .strictObject({ source: z.string(), languages: z.record(z.enum(wireLanguages), manner) })
  .parse(file).languages;

/** A side says that what another one reports is not so. */
export interface Denial {
  /** Who denies. */
  side: Side;
  articleId: string;
  outletId: string;
  language: Language;
  url: string | null;
  at: string;
  /** The sentence, as the outlet wrote it. */
  text: string;
}

interface Named {
  start: number;
  side: Side;
}

/** Who is named in a field and stands for a side: a state, its bodies, its people. */
function namedIn(article: StoryArticle, field: 'title' | 'summary'): Named[] {
  return article.evidence
    .filter(({ kind }) => kind === 'entity')
    .flatMap(({ of, places }) => {
      const { party } = entityRole(of);
      if (!/^[A-Z]{2}$/.test(party)) return [];
      const side = sideOf({ country: party });
      return places.filter((place) => place.field === field).map(({ start }) => ({ start, side }));
    })
    .sort((a, b) => a.start - b.start);
}

const clauseBreak = /[,;:։–—]\s/gu;

/** Where a denial begins in a sentence; -1 where there is none, or it is said that nothing is denied. */
function denialAt(sentence: string, language: Language): number {
  if (!isWireLanguage(language)) return -1;
  const { stems, not } = manners[language];
  const words = [...sentence.matchAll(/[\p{L}\p{M}’']+/gu)];
  const at = words.findIndex(({ 0: word }) =>
    stems.some((stem) => word.toLocaleLowerCase(language).startsWith(stem)),
  );
  const before = words[at - 1]?.[0].toLocaleLowerCase(language) ?? '';
  return at < 0 || not.includes(before) ? -1 : (words[at]?.index ?? -1);
}

/** Turkish sets its subject off by a comma: so few words are no clause. */
const subjectWords = 3;

/** Where the last clause of a text begins. */
function clauseStart(text: string): number {
  let start = 0;
  for (const { index } of text.matchAll(clauseBreak))
    if (text.slice(start, index).trim().split(/\s+/u).length > subjectWords) start = index;
  return start;
}

/** A sentence of a field, and where in the field it and its denial begin. */
interface Said {
  text: string;
  from: number;
  at: number;
  language: Language;
}

/** Who denies: named in the clause of the denial, else in the clauses before it. */
function denier(named: readonly Named[], { text, from, at, language }: Said): Side | null {
  const { order } = manners[isWireLanguage(language) ? language : 'en'];
  const clauseFrom = from + clauseStart(text.slice(from, at));
  const inside = named.filter(({ start }) => start >= clauseFrom && start < at);
  const before = named.filter(({ start }) => start >= from && start < at);
  const found = inside.length > 0 ? inside : before;
  return (order === 'first' ? found[0] : found.at(-1))?.side ?? null;
}

function denialsOfField(article: StoryArticle, field: 'title' | 'summary'): Denial[] {
  const { language } = article;
  const text = article[field];
  const named = namedIn(article, field);
  const sentences = field === 'title' ? [text] : sentencesOf(text, abbreviationsOf(language));
  return sentences.flatMap((sentence) => {
    const within = denialAt(sentence, language);
    const from = text.indexOf(sentence);
    if (within < 0 || from < 0 || sentence.length > leadLimit) return [];
    const side = denier(named, { text, from, at: from + within, language });
    if (side === null) return [];
    const { articleId, outletId, url } = article;
    return [{ side, articleId, outletId, language, url, at: publicationOf(article), text: sentence }];
  });
}

/** Who denies in a story what others report: of each side the first denial, told by an outlet of its own where there is one. */
export function denialsIn(articles: readonly StoryArticle[]): Denial[] {
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  const sideOfArticle = new Map(originals.map(({ articleId, side }) => [articleId, side]));
  const found = originals
    .flatMap((article) => [...denialsOfField(article, 'title'), ...denialsOfField(article, 'summary')])
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const own = found.filter(({ articleId, side }) => sideOfArticle.get(articleId) === side);
  const sides = [...new Set(found.map(({ side }) => side))];
  return sides.flatMap((side) => [...own, ...found].find((denial) => denial.side === side) ?? []);
}
