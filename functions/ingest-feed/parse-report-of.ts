import { feedHintsOf } from '../../shared/domain/visit/poll-hints.ts';
import { publishTimesLimit, type ParseReport } from '../../shared/domain/visit/parse-report.ts';
import type { Parsed } from './parse-thread.ts';

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
