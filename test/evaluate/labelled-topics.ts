import { readFileSync } from 'node:fs';
import { packHeadlines } from '../../shared/catalogue/pack-headlines.ts';
import { eventOf, type GoldArticle, readGold } from './gold.ts';

/** An article with the labels that tags are measured by. */
export interface Labels extends GoldArticle {
  topics: string[];
  subtopics: string[];
  entities?: string[];
  /** Why the label is borderline. */
  note?: string;
}

export const ownSet = (name: string): URL => new URL(`own-${name}.jsonl`, import.meta.url);
/** Busy days that weights are learned from. */
export const denseTrainingSets = [
  ...Array.from('abcdfghjklmnopqrtuvwxyz12346789', (set) => `dense-${set}`),
  ...Array.from('abcdefgh', (set) => `dense-a${set}`),
];
export const trainingSets = [...Array.from('abcdefghij', (set) => `articles-${set}`), ...denseTrainingSets];
/** Never learned from: they are measured with. */
export const heldOutSets = ['dense-e', 'dense-i', 'dense-s', 'dense-5', 'dense-0', 'articles-k'];

const nameOf = (path: URL): string => path.pathname.split('/').at(-1) ?? '';

/** What a figure on a set is worth: how the set was used. */
export function useOf(path: URL): string {
  if (trainingSets.some((name) => ownSet(name).pathname === path.pathname))
    return 'used: the weights were learned from this set; `train-topics` shows its left-out events';
  if (nameOf(path) === 'own-dense-e.jsonl')
    return 'held out: written without sight of the packs, never learned from; the titles of four items were seen while words changed';
  if (nameOf(path) === 'own-dense-i.jsonl')
    return 'held out: written without sight of the packs and never read; some fifteen states of the code were scored on it';
  if (heldOutSets.some((name) => ownSet(name).pathname === path.pathname))
    return 'held out: written without sight of the packs and never read; five to ten states of the code were scored on it';
  if (nameOf(path) === 'articles.jsonl')
    return 'half used: no weight was learned from this set, but rules and terms were first written with it';
  return 'use unknown';
}

export const readLabels = (path: URL): Labels[] => readGold(path) as Labels[];

type Sentences = Record<string, Record<string, string[]>>;
const background = JSON.parse(
  readFileSync(new URL('background-sentences.json', import.meta.url), 'utf8'),
) as Record<'train' | 'measure', Sentences>;
export const backgroundKinds = ['armenia-azerbaijan', 'csto'];

/** The same article with a sentence of background at its end, in its language; the labels stay. */
export function withBackground(item: Labels, use: 'train' | 'measure', kind: string, turn: number): Labels {
  if (item.summary === '') return item;
  const sentences = background[use][item.language]?.[kind] ?? [];
  const sentence = sentences[turn % Math.max(sentences.length, 1)] ?? '';
  const end = /[.!?…։]["»”]?$/u.test(item.summary.trim()) ? '' : item.language === 'hy' ? '։' : '.';
  return { ...item, summary: `${item.summary.trim()}${end} ${sentence}`.trim() };
}

export const titleOnly = (item: Labels): Labels => ({ ...item, summary: '' });

export interface Example {
  item: Labels;
  /** Left out together. */
  fold: string;
  weight: number;
  /** Of a set of busy days: a real span of some weeks, many events beside each other. */
  dense?: boolean;
  /** Absent for what was written so. */
  copy?: 'background' | 'title';
  /** A headline of a pack says nothing about other packs or subtopics. */
  only?: string;
}

/** Copies count less than what was written so. */
const copyWeight = 0.4;
/** A bare title does not always say what its article is labelled with. */
const titleWeight = 0.2;
const headlineWeight = 5;
/** News of every day is most of what comes, and the least of what we labelled. */
const everydayWeight = 3;

/** Everything there is to learn from: the labelled articles, each with two copies with background and its bare title, and the headlines of the packs. */
export function examples(): Example[] {
  const articles = trainingSets.flatMap((name) =>
    readLabels(ownSet(name)).map((item) => ({
      item,
      dense: name.startsWith('dense-'),
      weight: name === 'articles-h' ? everydayWeight : 1,
    })),
  );
  const own = articles.flatMap(({ item, dense, weight }, turn) => {
    const fold = eventOf(item);
    // Behind a bare title the sentence would be the first one, and no background.
    const kinds = item.summary === '' ? [] : backgroundKinds;
    const copies = kinds.map((kind, at): Example => ({
      item: withBackground(item, 'train', kind, turn + at),
      fold,
      weight: weight * copyWeight,
      copy: 'background',
    }));
    const bare: Example = { item: titleOnly(item), fold, weight: weight * titleWeight, copy: 'title' };
    return [{ item, fold, weight, dense }, ...copies, ...(item.summary === '' ? [] : [bare])];
  });
  return [...own, ...headlines()];
}

function headlines(): Example[] {
  return Object.entries(packHeadlines).flatMap(([pack, { about, not }]) =>
    [about, not].flatMap((lists) =>
      Object.entries(lists).flatMap(([language, titles]) =>
        titles.map((title, at): Example => {
          const id = `${pack}-${language}-${lists === about ? 'about' : 'not'}-${at}`;
          const topics = lists === about ? [pack] : [];
          const place = { country: '', outlet: '', event: null, published: '', reprint_of: null };
          const item = { id, language, title, summary: '', topics, subtopics: [], ...place };
          return { item, fold: id, weight: headlineWeight, only: pack };
        }),
      ),
    ),
  );
}
