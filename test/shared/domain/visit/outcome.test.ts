import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SourceKind } from '../../../../shared/domain/outlet.ts';
import type { FeedState } from '../../../../shared/domain/visit/feed-state.ts';
import { type HttpResponse, outcomeOf, type Reply } from '../../../../shared/domain/visit/outcome.ts';
import type { Headers } from '../../../../shared/domain/visit/server-wait.ts';
import { answer, visited } from './visit-answers.ts';

const rss = '<rss version="2.0"><channel><item><title>t</title></item></channel></rss>';
const page =
  '<!doctype html><html><link rel="alternate" type="application/rss+xml" href="/feed"><p>one</p><script>1</script></html>';
const challenge = '<!doctype html><html><title>Just a moment...</title><p>x</p></html>';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const html: Headers = { 'content-type': 'text/html; charset=utf-8' };
const guarded: Headers = { 'cf-mitigated': 'challenge' };

interface Given {
  body?: string;
  headers?: Headers;
  answer?: Partial<HttpResponse>;
  state?: Partial<FeedState>;
  kind?: SourceKind;
}
function outcome(status: number, { body = '', headers = {}, answer: more, state, kind }: Given) {
  const given = { kind: 'answer', answer: answer(status, headers, more), body: Buffer.from(body) } as const;
  const { answer: _answer, ...found } = {
    answer: undefined,
    ...outcomeOf(visited(state), given, kind),
  };
  return found;
}

test.each<[string, number, Given, object]>([
  ['gone for good', 410, { body: rss }, { kind: 'gone' }],
  ['not modified', 304, {}, { kind: 'unchanged', how: 'not-modified' }],
  ['a 304 that nobody asked for', 304, { answer: { conditional: false } }, { kind: 'http-error' }],
  ['a 304 before any body', 304, { state: { bodyHash: null } }, { kind: 'http-error' }],
  ['a new body', 200, { body: rss }, { kind: 'changed', bodyHash: sha256(rss) }],
  ['a new body by way of a proxy', 203, { body: rss }, { kind: 'changed', bodyHash: sha256(rss) }],
  ['a difference', 226, { body: rss }, { kind: 'changed', bodyHash: sha256(rss) }],
  ['no body', 204, { body: rss }, { kind: 'http-error' }],
  [
    'the same body',
    200,
    { body: rss, state: { bodyHash: sha256(rss) } },
    { kind: 'unchanged', how: 'same-body' },
  ],
  [
    'a page in its place',
    200,
    { body: page, headers: html },
    { kind: 'not-feed', what: 'html', feeds: ['https://feed.example/feed'] },
  ],
  ['nothing in its place', 200, { body: '' }, { kind: 'not-feed', what: 'empty' }],
  [
    'a page where a page is wanted, without what changes by itself',
    200,
    { body: page, headers: html, kind: 'page' },
    { kind: 'changed', bodyHash: sha256('/feed\none') },
  ],
  [
    'the preview of a channel',
    200,
    { body: page, headers: html, kind: 'telegram' },
    { kind: 'changed', bodyHash: sha256('/feed\none') },
  ],
  [
    'a page where a sitemap is wanted',
    200,
    { body: page, headers: html, kind: 'sitemap' },
    { kind: 'not-feed', what: 'html', feeds: ['https://feed.example/feed'] },
  ],
  [
    'a challenge by its header',
    200,
    { body: rss, headers: guarded },
    { kind: 'not-feed', what: 'challenge' },
  ],
  ['a challenge of any status', 404, { headers: guarded }, { kind: 'not-feed', what: 'challenge' }],
  ['too many requests speak for themselves', 429, { headers: guarded }, { kind: 'http-error' }],
  [
    'a challenge by its words',
    403,
    { body: challenge, headers: html },
    { kind: 'not-feed', what: 'challenge' },
  ],
  [
    'a challenge while busy',
    503,
    { body: challenge, headers: html },
    { kind: 'not-feed', what: 'challenge' },
  ],
  ['those words in another error', 500, { body: challenge, headers: html }, { kind: 'http-error' }],
  ['a plain refusal', 403, { body: page, headers: html }, { kind: 'http-error' }],
])('%s (%i)', (_name, status, given, found) => {
  expect(outcome(status, given)).toStrictEqual(found);
});

test('what was not answered is handed on', () => {
  const reply: Reply = { kind: 'unanswered', fault: 'dns', detail: 'x', hops: [] };
  expect(outcomeOf(visited(), reply)).toBe(reply);
});
