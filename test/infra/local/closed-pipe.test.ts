import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('a reader that has seen enough ends a command without a word: wire label FILE | head -1', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'pipe-')), 'articles.jsonl');
  const line = (id: number): string =>
    JSON.stringify({
      id: `${id}`,
      outlet: 'o',
      published: '2026-11-24T10:00:00Z',
      title: `CSTO ${id}`,
      summary: 'Minsk '.repeat(200),
    });
  writeFileSync(file, Array.from({ length: 300 }, (_, id) => line(id)).join('\n'));
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', 'node --import tsx infra/local/wire.ts label "$1" | head -c 100', 'sh', file],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout).toContain('{"id":"0"');
});
