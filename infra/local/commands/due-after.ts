import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { afterVisit, hostRateLimit } from '../../../shared/domain/visit/after-visit.ts';
import { feedHealth } from '../../../shared/domain/visit/health.ts';
import { type FeedState, applyParseReport } from '../../../shared/domain/visit/feed-state.ts';
import { type VisitRules, dueAt } from '../../../shared/domain/visit/next-visit.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { outcomeInput, readOutcome, stateInput } from '../outcome-file.ts';

const usage = `usage: wire due-after STATE.json OUTCOME.json --now ISO

Prints the state of a feed after a visit, as JSON: when it is due next (nextDueAt; null with stoppedAt set = never again),
what is remembered, hostPausedUntil (after 429: no request to the host before that) and its health with a remedy.
Nothing is visited and nothing is stored.

STATE: {} is a feed never visited. Every field is optional; times are ISO 8601:
  url                requested URL (default https://feed.example/rss)
  minInterval        catalogue: the shortest gap in minutes (default 15); strict: true = a host with a floor of 60
  visit              saved visits so far                     lastVisitAt, lastGoodAt, nextDueAt, stoppedAt
  validators         {"url", "etag", "lastModified"}; or etag and lastModified at the top
  bodyHash           SHA-256 of the last feed body           lastFullAt  when a body last came
  changedAt          [times at which the body changed]       intervalMinutes  the wait after the last good visit
  freshSeconds       freshness lifetime last given (a 304 that gives none keeps it)
  failures, failingSince, fault {"kind", "detail", "status"} recheckedAt, vainRechecks, suspectedAt, lies
  emptySince         no items since then                     move  {"to", "since", "againAt"}: a permanent redirect that waits
  reading            what parsing found: {"kind": "ok"|"empty"|"not-feed"|"unreadable", "at", "items", "newest", "incomplete",
                     "publishTimes": [times], "hints": {"ttlMinutes": 60, "skipHours": [0, 1], "skipDays": ["Saturday", 0],
                     "updatePeriodMinutes": 60 (or "updatePeriod": "hourly", "updateFrequency": 2)}}

OUTCOME: one of
  {"kind": "response", "status": 200, "headers": {"cache-control": "max-age=7200", "etag": "\\"a\\""}, "reading": {...}}
      any status; \`body\` (text) is looked at, \`bodyHash\` names it without; without both a 200 is a changed feed.
      \`hops\`: [{"status": 301, "location": "https://new.example/rss"}] are redirects on the way; \`url\` what answered.
      A 301, 302, 303, 307 or 308 with a location is a redirect followed to a good 200.
  {"kind": "changed", "headers": {}, "reading": {"hints": {"ttlMinutes": 90}}}
  {"kind": "unchanged", "headers": {"cache-control": "max-age=86400"}}          a 304; "same-body" = a 200 with the same body
  {"kind": "redirected", "status": 301, "location": "https://new.example/rss"}
  {"kind": "http-error", "status": 503, "retryAfter": "3600"}                   or headers {"retry-after": "Tue, 24 Nov 2026 09:00:00 GMT"}
  {"kind": "network-error", "fault": "timeout"}                                 dns, connect, timeout, tls, reset, too-large, bad-encoding, bad-http, too-many-redirects, redirect-loop, bad-redirect
  {"kind": "not-feed", "what": "html"}                                          empty, html, challenge, json, image, other
  {"kind": "gone"}                                                              410: no further visits
  {"kind": "refused", "reason": "forbidden-address"}                            bad-url, forbidden-port, forbidden-address, downgrade
  {"kind": "robots", "verdict": "disallowed"}                                   or "unreachable"
  {"kind": "not-kept"}                                                          changed, but our store failed: asked again in due time
\`reading\` in the outcome is of the body that came. The longest of all waits counts: floor, the feed's rhythm, Cache-Control,
Expires, Age, ttl, sy:*, Retry-After (the last five up to 7 days), then out of skipHours and skipDays (GMT).
Without Retry-After, errors wait 1, 2, 4 … 24 hours (up to a tenth more, fixed per feed), never less than after the last good visit.
`;

function readJson<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON`, { cause: error });
  }
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${path}: ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}`);
}

/** The state after the visit, planned with the reading of what it brought. */
function nextState(state: FeedState, rules: VisitRules, file: z.output<typeof outcomeInput>, now: Date) {
  const before = applyParseReport(state);
  const { outcome, reading } = readOutcome(file, before, now);
  const read = applyParseReport(
    afterVisit(reading === null ? before : { ...before, reading }, outcome, rules, now),
  );
  const due = dueAt(read, rules);
  const after = { ...read, nextDueAt: due === undefined ? null : new Date(due).toISOString() };
  return {
    ...after,
    hostPausedUntil: hostRateLimit(outcome, after, now)?.until ?? null,
    health: feedHealth(after, now),
  };
}

export const command: Command = {
  summary: 'when a feed is due after a visit (the visiting policy, on files)',
  usage,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      options: { now: { type: 'string' } },
      allowPositionals: true,
      strict: true,
    });
    const [statePath, outcomePath, ...more] = positionals;
    if (statePath === undefined || outcomePath === undefined || more.length > 0)
      throw new UsageError('due-after takes two files: STATE.json OUTCOME.json');
    const now = new Date(values.now ?? '');
    if (Number.isNaN(now.getTime()))
      throw new UsageError('--now takes an ISO 8601 instant such as 2026-11-24T06:00:00Z');
    const { state, rules } = readJson(statePath, stateInput);
    process.stdout.write(
      `${JSON.stringify(nextState(state, rules, readJson(outcomePath, outcomeInput), now), null, 2)}\n`,
    );
    return 0;
  },
};
