import type { PollHints } from '../../shared/domain/feed/document.ts';
import {
  type FeedHints,
  publishTimesLimit,
  type ParseReport,
  weekDays,
} from '../../shared/domain/visit/parse-report.ts';
import type { Parsed } from './parse-thread.ts';

/** mod_syndication's periods, in minutes (web.resource.org/rss/1.0/modules/syndication). */
const periods: Record<string, number> = {
  hourly: 60,
  daily: 1_440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
};

/** A frequency without a period is per day, a period without a frequency once: the module's own defaults. */
function updatePeriodMinutes({ updatePeriod, updateFrequency }: PollHints): number | undefined {
  if (updatePeriod === undefined && updateFrequency === undefined) return undefined;
  const period = periods[updatePeriod ?? 'daily'];
  return period === undefined ? undefined : period / (updateFrequency ?? 1);
}

function feedHintsOf(hints: PollHints): FeedHints {
  const minutes = updatePeriodMinutes(hints);
  return {
    ...(hints.ttlMinutes !== undefined && { ttlMinutes: hints.ttlMinutes }),
    ...(hints.skipHours !== undefined && { skipHours: hints.skipHours }),
    ...(hints.skipDays !== undefined && {
      skipDays: hints.skipDays.map((day) => weekDays.findIndex((name) => name === day.toLowerCase())),
    }),
    ...(minutes !== undefined && { updatePeriodMinutes: minutes }),
  };
}

/** What the next visit of the feed is planned with. @param at ISO 8601 UTC: when the body arrived */
export function parseReportOf(parsed: Parsed, at: string): ParseReport {
  if (parsed.kind === 'not-feed')
    return { kind: 'not-feed', at, items: 0, hints: {}, problems: 1, publishTimes: [] };
  if (parsed.kind === 'unreadable')
    return { kind: 'unreadable', at, items: 0, hints: {}, problems: 1, publishTimes: [] };
  const times = parsed.articles
    .flatMap((article) => (article.published !== null && article.published <= at ? [article.published] : []))
    .sort()
    .toReversed();
  const newest = times[0];
  return {
    kind: parsed.articles.length === 0 ? 'empty' : 'ok',
    at,
    items: parsed.articles.length,
    hints: feedHintsOf(parsed.feed.hints),
    problems: parsed.problems.length,
    publishTimes: times.slice(0, publishTimesLimit),
    ...(newest !== undefined && { newest }),
    ...(parsed.problems.some((problem) => problem.code === 'truncated') && { incomplete: true }),
  };
}
