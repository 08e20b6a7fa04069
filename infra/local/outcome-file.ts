import { z } from 'zod';
import { requestFor } from '../../shared/domain/visit/request.ts';
import { type FeedState, feedStateSchema, newFeedState } from '../../shared/domain/visit/feed-state.ts';
import { nonFeeds } from '../../shared/domain/visit/looks-like-feed.ts';
import type { VisitRules } from '../../shared/domain/visit/next-visit.ts';
import { updatePeriodMinutes } from '../../shared/domain/visit/poll-hints.ts';
import { type ParseReport, parseReportSchema } from '../../shared/domain/visit/parse-report.ts';
import type { Headers } from '../../shared/domain/visit/server-wait.ts';
import {
  type HttpResponse,
  type Hop,
  type VisitOutcome,
  faultKinds,
  outcomeOf,
  refusals,
} from '../../shared/domain/visit/outcome.ts';

/** `wire due-after` reads hand-written files: every field has a default, and the short forms below are allowed. */

const headersSchema = z
  .record(z.string(), z.union([z.string(), z.number().transform(String), z.array(z.string())]))
  .transform((headers): Headers =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  );

const hintNames = ['ttlMinutes', 'skipHours', 'skipDays', 'updatePeriodMinutes'] as const;

/** Hints may be in `reading` itself, and sy:* as period and frequency. */
const readingInput = z
  .looseObject({ hints: z.looseObject({}).default({}) })
  .transform((reading) => {
    const all: Record<string, unknown> = { ...reading, ...reading.hints };
    const minutes =
      all['updatePeriod'] === undefined
        ? undefined
        : updatePeriodMinutes({
            updatePeriod: z.coerce.string().parse(all['updatePeriod']),
            updateFrequency: Number(all['updateFrequency'] ?? 1),
          });
    const sy = minutes === undefined ? {} : { updatePeriodMinutes: minutes };
    const ttl = all['ttl'] === undefined ? {} : { ttlMinutes: Number(all['ttl']) };
    const hints = {
      ...ttl,
      ...sy,
      ...Object.fromEntries(
        hintNames.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
      ),
    };
    return { ...reading, hints };
  })
  .pipe(
    z.looseObject({
      hints: z.looseObject({}),
      kind: z.enum(['ok', 'empty', 'not-feed', 'unreadable']).optional(),
      newest: z.iso.datetime({ offset: true }).optional(),
      publishTimes: z.array(z.iso.datetime({ offset: true })).optional(),
      items: z.int().min(0).optional(),
    }),
  );

const hopInput = z.object({
  url: z.string().optional(),
  status: z.int().default(301),
  to: z.string().optional(),
  location: z.string().optional(),
  headers: headersSchema.default({}),
});

const answerInput = {
  url: z.string().optional(),
  status: z.int().optional(),
  headers: headersSchema.default({}),
  retryAfter: z.union([z.string(), z.number().transform(String)]).optional(),
  location: z.string().optional(),
  hops: z.array(hopInput).default([]),
  body: z.string().optional(),
  bodyHash: z.string().optional(),
  conditional: z.boolean().optional(),
  what: z.enum(nonFeeds).optional(),
  reading: readingInput.optional(),
};
const answerKinds = [
  'response',
  'changed',
  'unchanged',
  'not-modified',
  'same-body',
  'redirected',
  'not-feed',
  'http-error',
  'gone',
  'not-kept',
] as const;
const answered = z.object({ kind: z.enum(answerKinds), ...answerInput });
type Answered = z.output<typeof answered>;

export const outcomeInput = z.discriminatedUnion('kind', [
  answered,
  z.object({
    kind: z.enum(['network-error', 'unanswered']),
    fault: z.enum(faultKinds).default('connect'),
    detail: z.string().default(''),
  }),
  z.object({
    kind: z.literal('refused'),
    reason: z.enum(refusals).default('forbidden-address'),
    detail: z.string().default(''),
  }),
  z.object({
    kind: z.literal('robots'),
    verdict: z.enum(['disallowed', 'unreachable']).default('disallowed'),
  }),
]);

/** A state file: the state, with the catalogue's rules and the two validators at the top for short. */
export const stateInput = z
  .looseObject({
    minInterval: z.number().min(0).optional(),
    strict: z.boolean().optional(),
    etag: z.string().optional(),
    lastModified: z.string().optional(),
    reading: readingInput.nullable().optional(),
    validators: z.looseObject({}).nullable().optional(),
    url: z.string().default('https://feed.example/rss'),
  })
  .transform(
    (
      { minInterval, strict, etag, lastModified, ...state },
      context,
    ): { state: FeedState; rules: VisitRules } => {
      const short =
        etag === undefined && lastModified === undefined
          ? {}
          : {
              validators: {
                ...(etag !== undefined && { etag }),
                ...(lastModified !== undefined && { lastModified }),
              },
            };
      const { validators = null, ...rest } = { ...state, ...short };
      const read = feedStateSchema.safeParse({
        ...rest,
        validators: validators === null ? null : { url: state.url, ...validators },
      });
      if (!read.success)
        for (const { path, message } of read.error.issues)
          context.addIssue({ code: 'custom', path, message });
      return {
        state: read.data ?? newFeedState({ id: 'feed', url: state.url }),
        rules: { ...(minInterval !== undefined && { minInterval }), ...(strict !== undefined && { strict }) },
      };
    },
  );

/** The outcome that a file describes, and the reading of its body if it gives one. */
export function readOutcome(
  file: z.output<typeof outcomeInput>,
  state: FeedState,
  now: Date,
): { outcome: VisitOutcome; reading: ParseReport | null } {
  if ('fault' in file)
    return {
      outcome: { kind: 'unanswered', fault: file.fault, detail: file.detail, hops: [] },
      reading: null,
    };
  if ('reason' in file)
    return {
      outcome: { kind: 'refused', reason: file.reason, detail: file.detail, hops: [] },
      reading: null,
    };
  if ('verdict' in file) return { outcome: { kind: 'robots', verdict: file.verdict }, reading: null };
  const reading =
    file.reading === undefined ? null : parseReportSchema.parse({ at: now.toISOString(), ...file.reading });
  return { outcome: answeredOutcome(file, state, now), reading };
}

const statusOfKind: Partial<Record<Answered['kind'], number>> = {
  unchanged: 304,
  'not-modified': 304,
  gone: 410,
  'http-error': 500,
};
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function answeredOutcome(file: Answered, state: FeedState, now: Date): VisitOutcome {
  const answer = answerOf(file, state, now);
  if (file.kind === 'not-kept') return { kind: 'not-kept', answer };
  if (file.kind === 'not-feed') return { kind: 'not-feed', answer, what: file.what ?? 'html' };
  if (file.kind === 'same-body') return { kind: 'unchanged', answer, how: 'same-body' };
  if (file.kind === 'unchanged' || file.kind === 'not-modified' || answer.status === 304)
    return {
      kind: 'unchanged',
      answer: { ...answer, conditional: true },
      how: answer.status === 200 ? 'same-body' : 'not-modified',
    };
  if (answer.status === 200 && file.body === undefined) {
    const bodyHash = file.bodyHash ?? `body of ${now.toISOString()}`;
    return bodyHash === state.bodyHash
      ? { kind: 'unchanged', answer, how: 'same-body' }
      : { kind: 'changed', answer, bodyHash };
  }
  return outcomeOf(state, { kind: 'answer', answer, body: Buffer.from(file.body ?? '') });
}

/** A status 301, 302, 303, 307 or 308 with a location is a redirect that was followed to a good answer. */
function answerOf(file: Answered, state: FeedState, now: Date): HttpResponse {
  const headers: Headers = {
    ...file.headers,
    ...(file.retryAfter !== undefined && { 'retry-after': file.retryAfter }),
  };
  const status = file.status ?? (file.kind === 'redirected' ? 301 : (statusOfKind[file.kind] ?? 200));
  const start = requestFor(state, now);
  const location = file.location ?? (typeof headers.location === 'string' ? headers.location : undefined);
  const short =
    isRedirect(status) && location !== undefined
      ? [{ url: undefined, status, to: location, location, headers }]
      : [];
  let from = start.url;
  const hops = [...file.hops, ...short].map((hop): Hop => {
    const to = new URL(hop.to ?? hop.location ?? from, from).href;
    const made = { url: hop.url ?? from, status: hop.status, to, headers: hop.headers };
    from = to;
    return made;
  });
  const url = file.url ?? from;
  const conditional = file.conditional ?? start.validators.some((pair) => pair.url === url);
  return {
    url,
    status: short.length > 0 ? 200 : status,
    headers: short.length > 0 ? {} : headers,
    hops,
    conditional,
  };
}
