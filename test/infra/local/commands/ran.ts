import { vi } from 'vitest';
import type { Command } from '../../../../infra/local/command.ts';
import type { Article } from '../../../../shared/domain/article/article.ts';
import type { StoriesTable } from '../../../../shared/aws/stories-table.ts';

/** Work as a process of its own would do it: fresh modules, and settings that nothing afterwards sees. */
async function asProcess<T>(work: () => Promise<T>): Promise<T> {
  const settings = { ...process.env };
  vi.resetModules();
  try {
    return await work();
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in settings)) delete process.env[name];
    Object.assign(process.env, settings);
  }
}

/** What the work printed, and what it came to. */
export async function saidBy<T>(work: () => Promise<T>): Promise<{ result: T; said: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const result = await work();
    return { result, said: out.mock.calls.map(([text]) => String(text)).join('') };
  } finally {
    out.mockRestore();
  }
}

/** Runs `wire NAME ARGS…` as the command line does, `--aws STACK` too. @returns its exit code and what it printed */
export async function ran(name: string, ...args: string[]): Promise<{ code: number; said: string }> {
  return asProcess(async () => {
    const { command } = (await import(`../../../../infra/local/commands/${name}.ts`)) as { command: Command };
    const { whereIn } = await import('../../../../infra/local/where.ts');
    const { where, rest } = whereIn(args);
    const { result, said } = await saidBy(() => command.run(rest, where));
    return { code: result, said };
  });
}

/** Opens the stories of a data folder, for writing or for reading. */
export async function withStories<T>(folder: string, work: (table: StoriesTable) => Promise<T>): Promise<T> {
  return asProcess(async () => {
    const { withLocalWire } = await import('../../../../infra/local/local-wire.ts');
    const { storiesTable } = await import('../../../../shared/aws/stories-table.ts');
    return withLocalWire(folder, ({ settings }) => work(storiesTable(settings.TABLE_STORIES)));
  });
}

/** An article without tags, first stored on 2026-03-04. */
export const untagged = (id: string, title: string, more: Partial<Article> = {}): Article => ({
  id,
  outletId: 'outlet',
  feedId: 'feed',
  url: null,
  title,
  summary: '',
  language: 'en',
  publishedAt: '2026-03-04T08:00:00.000Z',
  seenAt: '2026-03-04T08:00:00.000Z',
  authors: [],
  categories: [],
  image: null,
  archiveKey: 'k',
  revision: 1,
  topics: [],
  subtopics: [],
  entities: [],
  evidence: [],
  packVersion: 'e0',
  ...more,
});
