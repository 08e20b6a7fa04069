import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { onPlace } from '../../../../infra/local/commands/digest.ts';
import { openLocalWire } from '../../../../infra/local/local-wire.ts';
import { embeddedPlace } from '../../../../infra/local/place.ts';
import { UsageError } from '../../../../shared/errors.ts';
import { readerPreferences } from '../../../shared/domain/subscriber/reader-fixture.ts';
import { storeStory } from '../../../shared/aws/store-story.ts';
import { toldOf } from '../../../shared/domain/story/story-fixture.ts';
import { saidBy } from './ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-digest-'));
process.env.WIRE_NOW = '2026-11-24T08:00:00Z';
const wire = await openLocalWire(folder);
const place = embeddedPlace(wire);
const { storiesTable } = await import('../../../../shared/aws/stories-table.ts');
const { reputationTable } = await import('../../../../shared/aws/reputation-table.ts');
const { signUpSampleReader } = await import('../../../../infra/local/sample/sample-reader.ts');
afterAll(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

const stories = storiesTable(wire.settings.TABLE_STORIES);
/** Four articles from 06:00, a minute apart. */
await storeStory(stories, toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-24T06:00:00.000Z' }));
await signUpSampleReader(wire, new Date(process.env.WIRE_NOW));

const said = async (...args: string[]): Promise<string> => (await saidBy(() => onPlace(place, args))).said;
const prefs = (changed: object): string => {
  const path = join(folder, 'prefs.json');
  writeFileSync(path, JSON.stringify({ ...readerPreferences, ...changed }));
  return path;
};
const reader = 'reader@caucasus-wire.example';

it('shows the edition of an address or of preferences in a file', async () => {
  expect(await said('preview', '--as', reader)).toMatch(
    /^Subject: Border talks \(en\)\n\nCaucasus Wire\n[^]*Separate reports: 4/,
  );
  expect(await said('preview', '--prefs', prefs({ interface: 'az', languages: ['az'] }))).toMatch(
    /^Subject: Border talks \(az\)\n[^]*Ayrı məlumat: 1/,
  );
  expect(await said('preview', '--prefs', prefs({ topics: ['csto'] }))).toBe(
    'Nothing new for this reader: no mail would be sent.\n',
  );
});

it('shows it as it was at a moment of the past: what came later is not in it', async () => {
  expect(await said('preview', '--as', reader, '--at', '2026-11-24T06:01:30Z')).toMatch(
    /^Subject: Border talks \(hy\)\n[^]*Separate reports: 2/,
  );
  expect(await said('preview', '--as', reader, '--at', '2026-11-24T05:59:00Z')).toContain('Nothing new');
  expect(await said('explain', 'talks', '--for', reader, '--at', '2026-11-24T06:01:30Z')).toMatch(
    /^in, as new, place 1\n {2}topics armenia-azerbaijan\n[^]* {2}articles 2\n$/,
  );
});

it('opens it as a page in the browser, and says where it is when there is none', async () => {
  const page = join(folder, 'page.html');
  vi.stubEnv('BROWSER', process.execPath);
  expect(await said('preview', '--as', reader, '--open', '--out', page)).not.toContain('No browser');
  expect(readFileSync(page, 'utf8')).toContain('<h3 lang="en">');
  vi.stubEnv('BROWSER', join(folder, 'missing'));
  expect(await said('preview', '--as', reader, '--open')).toContain(
    `the page is ${join(folder, 'preview', 'digest.html')}`,
  );
  vi.unstubAllEnvs();
});

it('explains why a story is or is not in an edition', async () => {
  expect(await said('explain', 'talks', '--prefs', prefs({ topics: ['csto'] }))).toBe(
    'not in: no-topic\n  about armenia-azerbaijan, border; wanted csto\n',
  );
  expect(await said('explain', 'talks', '--prefs', prefs({ languages: ['tr'] }))).toBe(
    'not in: no-language\n  told in hy, az, ru, en; wanted tr\n',
  );
  expect(await said('explain', 'talks', '--prefs', prefs({ frequency: 'breaking' }))).toContain(
    'in, as new, place 1',
  );
  expect(
    await said(
      'explain',
      'talks',
      '--prefs',
      prefs({ frequency: 'breaking' }),
      '--at',
      '2026-11-24T06:01:30Z',
    ),
  ).toBe(
    'not in: not-breaking\n  2 independent reports on 2 sides since 2026-11-24T06:00:00.000Z; a story breaks with independent reports of 3 outlets on 2 sides within 6 hours of the first, and is breaking for 6 hours\n',
  );
});

it.each([
  [['explain', 'nothing', '--for', reader], /no story nothing/],
  [['explain', 'talks', '--for', reader, '--at', '2026-11-24T05:00:00Z'], /no article yet/],
  [['preview', '--as', 'nobody@example.org'], /nobody signed up/],
  [['preview', '--as', 'x'], /x is not a mail address/],
  [['preview'], /say whose/],
  [['preview', '--as', reader, '--at', 'soon'], /--at soon/],
  [['send'], /preview, explain, send-test, hold or resume/],
])('%j is a mistake, in one line', async (args, message) => {
  await expect(onPlace(place, args)).rejects.toThrow(UsageError);
  await expect(onPlace(place, args)).rejects.toThrow(message);
});

it('sends an edition to one address as a test, without the headers of a list', async () => {
  expect(await said('send-test', 'desk@newsroom.example', '--as', reader)).toMatch(
    /^Sent to desk@newsroom\.example: \[test\] Border talks \(en\)\nThe local mail service keeps it as .*\.eml\n$/,
  );
  await expect(said('send-test', 'nonsense')).rejects.toThrow(/send-test takes one address/);
  expect(await said('send-test', reader, '--at', '2026-11-24T05:59:00Z')).toContain('no mail was sent');
});

it('holds all editions with a reason and goes on by hand, each only when that is confirmed', async () => {
  const held = () => reputationTable(wire.settings.TABLE_SUBSCRIBERS).readBreaker();
  await expect(said('hold')).rejects.toThrow(/hold wants --because/);
  await expect(said('hold', '--because', 'a wrong story')).rejects.toThrow(/say --yes to do it/);
  expect(await held()).toBeNull();
  await said('hold', '--because', 'a wrong story', '--yes');
  expect((await held())?.reason).toBe('by hand: a wrong story');
  expect(await said('hold', '--because', 'again', '--yes')).toContain('stopped already');
  await expect(said('resume')).rejects.toThrow(/by hand: a wrong story: say --yes/);
  expect(await said('resume', '--yes')).toContain('Sending again');
  expect(await held()).toBeNull();
});
