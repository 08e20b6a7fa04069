import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readOnlyPolicy } from '../../../infra/aws/deployed/read-only-policy.ts';
import { checksOf, examine } from '../../../infra/local/doctor.ts';
import type { DoctorPorts } from '../../../infra/local/doctor-finding.ts';
import { inPlace } from '../../../infra/local/place.ts';
import { whereIn } from '../../../infra/local/where.ts';
import { newFeedState } from '../../../shared/domain/visit/feed-state.ts';
import { catalogueSources } from '../../../shared/catalogue/catalogue.ts';
import { ran } from './commands/ran.ts';
import { deployedStack } from './deployed-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-place-'));
process.env.WIRE_NOW = '2026-11-24T12:00:00Z';
const stack = await deployedStack();
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { saveFeedState } = await import('../../../shared/aws/feeds-table.ts');
const { putSiteFile } = await import('../../../shared/aws/site-bucket.ts');
const { listSubscribers } = await import('../../../shared/aws/subscriber-list.ts');
const { sendText } = await import('../../../shared/aws/queue.ts');
const { queueDepth } = await import('../../../infra/local/queue-depth.ts');
const { untagged } = await import('./commands/ran.ts');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const account = structuredClone(stack.account);
beforeEach(() => {
  stack.asked.length = 0;
  Object.assign(stack.account, structuredClone(account));
});

const onStack = (name: string, ...args: string[]) => ran(name, '--aws', stack.name, ...args);
const tablesThere = async (): Promise<string[]> =>
  (await new DynamoDBClient({}).send(new ListTablesCommand({}))).TableNames ?? [];
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'not refused',
    (error: Error) => `${error.name}: ${error.message}`,
  );

const ports: DoctorPorts = {
  txt: () => Promise.resolve(['v=DMARC1; p=quarantine']),
  head: () => Promise.resolve({ status: 200, date: 'Tue, 24 Nov 2026 12:00:00 GMT' }),
  clock: () => new Date('2026-11-24T12:00:05Z'),
};
const missing = async (changed: Partial<DoctorPorts> = {}): Promise<string[]> => {
  const found = await inPlace({ stack: stack.name }, (place) =>
    examine(checksOf(place, { ...ports, ...changed })),
  );
  for (const { state, remedy } of found) expect(remedy === '').toBe(state === 'ok');
  return found.filter(({ state }) => state !== 'ok').map(({ what }) => what);
};

describe('where a command works', () => {
  it.each([
    ['--aws A status', 'A', 'status', true],
    ['status --aws=A --data-less', 'A', 'status --data-less', true],
    ['status', 'Env', 'status', false],
    ['status --data d', undefined, 'status --data d', false],
  ])('%s', (line, name, rest, asked) => {
    const read = whereIn(line.split(' '), { WIRE_STACK: 'Env' });
    expect([read.where.stack, read.rest.join(' '), read.asked]).toEqual([name, rest, asked]);
  });
  it.each([
    ['status --aws', /--aws wants the name of a stack/],
    ['--aws --region eu status', /--aws wants/],
    ['status --aws A --data d', /exclude each other/],
    ['status --profile p', /go with --aws/],
  ])('%s is a mistake', (line, message) => {
    expect(() => whereIn(line.split(' '), {})).toThrow(message);
  });
});

describe('a place that is not there', () => {
  it('is named, and nothing is made', async () => {
    const before = await tablesThere();
    expect(await refusal(ran('status', '--aws', 'Elsewhere'))).toBe(
      'UsageError: there is no stack Elsewhere in eu-central-1: --aws and --region name another; `npx cdk deploy` makes it',
    );
    const none = join(folder, 'none');
    expect(await refusal(ran('status', '--data', none))).toContain(`there is no wire in ${none}: `);
    expect(existsSync(none)).toBe(false);
    expect(await tablesThere()).toEqual(before);
  });

  it('a stack of another version is told apart by the output it lacks', async () => {
    const { TableFeeds, ...others } = stack.outputs;
    stack.outputs = others;
    expect(await refusal(onStack('status'))).toContain('prints no output TableFeeds');
    stack.outputs = { ...others, TableFeeds: TableFeeds ?? '' };
  });

  it('a data folder never puts tables beside those of another endpoint', async () => {
    const { openLocalWire } = await import('../../../infra/local/local-wire.ts');
    const { AWS_ENDPOINT_URL } = process.env;
    await (await openLocalWire(join(folder, 'wire'))).close();
    for (const name of ['DYNAMODB', 'S3', 'SQS', 'SESV2'])
      process.env[`AWS_ENDPOINT_URL_${name}`] = AWS_ENDPOINT_URL;
    const before = await tablesThere();
    expect(await refusal(inPlace({ data: join(folder, 'wire') }, () => Promise.resolve()))).toMatch(
      /UsageError: there is no table wire-feeds at http.* --aws STACK names a deployed wire/,
    );
    expect(await tablesThere()).toEqual(before);
    for (const name of ['DYNAMODB', 'S3', 'SQS', 'SESV2']) delete process.env[`AWS_ENDPOINT_URL_${name}`];
  });
});

describe('reading a deployed stack', () => {
  const [feed] = catalogueSources();

  it('not visited is not well', async () => {
    const { said } = await onStack('feeds', 'health', '--language', 'hy');
    expect(said).toMatch(/\d+ sources: 0 ok, 0 watch, 0 ill, \d+ not visited yet/);
    expect(await missing()).toEqual(['sources visited', 'page published']);
  });

  it('tells the day, says why an article has its tags, and asks only what the policy allows', async () => {
    const { TableStories = '', TableFeeds = '', BucketSite = '' } = stack.outputs;
    const id = 'a'.repeat(24);
    await storiesTable(TableStories).putArticle(
      untagged(id, 'CSTO summit opens in Minsk without Armenia', {
        seenAt: '2026-11-24T08:00:00.000Z',
        topics: ['csto'],
      }),
    );
    if (feed === undefined) throw new Error('the catalogue is empty');
    await saveFeedState(
      TableFeeds,
      {
        ...newFeedState(feed),
        lastVisitAt: '2026-11-24T11:00:00.000Z',
        lastGoodAt: '2026-11-24T11:00:00.000Z',
        visit: 1,
      },
      0,
    );
    await putSiteFile(BucketSite, {
      path: 'index.html',
      body: '<html>',
      contentType: 'text/html',
      cacheControl: 'no-store',
    });
    stack.account.red.push('no-news');
    stack.asked.length = 0;
    const { said } = await onStack('status');
    expect(said).toContain('the stack TestWire in eu-central-1, 2026-11-24T12:00Z');
    expect(said).toMatch(/visited +1 today, the last 2026-11-24T11:00/);
    expect(said).toMatch(/articles +1 new, 1 on topic, 0 of them reprints/);
    expect(said).toMatch(/queue story +0 waiting, 0 in work, 0 failed/);
    expect(said).toMatch(/alarms +red: no-news/);
    expect(said).toMatch(/spend +\$4\.20 this month/);
    expect((await onStack('explain', id)).said).toContain('topic csto');
    await onStack('feeds', 'health');
    await missing();
    const allowed = new Set(readOnlyPolicy(stack.name).Statement.flatMap(({ Action }) => Action));
    expect(stack.asked.length).toBeGreaterThan(20);
    expect([...new Set(stack.asked)].filter((action) => !allowed.has(action))).toEqual([]);
  });

  it('a service that may not be asked leaves its line unknown, and the rest is told', async () => {
    stack.account.denied.push('monitoring', 'sns');
    expect((await onStack('status')).said).toMatch(/alarms +unknown: AccessDenied/);
    expect(await missing()).toEqual(['alarms are read']);
    stack.account.denied.push('cloudformation');
    expect(await refusal(onStack('status'))).toContain('may not be read (AccessDenied): `wire policy`');
  });
});

describe('doctor', () => {
  it('has nothing to say of a sound account', async () => {
    expect(await missing()).toEqual([]);
  });
  it.each([
    [{ production: false }, ['mail account']],
    [{ verified: false, dkim: 'PENDING' }, ['sender verified', 'DKIM']],
    [{ subscription: 'PendingConfirmation' }, ['alarms are read']],
    [{ schedules: 'DISABLED' }, ['schedules']],
    [{ concurrency: 10 }, ['concurrency']],
  ])('%j', async (wrong, expected) => {
    Object.assign(stack.account, wrong);
    expect(await missing()).toEqual(expected);
  });
  it('of a data folder looks at sources and page alone, and says what to do', async () => {
    const { code, said } = await ran('doctor', '--data', join(folder, 'wire'));
    expect(said).toMatch(
      /missing +page published +no front page yet\n\nWHAT TO DO\n[^]*`npm start` publishes/,
    );
    expect(code).toBe(1);
  });
  it('sees a domain without DMARC policy or with two, a site that is silent, and a clock that is off', async () => {
    expect(await missing({ txt: () => Promise.resolve([]) })).toEqual(['DMARC']);
    expect(await missing({ txt: () => Promise.resolve(['v=DMARC1; p=none', 'v=DMARC1; p=reject']) })).toEqual(
      ['DMARC'],
    );
    expect(await missing({ head: () => Promise.resolve({ status: 403, date: null }) })).toEqual([
      'site answers',
      'clock',
    ]);
    expect(await missing({ clock: () => new Date('2026-11-24T12:02:00Z') })).toEqual(['clock']);
  });
});

it('the policy names its stack only, and no action that writes', async () => {
  const { said } = await ran('policy', '--aws', 'NewsRoom');
  const { Statement } = JSON.parse(said) as ReturnType<typeof readOnlyPolicy>;
  for (const { Action, Resource } of Statement) {
    for (const action of Action)
      expect(action).toMatch(/:(Get|List|Query|Scan|BatchGet|Describe|Decrypt|Receive)/);
    for (const resource of Resource) expect(resource === '*' || /newsroom/i.test(resource)).toBe(true);
  }
});

describe('failed messages', () => {
  const depth = async (url = ''): Promise<number> => (await queueDepth(url)).waiting;

  it('go back into their queue, in FIFO queues too, when that is confirmed', async () => {
    const { DeadLettersStoryUrl = '', QueueStoryUrl = '' } = stack.outputs;
    for (const n of [1, 2, 3])
      await sendText(DeadLettersStoryUrl, `{"articleId":"a${n}","revision":1}`, {
        group: 'stories',
        deduplicationId: `d${n}`,
      });
    expect(await refusal(onStack('redrive', 'story'))).toBe(
      'UsageError: 3 failed messages of story go back into its queue in the stack TestWire in eu-central-1: say --yes to do it',
    );
    expect(await depth(DeadLettersStoryUrl)).toBe(3);
    expect((await onStack('redrive', 'story', '--yes')).said).toBe('3 of 3 failed messages of story moved\n');
    expect([await depth(DeadLettersStoryUrl), await depth(QueueStoryUrl)]).toEqual([0, 3]);
    expect((await onStack('redrive', 'visit', '--dry-run')).said).toBe(
      '0 failed messages of visit; nothing was moved\n',
    );
    expect(await refusal(onStack('redrive', 'mails'))).toContain('one queue of visit, ingest, story, digest');
  });
});

describe('a backup of subscribers', () => {
  const file = join(folder, 'people.jsonl');
  const csv = join(folder, 'people.csv');
  const stateOf = async (address: string): Promise<string> =>
    /state +(\w+)/.exec((await onStack('subscribers', 'show', address)).said)?.[1] ?? 'not here';

  it('brings back who was lost, keeps what is newer, and erases again who asked to be forgotten', async () => {
    writeFileSync(
      csv,
      'address,consented_at,source\nlost@r.example,2026-01-01,list\nforgotten@r.example,2026-01-01,list\npaused@r.example,2026-01-01,list\n',
    );
    await onStack('subscribers', 'import', csv, '--yes');
    expect((await onStack('backup', 'subscribers', file)).said).toContain('3 people of the stack TestWire');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(await refusal(onStack('backup', 'subscribers', file))).toContain('it is there already');

    await onStack('subscribers', 'erase', 'forgotten@r.example', '--yes');
    await onStack('subscribers', 'pause', 'paused@r.example');
    // The table is lost, and with it that two of them changed their minds; the erasure is kept elsewhere.
    const rows = await listSubscribers(stack.outputs.TableSubscribers ?? '');
    const client = new DynamoDBClient({});
    for (const { id, address } of rows)
      if (address !== 'paused@r.example')
        await client.send(
          new DeleteItemCommand({
            TableName: stack.outputs.TableSubscribers,
            Key: { pk: { S: `SUBSCRIBER#${id}` }, sk: { S: 'SUBSCRIBER' } },
          }),
        );
    expect(await stateOf('lost@r.example')).toBe('not here');
    const counted = '1 restored, 1 left as they are, 1 erased again';
    expect((await onStack('restore', 'subscribers', file, '--dry-run')).said).toBe(
      `${counted}; nothing was written\n`,
    );
    expect(await refusal(onStack('restore', 'subscribers', file))).toContain('say --yes');
    expect(await stateOf('lost@r.example')).toBe('not here');
    expect((await onStack('restore', 'subscribers', file, '--yes')).said).toBe(`${counted}\n`);
    expect(await stateOf('lost@r.example')).toBe('confirmed');
    expect(await stateOf('paused@r.example')).toBe('paused');
    expect(await stateOf('forgotten@r.example')).toBe('erased');
  });

  it('is refused whole where a line is none of it', async () => {
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"subscriber":{}}\n`);
    expect(await refusal(onStack('restore', 'subscribers', file, '--yes'))).toContain(
      'people.jsonl, line 5: it is no part of a backup',
    );
  });
});

it('a month is reckoned with the readers there are', async () => {
  expect((await onStack('cost', '--feeds', '60')).said).toMatch(
    /^A month with 60 feeds, 1 daily readers[^]*after what AWS gives/,
  );
  expect(await refusal(onStack('cost', '--readers', 'many'))).toContain(
    "--readers wants a number, not 'many'",
  );
});
