import { expect, it } from 'vitest';
import { ran } from './ran.ts';

it('lists the packs, their versions and the version articles are stamped with', async () => {
  const { code, said } = await ran('packs');
  expect(code).toBe(0);
  expect(said).toMatch(/^csto {2}version \d+: \d+ rules, \d+ subtopics$/m);
  expect(said).toMatch(/^armenia-azerbaijan {2}version \d+: /m);
  expect(said).toMatch(/^shared {2}version \d+: \d+ groups, \d+ terms; \d+ names of entities$/m);
  expect(said).toMatch(
    /^articles are stamped e\d+\.c\d+\.csto\d+\.armenia-azerbaijan\d+(\.[a-z-]+\d+)*\.[0-9a-f]{8}$/m,
  );
});

it('runs the headline tests beside the packs, all or of one', async () => {
  const all = await ran('packs', 'test');
  expect(all.code).toBe(0);
  expect(all.said).toMatch(
    /^csto: (\d+) of \1 headlines as wanted\narmenia-azerbaijan: (\d+) of \2 headlines as wanted\n/,
  );
  expect((await ran('packs', 'test', 'csto')).said).toMatch(/^csto: .*\n$/);
});

it.each([[['test', 'football']], [['lst']], [['test', 'csto', 'more']]])('%j is a mistake', async (args) => {
  await expect(ran('packs', ...args)).rejects.toThrow(/no pack 'football'|packs takes nothing/);
});
