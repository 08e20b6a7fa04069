import { expect, test } from 'vitest';
import { History } from './histories.ts';

const seeds = 30;

test(`in ${seeds} random histories each young article is in exactly one mail of each reader who asked for it`, async () => {
  const faults: string[] = [];
  let wanted = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await new History(seed).run();
    wanted += result.wanted;
    for (const what of result.lost) faults.push(`seed ${seed}: lost ${what}`);
    for (const what of result.doubled) faults.push(`seed ${seed}: doubled ${what}`);
  }
  expect(faults).toEqual([]);
  expect(wanted).toBeGreaterThan(seeds * 8);
}, 120_000);
