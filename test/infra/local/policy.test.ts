import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOnlyPolicy } from '../../../infra/aws/deployed/read-only-policy.ts';
import type { Command } from '../../../infra/local/command.ts';
import { storeStory } from '../../shared/aws/store-story.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { saidBy, untagged } from './commands/ran.ts';
import { deployedStack } from './deployed-stack.ts';

/** What `wire policy` grants, held against what the commands that only read ask of a stack. */
process.env.WIRE_QUIET = '1';
process.env.WIRE_NOW = '2026-11-24T12:00:00Z';
const folder = mkdtempSync(join(tmpdir(), 'wire-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const stack = await deployedStack();
const { archiveBody } = await import('../../../shared/aws/archive.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { sendText } = await import('../../../shared/aws/queue.ts');
const { putSiteFile } = await import('../../../shared/aws/site-bucket.ts');

const article = 'a'.repeat(24);
const story = 'b'.repeat(24);
const reader = 'reader@r.example';
const file = (name: string): string => join(folder, name);
/** Each command of a stack that only reads, on something that is there. */
const reading: [string, ...string[]][] = [
  ['status'],
  ['doctor'],
  ['cost', '--feeds', '60'],
  ['feeds', 'list'],
  ['feeds', 'health'],
  ['feeds', 'changes'],
  ['feeds', 'pause', 'news.am.en', '--dry-run'],
  ['packs', 'list'],
  ['explain', article],
  ['retag', '--since', '2026-11-24'],
  ['story', 'show', story],
  ['story', 'decisions'],
  ['evidence', story, '--out', file('evidence.zip')],
  ['search', 'summit'],
  ['digest', 'preview', '--as', reader],
  ['digest', 'explain', story, '--for', reader],
  ['subscribers', 'list'],
  ['subscribers', 'show', reader],
  ['subscribers', 'import', file('people.csv'), '--dry-run'],
  ['backup', 'subscribers', file('people.jsonl')],
  ['restore', 'subscribers', file('people.jsonl'), '--dry-run'],
  ['replay', '--from', '2026-11-24', '--to', '2026-11-24', '--dry-run'],
  ['redrive', 'visit', '--dry-run'],
];
/** It prints, or serves until it is stopped what `search` and `story show` read. */
const notRun = ['policy', 'mcp'];

async function run(name: string, ...args: string[]): Promise<void> {
  const { command } = (await import(`../../../infra/local/commands/${name}.ts`)) as { command: Command };
  await saidBy(() => command.run(args, { stack: stack.name }));
}

const asked = new Map<string, string[]>();
beforeAll(async () => {
  const { TableStories = '', BucketArchive = '', BucketSite = '', DeadLettersVisitUrl = '' } = stack.outputs;
  const table = storiesTable(TableStories);
  await table.putArticle(
    untagged(article, 'CSTO summit opens in Minsk', { seenAt: '2026-11-24T08:00:00.000Z', topics: ['csto'] }),
  );
  await storeStory(
    table,
    toldOf({ id: story, title: 'CSTO summit opens', at: '2026-11-24T08:00:00.000Z', topics: ['csto'] }),
  );
  const facts = {
    feedId: 'news.am.en',
    url: 'https://news.example/rss',
    contentType: 'text/xml',
    visitedAt: '2026-11-24T08:00:00.000Z',
  };
  await archiveBody(BucketArchive, Buffer.from('<rss><channel></channel></rss>'), facts);
  await sendText(DeadLettersVisitUrl, '{"host":"h"}');
  const put = (path: string, body: string) =>
    putSiteFile(BucketSite, { path, body, contentType: 'application/json', cacheControl: 'no-store' });
  await put('search/manifest.json', '{"names":"1","shards":[]}');
  await put('search/names.json', '[]');
  writeFileSync(file('people.csv'), `address,consented_at,source\n${reader},2026-01-01,list\n`);
  await run('subscribers', 'import', file('people.csv'), '--yes');
  for (const [name, ...args] of reading) {
    stack.asked.length = 0;
    await run(name, ...args);
    asked.set([name, ...args].join(' '), [...new Set(stack.asked)].toSorted());
  }
}, 120_000);

const allowed = new Set(readOnlyPolicy(stack.name).Statement.flatMap(({ Action }) => Action));

describe('the read-only policy', () => {
  it.each(reading.map((line) => line.join(' ')))('is enough for: %s', (line) => {
    expect(asked.get(line)).not.toEqual([]);
    expect(asked.get(line)?.filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('grants nothing that none of them asks; what others unseal for the caller is not seen here', () => {
    const all = new Set([...asked.values()].flat());
    expect([...allowed].filter((action) => !all.has(action))).toEqual(['kms:Decrypt']);
  });

  it('is tried with every command that works on a stack', async () => {
    const commands = fileURLToPath(new URL('../../../infra/local/commands/', import.meta.url));
    const deployed: string[] = [];
    for (const name of readdirSync(commands)) {
      const { command } = (await import(join(commands, name))) as { command: Command };
      if (command.deployed === true) deployed.push(name.replace(/\.ts$/, ''));
    }
    expect([...new Set([...reading.map(([name]) => name), ...notRun])].toSorted()).toEqual(
      deployed.toSorted(),
    );
  });
});
