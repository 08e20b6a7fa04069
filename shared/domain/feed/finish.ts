import type { ParsedArticle } from '../article/article.ts';
import { articleLanguage } from '../article/detect-language.ts';
import { cleanLine, cutText, textOfHtml } from '../text/clean-text.ts';
import { summaryLimit, titleLimit } from '../text/limits.ts';
import type { PollHints } from '../visit/poll-hints.ts';
import { readDate } from './dates.ts';
import type {
  FeedDocument,
  FeedHead,
  FeedProblem,
  FeedSource,
  RawFeed,
  RawHtml,
  RawItem,
} from './document.ts';
import { mendedLink, safeLink } from './links.ts';
import { firstPictureOf } from './pictures.ts';
import { safeHtml } from './safe-html.ts';
import { withoutTails } from './tails.ts';

const guidLimit = 1_000;

interface Finish {
  url: string | null;
  content: boolean;
  zone: string | undefined;
  language: string | null;
  problems: FeedProblem[];
}

const cleanLink = (written: string | null, base: string | null): string | null =>
  written === null ? null : safeLink(mendedLink(written, base), base);

function dateOrProblem(written: string | null, finish: Finish): string | null {
  if (written === null) return null;
  const date = readDate(written, finish.zone);
  if (date === null)
    finish.problems.push({
      code: 'bad-date',
      message: `unreadable date '${cleanLine(written).slice(0, 60)}'`,
    });
  return date;
}

function articleUrl(item: RawItem, finish: Finish): string | null {
  const link = cleanLink(item.link, finish.url);
  if (item.link !== null && link === null)
    finish.problems.push({ code: 'bad-link', message: 'a link that is not http(s) was dropped' });
  return link;
}

/** The base of markup: the item's own page unless the feed gives one. */
const baseOf = (html: RawHtml, url: string | null): string | null => html.base ?? url;

/** The first picture in the text, as a fallback for a feed that names none. */
function firstPicture(text: RawHtml, url: string | null): string | null {
  const written = firstPictureOf(text.html);
  return written === null ? null : safeLink(written, baseOf(text, url));
}

interface FinishedItem {
  finish: Finish;
  article: ParsedArticle;
}

/** Items that the memo of the parser keeps are cleaned once; what was cleaned lives as long as the item. */
const finishedItems = new WeakMap<RawItem, FinishedItem>();

function articleOf(item: RawItem, { problems, ...how }: Finish): ParsedArticle {
  const known = finishedItems.get(item);
  const isSame =
    known !== undefined &&
    known.finish.url === how.url &&
    known.finish.content === how.content &&
    known.finish.zone === how.zone &&
    known.finish.language === how.language;
  const finish = isSame ? known.finish : { ...how, problems: [] };
  const article = isSame ? known.article : parsedArticleOf(item, finish);
  finishedItems.set(item, { finish, article });
  problems.push(...finish.problems);
  return article;
}

/** What the item says of itself: what comes first says enough, and the whole text is long. */
const describedBy = ({ summary, content, caption }: RawItem, headline: string): string =>
  withoutTails(summary.html, headline) || withoutTails(content.html, headline) || textOfHtml(caption.html);

function parsedArticleOf(item: RawItem, finish: Finish): ParsedArticle {
  const content = finish.content ? safeHtml(item.content.html, baseOf(item.content, finish.url)) : '';
  const headline = textOfHtml(item.title.html);
  const summary = cutText(describedBy(item, headline), summaryLimit);
  const title = cutText(headline, titleLimit);
  const updated = dateOrProblem(item.updated, finish);
  const published = dateOrProblem(item.published, finish) ?? updated;
  const original = cleanLink(item.originalLink, finish.url);
  return {
    guid: item.guid === null ? null : cleanLine(item.guid).slice(0, guidLimit),
    url: articleUrl(item, finish),
    ...(original !== null && { originalUrl: original }),
    title,
    summary,
    content,
    published,
    ...(published === null && (item.published ?? item.updated) !== null && { dateUnreadable: true as const }),
    updated,
    authors: item.authors.map((name) => cutText(textOfHtml(name), titleLimit)).filter((name) => name !== ''),
    categories: item.categories
      .map((name) => cutText(textOfHtml(name), titleLimit))
      .filter((name) => name !== ''),
    enclosures: item.enclosures.flatMap((enclosure) => {
      const url = safeLink(enclosure.url, finish.url);
      return url === null ? [] : [{ ...enclosure, url }];
    }),
    image:
      cleanLink(item.image, finish.url) ??
      firstPicture(item.content, finish.url) ??
      firstPicture(item.summary, finish.url),
    language: articleLanguage(`${title} ${summary}`, item.language ?? finish.language),
  };
}

const numbers = (texts: string[], max: number): number[] => [
  ...new Set(
    texts
      .map((text) => Number(text.trim()))
      .filter((value) => Number.isInteger(value) && value >= 0 && value <= max),
  ),
];
const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function pollHintsOf(feed: RawFeed, articles: readonly ParsedArticle[]): PollHints {
  const ttl = Number.parseInt(feed.ttl ?? '', 10);
  const skipHours = numbers(feed.skipHours, 24).map((hour) => hour % 24);
  const skipDays = dayNames.filter((day) =>
    feed.skipDays.some((text) => day.toLowerCase() === text.trim().toLowerCase()),
  );
  const frequency = Number.parseInt(feed.updateFrequency ?? '', 10);
  const updateBase = feed.updateBase === null ? null : readDate(feed.updateBase);
  const newest = articles.map((article) => article.published ?? '').reduce((a, b) => (a > b ? a : b), '');
  return {
    ...(ttl > 0 && { ttlMinutes: ttl }),
    ...(skipHours.length > 0 && { skipHours }),
    ...(skipDays.length > 0 && { skipDays }),
    ...(feed.updatePeriod !== null && { updatePeriod: feed.updatePeriod.toLowerCase() }),
    ...(frequency > 0 && { updateFrequency: frequency }),
    ...(updateBase !== null && { updateBase }),
    ...(newest !== '' && { newestPublished: newest }),
  };
}

function feedHeadOf(feed: RawFeed, articles: readonly ParsedArticle[], finish: Finish): FeedHead {
  return {
    id: feed.id === null ? null : cleanLine(feed.id).slice(0, guidLimit),
    title: cutText(textOfHtml(feed.title.html), titleLimit),
    link: cleanLink(feed.link, finish.url),
    description: cutText(textOfHtml(feed.description.html), summaryLimit),
    language: feed.language === null ? 'und' : cleanLine(feed.language).slice(0, 40),
    published: dateOrProblem(feed.published, finish),
    updated: dateOrProblem(feed.updated, finish),
    image: cleanLink(feed.image, finish.url),
    generator: feed.generator === null ? null : cutText(textOfHtml(feed.generator), titleLimit),
    authors: feed.authors.map((name) => textOfHtml(name)),
    categories: feed.categories.map((name) => textOfHtml(name)),
    hints: pollHintsOf(feed, articles),
  };
}

/** A feed of any dialect cleaned: plain text, absolute links, dates in UTC. */
export function finished(
  feed: RawFeed,
  { url = null, content = true, zone }: FeedSource,
  problems: FeedProblem[],
): FeedDocument {
  const finish: Finish = {
    url: url ?? cleanLink(feed.link, null),
    content,
    zone,
    language: feed.language,
    problems,
  };
  const articles = feed.items.map((item) => articleOf(item, finish));
  return {
    kind: 'feed',
    format: feed.format,
    feed: feedHeadOf(feed, articles, finish),
    articles,
    problems: summed(problems),
  };
}

/** The same fault of many items is one problem. */
function summed(problems: FeedProblem[]): FeedProblem[] {
  const byCode = new Map<string, { first: FeedProblem; times: number }>();
  for (const problem of problems)
    byCode.set(problem.code, {
      first: byCode.get(problem.code)?.first ?? problem,
      times: (byCode.get(problem.code)?.times ?? 0) + 1,
    });
  return [...byCode.values()].map(({ first, times }) =>
    times === 1 ? first : { code: first.code, message: `${first.message} (${times} times)` },
  );
}
