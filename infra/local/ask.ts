import { createInterface } from 'node:readline/promises';
import { UsageError } from '../../shared/errors.ts';

/**
 * Says what a command is about to do and goes on only with a person's `y`, or with `--yes`.
 * @throws UsageError where nobody can be asked or the answer is no; nothing was done then
 */
export async function ask(what: string, yes: boolean | undefined): Promise<void> {
  if (yes === true) return;
  if (!process.stdin.isTTY) throw new UsageError(`${what}: say --yes to do it`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await lines.question(`${what}. Go on? (y/N) `);
    if (!/^y(es)?$/i.test(answer.trim())) throw new UsageError('nothing was done');
  } finally {
    lines.close();
  }
}
