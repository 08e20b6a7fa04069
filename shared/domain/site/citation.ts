import { defaultWireName } from '../text/wire-name.ts';
import type { StoryArticle } from '../story/story.ts';

type Cited = Pick<
  StoryArticle,
  'articleId' | 'outletName' | 'title' | 'language' | 'url' | 'publishedAt' | 'dateFlag' | 'seenAt'
>;

/** An item of CSL-JSON (citationstyles.org, schema 1.0.2), as Zotero, pandoc and citeproc read it. */
export interface CslItem {
  id: string;
  type: 'article-newspaper';
  title: string;
  'container-title': string;
  language: string;
  issued?: CslDate;
  accessed: CslDate;
  URL?: string;
  note: string;
}
interface CslDate {
  'date-parts': [[year: number, month: number, day: number]];
}

function cslDate(instant: string): CslDate {
  const [year = 0, month = 1, day = 1] = instant.slice(0, 10).split('-').map(Number);
  return { 'date-parts': [[year, month, day]] };
}

/** Whether the date is the outlet's own and not the moment we saw the article. */
const isDated = ({ dateFlag }: Cited): boolean => dateFlag === undefined;

/** @param story the address of the story's page */
export const cslOf = (article: Cited, story: string, wire: string = defaultWireName): CslItem => ({
  id: article.articleId,
  type: 'article-newspaper',
  title: article.title,
  'container-title': article.outletName,
  language: article.language,
  ...(isDated(article) && { issued: cslDate(article.publishedAt) }),
  accessed: cslDate(article.seenAt),
  ...(article.url !== null && { URL: article.url }),
  note: `${wire}, ${story}`,
});

const minuteOf = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** The citation as one line: outlet, title, date, address, and when and where it was read. */
export function citationText(article: Cited, story: string): string {
  const when = isDated(article) ? article.publishedAt.slice(0, 10) : 'n.d.';
  const where = article.url === null ? '' : ` ${article.url}`;
  return `${article.outletName}: «${article.title}» [${article.language}], ${when}.${where} (read ${minuteOf(article.seenAt)}; ${story})`;
}
