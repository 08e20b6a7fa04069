import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openLocalWire } from '../../../../infra/local/local-wire.ts';
import { onDesk } from '../../../../infra/local/commands/subscribers.ts';
import { SubscriberDesk } from '../../../../infra/local/subscriber-desk.ts';
import { UsageError } from '../../../../shared/errors.ts';
import { afterTrouble } from '../../../../shared/domain/subscriber/delivery-trouble.ts';
import { afterConfirm } from '../../../../shared/domain/subscriber/subscriber.ts';
import { saidBy } from './ran.ts';

const folder = mkdtempSync(join(tmpdir(), 'wire-subscribers-'));
const wire = await openLocalWire(folder);
const { subscribersTable } = await import('../../../../shared/aws/subscribers-table.ts');
const { loadStages } = await import('../../../../infra/local/stages.ts');
afterAll(async () => {
  await wire.close();
  rmSync(folder, { recursive: true });
});

const now = new Date('2026-11-24T10:00:00Z');
const table = subscribersTable(wire.settings.TABLE_SUBSCRIBERS);
const desk = new SubscriberDesk(wire.settings, { now: () => now, suppressionList: false });
const said = async (...args: string[]): Promise<{ code: number; text: string }> => {
  const { result, said: text } = await saidBy(() => onDesk(desk, args));
  return { code: result, text };
};
const csv = (text: string): string => {
  const path = join(folder, 'people.csv');
  writeFileSync(path, text);
  return path;
};
const stateOf = async (address: string): Promise<string | undefined> => (await desk.find(address))?.state;

describe('invite', () => {
  it('sends one letter that asks, in the language given, and nothing else comes without the button', async () => {
    const { code, text } = await said('invite', 'Ann@newsroom.example', '--language', 'ru');
    expect([code, text]).toEqual([0, 'Ann@newsroom.example: the letter is queued\n']);
    expect(await desk.find('ann@newsroom.example')).toMatchObject({
      state: 'pending',
      letter: { kind: 'invite', state: 'due' },
      preferences: { interface: 'ru' },
    });
    const { sendDigests } = await loadStages(wire);
    expect(await sendDigests()).toBe(1);
    const { emails } = (await (await fetch(`${wire.inboxUrl}/store`)).json()) as {
      emails: { subject: string; body: { text: string } }[];
    };
    expect(emails.map(({ subject }) => subject)).toEqual(['Caucasus Wire: Вас приглашают']);
    expect(emails[0]?.body.text).toContain('/s/confirm?t=');
  });
  it('leaves readers and who does not want any alone', async () => {
    await said('invite', 'reader@newsroom.example');
    const reader = await desk.find('reader@newsroom.example');
    await table.changeSubscriber(reader?.id ?? '', (current) =>
      current === null ? null : afterConfirm(current, now),
    );
    expect(await said('invite', 'reader@newsroom.example')).toEqual({
      code: 1,
      text: 'reader@newsroom.example: not invited, gets the digest already\n',
    });
  });
});

describe('one person', () => {
  const who = 'reader@newsroom.example';
  it('is shown, paused, resumed and taken out on request', async () => {
    expect((await said('show', who)).text).toMatch(
      /^state {9}confirmed since 2026-11-24T10:00:00.000Z\nconsent/,
    );
    expect((await said('pause', who)).text).toBe(`${who} was confirmed, is paused\n`);
    expect((await said('pause', who)).code).toBe(1);
    expect((await said('resume', who)).text).toBe(`${who} was paused, is confirmed\n`);
    expect(await table.due('regular', '2030-01-01T00:00:00.000Z')).toHaveLength(1);
    expect((await said('leave', who)).text).toBe(`${who} was confirmed, is left\n`);
    expect(await said('show', 'nobody@newsroom.example')).toEqual({
      code: 1,
      text: 'nobody@newsroom.example is not here\n',
    });
  });
  it('who bounced or complained may sign up again after a release with its reason', async () => {
    for (const kind of ['bounced', 'complained'] as const) {
      const at = '2026-11-24T11:00:00.000Z';
      const { id = '' } = (await desk.find(who)) ?? {};
      await table.changeSubscriber(id, (current) =>
        current === null ? null : afterTrouble({ ...current, state: 'confirmed' }, { kind, at }, now),
      );
      expect((await said('invite', who)).text).toContain('then «release»');
      expect((await said('show', who)).text).toContain(`state         ${kind}`);
      await expect(said('release', who)).rejects.toThrow(/--because/);
      expect(await said('release', who, '--because', 'asked by phone')).toEqual({
        code: 0,
        text: `${who} was ${kind} and may sign up again\n`,
      });
      expect((await said('show', who)).text).toContain('asked by phone');
      expect(await stateOf(who)).toBe('left');
    }
    expect((await said('invite', who)).code).toBe(0);
  });
  it('is erased with every edition, and cannot be invited or imported back', async () => {
    await said('erase', who, '--yes');
    expect(await stateOf(who)).toBe('erased');
    expect((await said('invite', who)).text).toContain('asked to be forgotten');
    const path = csv(`address,consented_at,source\n${who},2025-01-01,paper\n`);
    expect((await said('import', path, '--yes')).text).toContain('asked to be forgotten');
    expect(await stateOf(who)).toBe('erased');
  });
});

describe('import', () => {
  it('takes people with their consent and its source, and makes them due', async () => {
    const path = csv(
      [
        '\uFEFFaddress,consented_at,source,language,frequency,hour,zone,topics',
        'one@old.example,2025-03-01,"event, Tbilisi ""2025""",ka,weekly,8,Asia/Tbilisi,csto',
        ' two@old.example ,2025-04-01T10:00:00Z,list B,,,,,',
        '',
      ].join('\r\n'),
    );
    expect((await said('import', path, '--dry-run')).text).toBe(
      '2 lines are well formed; nothing was imported\n',
    );
    expect(await stateOf('one@old.example')).toBeUndefined();
    expect((await said('import', path, '--yes')).text).toBe('imported 2 of 2\n');
    expect(await desk.find('one@old.example')).toMatchObject({
      state: 'confirmed',
      consent: { confirmedAt: '2025-03-01T00:00:00.000Z', source: 'event, Tbilisi "2025"' },
      preferences: { interface: 'ka', frequency: 'weekly', hour: 8, topics: ['csto'] },
      dueDate: '2026-11-30',
    });
    expect((await said('import', path, '--yes')).text).toContain(
      'line 2: one@old.example left as it is, gets the digest',
    );
  });
  it.each([
    ['address,source\nx@y.example,a\n', /first line must name the columns.*missing: consented_at/],
    ['address,consented_at,source,colour\n', /unknown: colour/],
    ['address,consented_at,source\nnonsense,2025-01-01,a\n', /line 2: 'nonsense' is not a mail address/],
    ['address,consented_at,source\nx@y.example,soon,a\n', /line 2: consented_at 'soon'/],
    ['address,consented_at,source\nx@y.example,2025-01-01,\n', /line 2: source is empty/],
    ['address,consented_at,source,zone\nx@y.example,2025-01-01,a,Mars\n', /line 2: zone/],
    ['address,consented_at,source\nok@y.example,2025-01-01,a\nbad,2025-01-01,a\n', /nothing was imported/],
  ])('refuses a file whole, by its line: %j', async (text, fault) => {
    await expect(said('import', csv(text))).rejects.toThrow(fault);
    expect(await stateOf('ok@y.example')).toBeUndefined();
  });
});

it('list masks addresses unless asked, filters and counts', async () => {
  const all = await said('list');
  expect(all.text).toContain('o•••••@old.example');
  expect(all.text).not.toContain('one@old.example');
  expect((await said('list', '--addresses', '--state', 'confirmed')).text).toContain('one@old.example');
  expect(all.text).toMatch(/confirmed 2, .*erased 1/);
  await expect(said('list', '--state', 'happy')).rejects.toThrow(UsageError);
  await expect(said('dance')).rejects.toThrow(/list, show, invite/);
});
