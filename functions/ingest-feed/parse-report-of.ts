import { feedHintsOf } from '../../shared/domain/visit/poll-hints.ts';
import type { SourceKind } from '../../shared/domain/outlet.ts';
import { publishTimesLimit, type ParseReport } from '../../shared/domain/visit/parse-report.ts';
import type { Parsed } from './parse-thread.ts';

/** What the next visit of the source is planned with. @param at ISO 8601 UTC: when the body arrived */
export function parseReportOf(parsed: Parsed, at: string, kind: SourceKind = 'feed'): ParseReport {
  const form = kind === 'feed' ? {} : { form: kind };
  if (parsed.kind !== 'feed')
    return {
      ...form,
      kind: parsed.kind,
      at,
      items: 0,
      hints: {},
      problems: 1,
      publishTimes: [],
      reason: parsed.reason.slice(0, 200),
    };
  const times = parsed.articles
    .flatMap((article) => (article.published !== null && article.published <= at ? [article.published] : []))
    .sort()
    .toReversed();
  const newest = times[0];
  const undated = parsed.articles.filter((article) => article.dateUnreadable === true).length;
  return {
    ...form,
    kind: parsed.articles.length === 0 ? 'empty' : 'ok',
    at,
    items: parsed.articles.length,
    hints: feedHintsOf(parsed.feed.hints),
    problems: parsed.problems.length,
    publishTimes: times.slice(0, publishTimesLimit),
    ...(newest !== undefined && { newest }),
    ...(undated > 0 && { undated }),
    ...(parsed.problems.some((problem) => problem.code === 'truncated') && { incomplete: true }),
  };
}
