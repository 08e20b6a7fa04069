import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { command } from '../../../../infra/local/commands/start.ts';

const root = mkdtempSync(join(tmpdir(), 'wire-start-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
writeFileSync(join(root, 'file'), 'x');
writeFileSync(join(root, 'outlets.json'), '[{"id":"a"}]');

describe('a mistake is told in one line, and nothing is made', () => {
  it.each([
    ['an unknown flag', ['--smaple'], "Unknown option '--smaple'"],
    ['two sources', ['--sample', '--replay', '.'], '--sample and --replay exclude each other'],
    ['a port that is none', ['--port', '99999'], "--port wants a number from 0 to 65535, not '99999'"],
    [
      'a replay folder that is not there',
      ['--once', '--replay', join(root, 'none'), '--data', join(root, 'a')],
      `the folder ${join(root, 'none')} cannot be read`,
    ],
    [
      'a replay folder that is a file',
      ['--once', '--replay', join(root, 'file'), '--data', join(root, 'a')],
      `the folder ${join(root, 'file')} cannot be read`,
    ],
    [
      'a data folder that is a file',
      ['--once', '--sample', '--data', join(root, 'file')],
      `the data folder ${join(root, 'file')} cannot be used`,
    ],
  ])('%s', async (_, args, message) => {
    await expect(command.run(args, {})).rejects.toThrow(message);
    expect(existsSync(join(root, 'a'))).toBe(false);
  });

  it('a data folder whose tables are damaged', async () => {
    const data = join(root, 'damaged');
    mkdirSync(join(data, 'dynamodb'), { recursive: true });
    writeFileSync(
      join(data, 'wire.json'),
      JSON.stringify({ format: 1, mode: 'sample', tokenKeys: 'local:AAAA' }),
    );
    writeFileSync(join(data, 'dynamodb/CURRENT'), 'garbage');
    await expect(command.run(['--once', '--sample', '--data', data], {})).rejects.toThrow(
      /damaged is damaged \(.*CURRENT.*\); move it away and start again/,
    );
    expect(existsSync(join(data, 'lock'))).toBe(false);
  });

  it('a malformed catalogue', async () => {
    process.env.WIRE_CATALOGUE = join(root, 'outlets.json');
    await expect(command.run(['--once', '--data', join(root, 'a')], {})).rejects.toThrow(
      /outlets\.json: "a", name: /,
    );
    delete process.env.WIRE_CATALOGUE;
    expect(existsSync(join(root, 'a'))).toBe(false);
  });
});
