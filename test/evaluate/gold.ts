import { existsSync, readFileSync } from 'node:fs';

/** One labelled article of ../shared/data/gold: what the measures of stories need. */
export interface GoldArticle {
  id: string;
  event: string | null;
  other_event?: string;
  phase?: string;
  published: string;
  language: string;
  country: string;
  outlet: string;
  title: string;
  summary: string;
  reprint_of: string | null;
  source_url?: string;
}

const shared = new URL('../../../shared/data/', import.meta.url);
export const dataUrl = (path: string): URL => new URL(path, shared);
export const goldPath = dataUrl('gold/articles.jsonl');
export const hasGold = existsSync(goldPath);

export function readGold(path: URL): GoldArticle[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as GoldArticle);
}

/** The event an article is about: one of the thirteen, another one, or its own. */
export const eventOf = (article: GoldArticle): string =>
  article.event ?? article.other_event ?? `solo-${article.id}`;
