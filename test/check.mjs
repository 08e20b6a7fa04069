// `npm run check`: what must hold before a commit, quickest first. Stops at the first that fails. Plain Node, no dependency.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const steps = {
  types: ['tsc --noEmit', 'tsc --noEmit -p functions/publish-site/assets'],
  lint: ['oxlint --type-aware --deny-warnings'],
  format: ['prettier --check --log-level warn .'],
  unused: ['knip'],
  tests: ['vitest run'],
  growth: ['vitest run --config test/fuzz/vitest.config.ts'],
  browser: ['vitest run --config test/browser/vitest.config.ts'],
  synth: ['cdk synth --quiet --no-notices', 'tsx test/infra/aws/second-synth.ts'],
  dynamodb: ['node test/dynamodb-local.mjs'],
  memory: ['vitest run --config test/fakes/vitest.config.ts'],
};
/** Those that run only when they are named. */
const byName = ['growth', 'browser', 'synth', 'dynamodb', 'memory'];
const { values, positionals } = parseArgs({
  options: { changed: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in steps));
if (values.help || unknown.length > 0) {
  const text = `npm run check [-- STEP …]: ${Object.keys(steps).join(', ')}; all but ${byName.join(', ')} without a name.
  --changed   only the tests that the uncommitted changes can reach
`;
  (unknown.length > 0 ? process.stderr : process.stdout).write(
    `${unknown.map((name) => `check: there is no step «${name}»\n`).join('')}${text}`,
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}
if (values.changed) steps.tests = ['vitest run --changed'];
const asked =
  positionals.length > 0 ? positionals : Object.keys(steps).filter((name) => !byName.includes(name));
for (const name of asked) {
  for (const command of steps[name]) {
    const began = Date.now();
    const { status } = spawnSync(
      'npx',
      command.startsWith('node ') ? command.split(' ') : ['--no-install', ...command.split(' ')],
      {
        stdio: 'inherit',
        shell: process.platform === 'win32',
      },
    );
    process.stdout.write(
      `${status === 0 ? 'ok  ' : 'FAIL'}  ${command}  ${((Date.now() - began) / 1000).toFixed(1)} s\n`,
    );
    if (status !== 0) process.exit(status ?? 1);
  }
}
