import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readOnlyPolicy } from '../../../infra/aws/deployed/read-only-policy.ts';
import { checksOf, examine } from '../../../infra/local/doctor.ts';
import { inPlace, type Place } from '../../../infra/local/place.ts';
import { everything } from '../../../infra/local/digest-preview.ts';
import type { Command } from '../../../infra/local/command.ts';
import { saidBy } from './commands/ran.ts';
import { deployedStack, tokenKeys } from './deployed-stack.ts';

/** The walk through «Operate» of the runbook, line by line, on one AWS endpoint; between its lines the stages run as on AWS. */
process.env.WIRE_QUIET = '1';
process.env.WIRE_NOW = '2026-11-24T08:00:00Z';
const folder = mkdtempSync(join(tmpdir(), 'wire-walk-'));
const item = (title: string, path: string): string =>
  `<item><title>${title}</title><link>https://outlet.example/${path}</link><pubDate>Tue, 24 Nov 2026 07:00:00 GMT</pubDate></item>`;
const rss = (...items: string[]): string =>
  `<rss version="2.0"><channel><title>Outlet</title><link>https://outlet.example/</link>${items.join('')}</channel></rss>`;
const bodies: Record<string, string> = {
  '/known.rss': rss(item('CSTO summit opens in Minsk without Armenia', 'summit')),
  '/rss': rss(item('Azerbaijan and Armenia exchange prisoners at the border', 'prisoners')),
};
const serve: RequestListener = (request, response) => {
  const body = bodies[request.url ?? ''];
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/rss+xml' }).end(body);
};
/** Two hosts: one is asked again only after a gap. */
const outlets = [createServer(serve), createServer(serve)];
const [host = '', newHost = ''] = await Promise.all(
  outlets.map(
    (server) =>
      new Promise<string>((resolve) => {
        server.listen(0, '127.0.0.1', () => resolve(`127.0.0.1:${(server.address() as AddressInfo).port}`));
      }),
  ),
);
writeFileSync(
  join(folder, 'catalogue.json'),
  JSON.stringify([
    {
      id: 'known',
      name: 'Known',
      country: 'AM',
      kind: 'agency',
      homepage: 'https://known.example/',
      sources: [{ id: 'known-en', url: `http://${host}/known.rss`, language: 'en' }],
    },
  ]),
);
writeFileSync(join(folder, 'prefs.json'), JSON.stringify(everything));
Object.assign(process.env, {
  WIRE_CATALOGUE: join(folder, 'catalogue.json'),
  WIRE_ALLOW_HOSTS: `${host},${newHost}`,
  WIRE_HOST_GAP_MS: '0',
  WIRE_CONTACT: 'test',
});
const stack = await deployedStack('CaucasusWire');
const { putSiteFile } = await import('../../../shared/aws/site-bucket.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
let place: Place | undefined;
await inPlace({ stack: stack.name }, async (found) => {
  place = found;
});
if (place === undefined) throw new Error('no place');
const here = place;
process.env.TOKEN_KEYS = tokenKeys;
const { loadStages } = await import('../../../infra/local/stages.ts');
const stages = await loadStages(here);
afterAll(() => {
  for (const server of outlets) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

/** A few minutes on AWS. */
async function meanwhile(): Promise<void> {
  await stages.dueFeeds();
  await stages.visitFeeds();
  await stages.ingestFeeds();
  await stages.groupStories();
}
const stories = () =>
  storiesTable(here.settings.TABLE_STORIES).storiesChangedSince('2026-11-23T00:00:00.000Z');
const runbook = readFileSync(new URL('../../../infra/aws/RUNBOOK.md', import.meta.url), 'utf8');
/** The lines of the runbook, in order, without comments. */
const lines = /^## Operate$[^]*?^```\n([^]*?)^```/m
  .exec(runbook)?.[1]
  ?.split('\n')
  .map((line) => line.replace(/ +#.*$/, ''))
  .filter((line) => line.startsWith('npm run -s wire -- '))
  .map((line) => line.slice('npm run -s wire -- '.length));
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const allowed = new Set(readOnlyPolicy(stack.name).Statement.flatMap(({ Action }) => Action));

it('the runbook can be followed: doctor, a new source, preview, a test mail, a merge, a day replayed', async () => {
  const [doctor, add, preview, sendTest, merge, rehearsal, replay, ...more] = lines ?? [];
  expect(more).toEqual([]);
  const follow = async (
    line = '',
    changes: Record<string, string> = {},
    ...added: string[]
  ): Promise<string> => {
    const args = words(line).map((word) => changes[word] ?? word);
    const { command } = (await import(`../../../infra/local/commands/${args[0]}.ts`)) as { command: Command };
    const { result, said } = await saidBy(() =>
      command.run([...args.slice(1), ...added], { stack: stack.name }),
    );
    expect(result).toBe(0);
    return said;
  };
  /** What only reads asks only what the policy for it allows. */
  const reading = async (...followed: Parameters<typeof follow>): Promise<string> => {
    stack.asked.length = 0;
    const said = await follow(...followed);
    expect([...new Set(stack.asked)].filter((action) => !allowed.has(action))).toEqual([]);
    return said;
  };
  const prefs = { 'prefs.json': join(folder, 'prefs.json') };
  await meanwhile();
  expect(await stories()).toHaveLength(1);

  expect(doctor).toBe('doctor');
  await putSiteFile(here.settings.BUCKET_SITE, {
    path: 'index.html',
    body: 'a page',
    contentType: 'text/html',
    cacheControl: 'no-store',
  });
  const found = await examine(
    checksOf(here, {
      txt: () => Promise.resolve(['v=DMARC1; p=quarantine']),
      head: () => Promise.resolve({ status: 200, date: 'Tue, 24 Nov 2026 08:00:00 GMT' }),
      clock: () => new Date('2026-11-24T08:00:00Z'),
    }),
  );
  expect(found.filter(({ state }) => state !== 'ok')).toEqual([]);

  expect(await follow(add, { 'https://outlet.example/rss': `http://${newHost}/rss` })).toContain(
    'version 1, live within two minutes',
  );
  await meanwhile();
  const [one, other, ...others] = await stories();
  expect(others).toEqual([]);

  // In the words of what stands over the stack's catalogue.
  expect(await follow(`feeds discover http://${newHost}/rss --write`)).toContain(
    'The catalogue has it already',
  );
  expect(await reading('feeds list')).toContain(`http://${newHost}/rss`);
  expect(await reading(preview, prefs)).toContain('exchange prisoners');
  expect(await follow(sendTest, prefs)).toContain('Sent to you@your.domain: [test]');
  const inbox = (await (await fetch(`${stack.inboxUrl}/store`)).json()) as { emails: { subject: string }[] };
  expect(inbox.emails.map(({ subject }) => subject.slice(0, 6))).toEqual(['[test]']);

  expect(await follow(merge, { STORY: one?.id ?? '', 'OTHER-STORY': other?.id ?? '' })).toContain(
    'queued: the stack does it within a minute',
  );
  await stages.groupStories();
  expect((await stories()).filter(({ mergedInto }) => mergedInto === undefined)).toHaveLength(1);

  expect(await reading(rehearsal)).toContain('2 bodies; would be 0 new, 0 with another text');
  expect(await follow(replay, {}, '--yes', '--no-wait')).toContain('Queued');
  await meanwhile();
  // The decision holds, and nothing doubled.
  expect((await stories()).filter(({ mergedInto }) => mergedInto === undefined)).toHaveLength(1);
  expect(await reading('status')).toMatch(/articles +2 new, 2 on topic/);
}, 60_000);
