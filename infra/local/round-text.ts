import type { FeedFault, RoundReport } from './round.ts';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** One line: `08:31:02  10 feeds visited, 0 unchanged, 1 failed · 31 articles new (18 on topic, 1 reprint) · 5 stories · 3.2 s`. */
export function roundLine(report: RoundReport, at: Date): string {
  const parts = [
    `${plural(report.visited, 'feed')} visited, ${report.unchanged} unchanged, ${report.faults.length} failed`,
    `${plural(report.articles, 'article')} new (${report.onTopic} on topic, ${plural(report.reprints, 'reprint')})`,
    plural(report.stories, 'story', 'stories'),
    ...(report.mails.length > 0 ? [plural(report.mails.length, 'mail')] : []),
    ...Object.entries(report.dead).map(([queue, count]) => `${count} in the dead letters of ${queue}`),
    `${report.seconds.toFixed(1)} s`,
  ];
  return `${at.toTimeString().slice(0, 8)}  ${parts.join(' · ')}`;
}

/** Kinds of fault where nothing answered at all. */
const unreachedKinds = new Set(['dns', 'connect', 'timeout', 'reset', 'tls', 'robots-unreachable']);

/** Who failed and why, one line each; the many that were just not reached, together. */
export function faultLines(faults: FeedFault[], most = 40): string[] {
  const unreached = faults.filter((fault) => unreachedKinds.has(fault.kind));
  const others = faults.filter((fault) => !unreachedKinds.has(fault.kind));
  const lines = others.slice(0, most).map((fault) => `  ${fault.feedId}: ${fault.cause}`);
  if (others.length > most)
    lines.push(`  and ${others.length - most} more; \`npm run -s wire -- feeds health\` lists all`);
  const named = unreached
    .slice(0, most)
    .map((fault) => fault.feedId)
    .join(', ');
  if (unreached.length > 0)
    lines.push(
      `  not reached: ${named}${unreached.length > most ? ` and ${unreached.length - most} more` : ''}`,
    );
  return lines;
}

/** True when a round reached nobody: most likely there is no network. */
export function reachedNobody(report: RoundReport): boolean {
  return (
    report.visited > 0 &&
    report.faults.length === report.visited &&
    report.faults.every((fault) => unreachedKinds.has(fault.kind))
  );
}

/** The faults of a round; one line where nobody at all was reached: then it is not the outlets' fault, and their names say nothing. */
export function faultsOf(report: RoundReport, most = 40): string[] {
  return reachedNobody(report)
    ? ['No outlet was reached: is there a network? `npm start -- --sample` shows the wire without one.']
    : faultLines(report.faults, most);
}

/** What `--once` ends with. */
export function roundSummary(report: RoundReport): string[] {
  const known = Math.max(report.items - report.articles, 0);
  return [
    `Feeds     ${report.visited} of ${report.feeds} visited: ${report.visited - report.faults.length} read, ${report.faults.length} failed`,
    ...faultsOf(report),
    `Articles  ${report.items} items: ${report.articles} new (${report.onTopic} on topic), ${known} known already from another feed or round`,
    `Reprints  ${report.reprints}`,
    `Stories   ${report.stories}`,
    ...Object.entries(report.dead).map(
      ([queue, count]) =>
        `Failed    ${plural(count, 'message')} of the ${queue} queue failed five times; wire.log says why, and the next start tries again`,
    ),
  ];
}

/** What `--once` exits with: 1 where work was given up on. A feed that fails is the outlet's fault and not counted. */
export const exitCode = (report: RoundReport): number => (Object.keys(report.dead).length > 0 ? 1 : 0);
