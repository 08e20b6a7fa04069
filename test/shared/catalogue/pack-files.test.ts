import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { packFilesIn } from '../../../shared/catalogue/pack-files.ts';
import { packSet, readPackSet } from '../../../shared/catalogue/packs.ts';
import { UsageError } from '../../../shared/errors.ts';

const topics = new URL('../../../shared/catalogue/topics/', import.meta.url);

it('a new pack is its file: nothing else names it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packs-'));
  cpSync(topics, folder, { recursive: true });
  const like = JSON.parse(readFileSync(new URL('csto.json', topics), 'utf8')) as object;
  writeFileSync(join(folder, 'georgia-eu.json'), JSON.stringify({ ...like, id: 'georgia-eu' }));
  const before = packFilesIn(topics);
  const after = packFilesIn(pathToFileURL(`${folder}/`));
  expect(after).toHaveLength(before.length + 1);
  expect(after).toEqual(
    expect.arrayContaining([
      ...before,
      { file: 'topics/georgia-eu.json', pack: { ...like, id: 'georgia-eu' } },
    ]),
  );
});

it('the packs stand in their order, whatever their files are called', () => {
  const { packs } = packSet();
  expect(packs).toEqual(packs.toSorted((one, other) => one.order - other.order));
  expect(packs.slice(0, 2).map(({ id }) => id)).toEqual(['csto', 'armenia-azerbaijan']);
});

/** What a contributor might write: about another topic, in a file of its own. */
const energy = {
  id: 'energy-ties',
  order: 9,
  version: 1,
  names: {
    hy: 'Էներգետիկա',
    az: 'Enerji',
    ru: 'Энергетика',
    en: 'Energy ties',
    ka: 'ენერგეტიკა',
    tr: 'Enerji',
  },
  groups: { pipeline: { terms: { en: ['gas pipeline*'] } } },
  anchors: ['pipeline'],
  threshold: 1,
  rules: [{ name: 'pipeline-in-title', score: 1, when: [{ in: 'title', all: ['pipeline'] }] }],
  subtopics: ['transit'],
};
const readWith = (pack: object) =>
  readPackSet([...packFilesIn(topics), { file: 'topics/energy-ties.json', pack }]);

it('a pack without mistakes is one more pack', () => {
  expect(readWith(energy).packs.map(({ id }) => id)).toContain('energy-ties');
});

it.each([
  [
    'an unknown group',
    { anchors: ['pipelin'] },
    "anchors.0: there is no group 'pipelin'; did you mean 'pipeline'?",
  ],
  [
    'an unknown group in a rule',
    { rules: [{ name: 'r', score: 1, when: [{ in: 'title', all: ['pipeline', 'zzz-no-such'] }] }] },
    "rules.0.when.0.all: there is no group 'zzz-no-such'",
  ],
  [
    'an unknown entity',
    { groups: { pipeline: { entities: ['zangezurr'] } } },
    "groups.pipeline.entities: there is no entity 'zangezurr'; did you mean",
  ],
  [
    'an unknown subtopic',
    { subtopics: ['transitt'] },
    "subtopics.0: there is no shared subtopic 'transitt'; did you mean 'transit'?",
  ],
  ['an id that is taken', { id: 'csto' }, "id: two packs have the id 'csto'"],
  ['a wrong kind of value', { threshold: 'high' }, 'threshold: Invalid input: expected number'],
  ['a field that does not exist', { anchor: ['pipeline'] }, 'Unrecognized key'],
])('%s is one line with file, place and remedy', (_, change, line) => {
  expect(() => readWith({ ...energy, ...change })).toThrow(UsageError);
  expect(() => readWith({ ...energy, ...change })).toThrow(line);
  expect(() => readWith({ ...energy, ...change })).toThrow(/^topics\/(energy-ties|csto)\.json: /);
});
