import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ license: z.string().optional(), dev: z.boolean().optional(), version: z.string().optional() }),
  ),
});
const { packages } = lock.parse(
  JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')),
);
const deployed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);

it('everything that is deployed may be shipped under MIT', () => {
  const free = ['MIT', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'BlueOak-1.0.0', 'MIT-0'];
  expect(deployed.length).toBeGreaterThan(20);
  expect(
    deployed
      .filter(([, { license = 'none' }]) => !free.includes(license))
      .map(([path, { license }]) => `${path}: ${license}`),
  ).toEqual([]);
});

it('is pinned to one version: no range in package.json', () => {
  const declared = z.object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  });
  const { dependencies, devDependencies } = declared.parse(
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  );
  expect(
    Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    ),
  ).toEqual([]);
});
