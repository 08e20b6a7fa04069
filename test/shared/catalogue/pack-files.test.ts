import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packFilesIn } from '../../../shared/catalogue/pack-files.ts';
import { packSet } from '../../../shared/catalogue/packs.ts';

const topics = new URL('../../../shared/catalogue/topics/', import.meta.url);

it('a new pack is its file: nothing else names it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packs-'));
  cpSync(topics, folder, { recursive: true });
  const like = JSON.parse(readFileSync(new URL('csto.json', topics), 'utf8')) as object;
  writeFileSync(join(folder, 'georgia-eu.json'), JSON.stringify({ ...like, id: 'georgia-eu' }));
  expect(packFilesIn(pathToFileURL(`${folder}/`))).toEqual([
    expect.objectContaining({ id: 'armenia-azerbaijan' }),
    expect.objectContaining({ id: 'csto' }),
    expect.objectContaining({ id: 'georgia-eu' }),
  ]);
});

it('the packs stand in their order, whatever their files are called', () => {
  expect(packSet().packs.map(({ id }) => id)).toEqual(['csto', 'armenia-azerbaijan']);
});
