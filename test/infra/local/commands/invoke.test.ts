import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { settingsOf } from '../../../../shared/env.ts';
import { ran } from './ran.ts';

process.env.WIRE_NOW = '2026-11-24T06:00:30Z';
const folder = mkdtempSync(join(tmpdir(), 'wire-invoke-'));
const data = ['--data', join(folder, 'wire')];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (event: unknown): string => {
  const path = join(folder, 'event.json');
  writeFileSync(path, JSON.stringify(event));
  return path;
};

it.each(Object.keys(settingsOf))('%s has an example event', async (stage) => {
  const { code, said } = await ran('invoke', stage, '--example');
  expect(code).toBe(0);
  expect(JSON.parse(said)).toBeTypeOf('object');
});

it('runs a handler on the embedded services and prints what it returns', async () => {
  const { said } = await ran('invoke', 'subscribe', ...data);
  expect(JSON.parse(said)).toMatchObject({ statusCode: 200 });
});

it('hands bare messages over as SQS would: the one that fits no schema comes back', async () => {
  const tooOld = { host: 'a.example', feedIds: ['a'], queuedAt: '2020-01-01T00:00:00.000Z' };
  const { said } = await ran('invoke', 'visit-feeds', put([tooOld, { host: 7 }]), ...data);
  expect(JSON.parse(said)).toEqual({ batchItemFailures: [{ itemIdentifier: 'invoked-2' }] });
});

it.each([
  [['no-such-stage'], 'invoke takes a stage and an event: one of due-feeds'],
  [['due-feeds', '/nowhere.json'], '/nowhere.json cannot be read as JSON'],
])('%j is a mistake', async (args, message) => {
  await expect(ran('invoke', ...args)).rejects.toThrow(message);
});
