import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../../../../infra/local/commands/due-after.ts';
import { UsageError } from '../../../../shared/errors.ts';
import { saidBy } from './ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-'));

async function after(state: unknown, outcome: unknown): Promise<Record<string, unknown>> {
  const [statePath, outcomePath] = [join(folder, 'state.json'), join(folder, 'outcome.json')];
  writeFileSync(statePath, JSON.stringify(state));
  writeFileSync(outcomePath, JSON.stringify(outcome));
  const { result, said } = await saidBy(() =>
    command.run([statePath, outcomePath, '--now', '2026-11-24T06:00:00Z'], {}),
  );
  expect(result).toBe(0);
  return JSON.parse(said) as Record<string, unknown>;
}

test.each<[string, unknown, unknown, object]>([
  [
    'a changed feed without a wish',
    {},
    { kind: 'changed' },
    { nextDueAt: '2026-11-24T06:15:00.000Z', visit: 1, failures: 0 },
  ],
  [
    'max-age',
    {},
    { kind: 'response', status: 200, headers: { 'Cache-Control': 'max-age=7200', ETag: '"a"' } },
    { nextDueAt: '2026-11-24T08:00:00.000Z', validators: { url: 'https://feed.example/rss', etag: '"a"' } },
  ],
  [
    'a 304 refreshes',
    { etag: '"a"', lastModified: 'then' },
    { kind: 'unchanged', headers: { etag: '"b"', 'cache-control': 'max-age=86400' } },
    {
      nextDueAt: '2026-11-25T06:00:00.000Z',
      validators: { url: 'https://feed.example/rss', etag: '"b"', lastModified: 'then' },
    },
  ],
  [
    'hints of the body',
    {},
    { kind: 'changed', reading: { hints: { ttlMinutes: 90 } } },
    { nextDueAt: '2026-11-24T07:30:00.000Z' },
  ],
  [
    'sy by period and frequency',
    {},
    { kind: 'changed', reading: { updatePeriod: 'daily', updateFrequency: 4 } },
    { nextDueAt: '2026-11-24T12:00:00.000Z' },
  ],
  [
    'skipDays by name',
    {},
    { kind: 'changed', reading: { hints: { skipDays: ['Tuesday'] } } },
    { nextDueAt: '2026-11-25T00:00:00.000Z' },
  ],
  ['a strict host', { strict: true }, { kind: 'unchanged' }, { nextDueAt: '2026-11-24T07:00:00.000Z' }],
  [
    'a hot feed',
    { minInterval: 10 },
    { kind: 'unchanged', reading: { newest: '2026-11-24T05:00:00Z' } },
    { nextDueAt: '2026-11-24T06:10:00.000Z' },
  ],
  [
    'Retry-After for short',
    {},
    { kind: 'http-error', status: 503, retryAfter: 7200 },
    { nextDueAt: '2026-11-24T08:00:00.000Z', hostPausedUntil: null },
  ],
  [
    '429',
    {},
    { kind: 'response', status: 429, headers: { 'retry-after': 'Tue, 24 Nov 2026 09:00:00 GMT' } },
    { nextDueAt: '2026-11-24T09:00:00.000Z', hostPausedUntil: '2026-11-24T09:00:00.000Z' },
  ],
  ['gone', {}, { kind: 'gone' }, { nextDueAt: null, stoppedAt: '2026-11-24T06:00:00.000Z' }],
  [
    'a page',
    {},
    { kind: 'response', status: 200, body: '<!DOCTYPE html><html></html>' },
    { failures: 1, fault: { kind: 'html' } },
  ],
  [
    'the same body',
    { bodyHash: 'x' },
    { kind: 'response', status: 200, bodyHash: 'x' },
    { changedAt: [], failures: 0 },
  ],
  [
    'the second good visit through a redirect',
    { move: { to: 'https://new.example/rss', since: '2026-11-23T06:00:00Z' } },
    { kind: 'redirected', status: 301, location: 'https://new.example/rss', reading: {} },
    { url: 'https://new.example/rss', move: null },
  ],
  [
    'hops',
    {},
    {
      kind: 'response',
      status: 200,
      hops: [
        { status: 302, location: '/b' },
        { status: 301, location: 'https://c.example/' },
      ],
    },
    { url: 'https://feed.example/rss', move: null },
  ],
  ['robots.txt', {}, { kind: 'robots' }, { failures: 1, health: { kind: 'robots' } }],
])('%s', async (_name, state, outcome, expected) => {
  expect(await after(state, outcome)).toMatchObject(expected);
});

test('what it prints can be its next state', async () => {
  const first = await after(
    {},
    { kind: 'changed', headers: { etag: '"a"', 'cache-control': 'max-age=3600' } },
  );
  expect(await after(first, { kind: 'unchanged' })).toMatchObject({
    visit: 2,
    nextDueAt: '2026-11-24T07:00:00.000Z',
    validators: { etag: '"a"' },
  });
});

test.each([
  [['a.json']],
  [['a.json', 'b.json', 'c.json', '--now', '2026-11-24T06:00:00Z']],
  [['missing.json', 'missing.json', '--now', '2026-11-24T06:00:00Z']],
  [['a', 'b', '--now', 'soon']],
  [['a', 'b']],
])('%j is a mistake, in one line', async (args) => {
  await expect(command.run(args, {})).rejects.toThrow(UsageError);
});

test('a field of the wrong kind is named', async () => {
  await expect(after({}, { kind: 'response', status: 'fine' })).rejects.toThrow(/outcome\.json: status/);
  await expect(after({}, { kind: 'changed', reading: { newest: 'lately' } })).rejects.toThrow(
    /outcome\.json: reading\.newest/,
  );
  await expect(after({ nextDueAt: 'soon' }, { kind: 'changed' })).rejects.toThrow(/state\.json: nextDueAt/);
});
