import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { type Check, checksOf } from './checks.ts';
import type { Case } from './expected.ts';
import { contestants, type Contestant } from './parsers.ts';
import { isApplicable, reasonOf } from './reasons.ts';
import { casesBelow } from './sets.ts';

/** `npm run measure -- conformance`: how many checks of four public parser test sets each parser passes; every miss of ours with its reason. */

async function run(contestant: Contestant, cases: readonly Case[]): Promise<Check[]> {
  const checks: Check[] = [];
  for (const one of cases) {
    const actual = await contestant.parse(readFileSync(one.file)).catch(() => null);
    checks.push(...checksOf(one, actual));
  }
  return checks;
}

const share = (checks: readonly Check[]): string => {
  const passed = checks.filter((check) => check.passed).length;
  return `${passed}/${checks.length} ${checks.length === 0 ? '' : `${((100 * passed) / checks.length).toFixed(1)} %`}`;
};

function table(
  title: string,
  keys: readonly string[],
  results: readonly { name: string; rows: (key: string) => Check[] }[],
): void {
  console.log(`\n${title.padEnd(14)}${results.map(({ name }) => name.padEnd(22)).join('')}`);
  for (const key of keys)
    console.log(`${key.padEnd(14)}${results.map(({ rows }) => share(rows(key)).padEnd(22)).join('')}`);
}

const cut = (text: string): string => JSON.stringify(text.length > 110 ? `${text.slice(0, 110)}…` : text);

function listMisses(misses: readonly Check[]): void {
  console.log(`\n${misses.length} misses of ours:`);
  const byReason = new Map<string, Check[]>();
  for (const miss of misses) byReason.set(reasonOf(miss), [...(byReason.get(reasonOf(miss)) ?? []), miss]);
  for (const [reason, group] of [...byReason].sort(([, a], [, b]) => b.length - a.length)) {
    console.log(`\n  ${group.length} × ${reason}`);
    for (const { case: one, of, field, expected, actual } of group)
      console.log(
        `    ${one.set} ${basename(one.file)} ${of}.${field}: expected ${cut(expected)}, got ${cut(actual)}`,
      );
  }
}

function counted(reasons: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return counts;
}

const { values } = parseArgs({
  options: { folder: { type: 'string', default: '../shared/data/conformance' } },
});
if (!existsSync(values.folder)) {
  console.error(
    `conformance: no folder ${values.folder}; --folder says where gofeed, feed-rs, rss-parser and feedsmith are`,
  );
  process.exit(2);
}
const cases = casesBelow(values.folder);
const results: { name: string; all: Check[]; checks: Check[] }[] = [];
for (const contestant of contestants) {
  const all = await run(contestant, cases);
  results.push({ name: contestant.name, all, checks: all.filter(isApplicable) });
}
const sets = [...new Set(cases.map((one) => one.set))];
const [first] = results;
if (first === undefined) throw new Error('no parser to test');
console.log(
  `${cases.length} documents of ${sets.length} sets; ${first.all.length} checks, ${first.checks.length} applicable`,
);
table(
  'set',
  [...sets, 'all'],
  results.map(({ name, checks }) => ({
    name,
    rows: (key) => checks.filter((check) => key === 'all' || check.case.set === key),
  })),
);
table(
  'field',
  ['title', 'link', 'id', 'published', 'updated', 'summary', 'content', 'authors', 'categories'],
  results.map(({ name, checks }) => ({ name, rows: (key) => checks.filter((check) => check.field === key) })),
);
listMisses(first.checks.filter((check) => !check.passed));
console.log('\nLeft out:');
for (const [reason, count] of counted(first.all.filter((check) => !isApplicable(check)).map(reasonOf)))
  console.log(`  ${count} × ${reason}`);
process.exitCode = first.checks.filter((check) => check.passed).length / first.checks.length >= 0.97 ? 0 : 1;
