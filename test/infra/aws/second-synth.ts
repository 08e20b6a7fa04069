import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `npm run check -- synth`: synthesizes once more, after `cdk.out` was made, and holds the two against each other: the same tree
 * gives the same templates and the same assets, so that a deploy changes what was changed and `cdk diff` is else empty.
 */
const again = 'dist/second-synth';

function synthesize(): void {
  rmSync(again, { recursive: true, force: true });
  const { status } = spawnSync('npx', ['cdk', 'synth', '--quiet', '--no-notices', '--output', again], {
    stdio: 'inherit',
    // The first one was looked through by the rules.
    env: { ...process.env, CDK_VALIDATION: 'false' },
  });
  if (status !== 0) throw new Error(`the second synth ended with ${status}`);
}

const isCompared = (file: string): boolean => /\.(template|assets)\.json$/.test(file);
/** Templates, and what they say of assets: each by the hash of its content. */
const madeIn = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .filter(isCompared)
      .toSorted()
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

function differences(): string[] {
  const [first, second] = [madeIn('cdk.out'), madeIn(again)];
  const faults = [...new Set([...first.keys(), ...second.keys()])].flatMap((file) => {
    const [was, is] = [first.get(file)?.split('\n') ?? [], second.get(file)?.split('\n') ?? []];
    const at = was.findIndex((line, number) => line !== is[number]);
    return at < 0 && was.length === is.length ? [] : [`${file}, line ${at + 1}: ${was[at]} ≠ ${is[at]}`];
  });
  if (first.size < 2) faults.push('cdk.out has no template: synthesize first');
  const manifest = JSON.parse(readFileSync(join(again, 'manifest.json'), 'utf8')) as { missing?: unknown[] };
  if ((manifest.missing ?? []).length > 0) faults.push('the synth wants to look something up in an account');
  if (existsSync('cdk.context.json'))
    faults.push('cdk.context.json: something was looked up in an account; another would get another stack');
  return faults;
}

synthesize();
const faults = differences();
rmSync(again, { recursive: true, force: true });
process.stdout.write(
  faults.length === 0
    ? 'A second synth gives the same templates and assets; nothing is looked up.\n'
    : `${faults.join('\n')}\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
