import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = ['functions', 'infra', 'shared']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts'));
const imported =
  /^(?:import|export)\b[^'"]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

/** Every file's own imports, types too, as paths from the root. */
const imports = new Map(
  sources.map((file) => {
    const found = readFileSync(join(root, file), 'utf8').matchAll(imported);
    const targets = [...found].map(([, plain, bare, lazy]) => plain ?? bare ?? lazy ?? '');
    return [file, targets.map((target) => relative(root, join(root, dirname(file), target)))];
  }),
);

/** The rooms of the domain, lowest floor first. A room imports from its own and from the floors below. */
const floors = [
  ['door'],
  ['text'],
  ['article', 'visit', 'subscriber', 'reprint'],
  ['feed', 'topics'],
  ['story'],
  ['query'],
  ['digest', 'site'],
];
const door = new Set(['outlet.ts', 'language.ts', 'evidence.ts']);
const domain = 'shared/domain/';

function roomOf(file: string): string {
  const [room = '', inside] = file.slice(domain.length).split('/');
  return inside === undefined && door.has(room) ? 'door' : room;
}

const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));

/** Groups of files that import each other in a circle (Tarjan 1972). */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.size - 1);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles;
}

test('no two files import each other, however long the way', () => {
  expect(imports.size).toBeGreaterThan(200);
  expect(
    circlesOf(
      new Map([
        ['a', ['b']],
        ['b', ['c']],
        ['c', ['b']],
      ]),
    ),
  ).toEqual([['b', 'c']]);
  expect(circlesOf(imports)).toEqual([]);
});

test('a room of the domain imports from its own floor only itself, and else from floors below', () => {
  const upward = [...imports]
    .filter(([file]) => file.startsWith(domain))
    .flatMap(([file, targets]) => {
      const from = roomOf(file);
      expect(floorOf(from), `${file} lies in no known room`).toBeGreaterThanOrEqual(0);
      const inside = targets
        .filter((target) => target.startsWith(domain))
        .map((target) => ({ target, room: roomOf(target) }));
      return inside
        .filter(({ room }) => room !== from && floorOf(room) >= floorOf(from))
        .map(({ target }) => `${file} -> ${target}`);
    });
  expect(upward).toEqual([]);
});

/** Reviewed or learned data, or made of nothing but such data. */
function isData(file: string): boolean {
  if (!/^shared\/(catalogue|learned)\//.test(file)) return false;
  return file.endsWith('.json') || (file.endsWith('.at-build.ts') && (imports.get(file) ?? []).every(isData));
}

test('the domain imports nothing outside itself but data', () => {
  expect(isData('shared/catalogue/packs.ts')).toBe(false);
  expect(isData('shared/catalogue/topic-names.at-build.ts')).toBe(false);
  const outside = [...imports]
    .filter(([file]) => file.startsWith(domain))
    .flatMap(([file, targets]) =>
      targets
        .filter((target) => !target.startsWith(domain) && !isData(target))
        .map((target) => `${file} -> ${target}`),
    );
  expect(outside).toEqual([]);
});
