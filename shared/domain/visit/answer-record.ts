import { z } from 'zod';
import type { HttpResponse } from './outcome.ts';
import { headerValues } from './server-wait.ts';

/** What is kept of an answer beside its body, as proof: from where it came, and what the server said of it. */
export const answerRecordSchema = z.object({
  status: z.int(),
  /** In this order; cookies never, long values and the last of many headers cut off. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** Addresses that sent us on, the first one first. */
  redirects: z.array(z.object({ url: z.string(), status: z.int() })).optional(),
});
export type AnswerRecord = z.infer<typeof answerRecordSchema>;

/** What says when, by whom and as what a body was sent is kept first. */
const telling = [
  'date',
  'last-modified',
  'etag',
  'content-type',
  'content-length',
  'content-encoding',
  'content-digest',
  'server',
  'age',
  'cache-control',
  'expires',
  'via',
];
/** They may be somebody's, and prove nothing. */
const never = new Set([
  'set-cookie',
  'set-cookie2',
  'authorization',
  'proxy-authenticate',
  'www-authenticate',
]);
const longestValue = 160;
/** UTF-16 units of all names and values. */
const longestHeaders = 900;
const mostRedirects = 3;

export function answerRecordOf({ status, headers, hops }: HttpResponse): AnswerRecord {
  const rank = (name: string): number => (telling.includes(name) ? telling.indexOf(name) : telling.length);
  const names = Object.keys(headers)
    .filter((name) => !never.has(name))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const kept: AnswerRecord['headers'] = [];
  let left = longestHeaders;
  for (const name of names)
    for (const value of headerValues(headers, name)) {
      const cut = value.slice(0, longestValue);
      left -= name.length + cut.length;
      if (left >= 0) kept.push([name, cut]);
    }
  const redirects = hops.slice(0, mostRedirects).map((hop) => ({ url: hop.url, status: hop.status }));
  return { status, headers: kept, ...(redirects.length > 0 && { redirects }) };
}
