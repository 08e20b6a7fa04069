import { readdirSync } from 'node:fs';
import { isMistake, UsageError } from '../../shared/errors.ts';
import { errorText } from '../../shared/log.ts';
import type { Command } from './command.ts';
import { whereIn } from './where.ts';

const folder = new URL('./commands/', import.meta.url);
const names = (): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3))
    .sort();

async function load(name: string): Promise<Command> {
  const module = (await import(new URL(`${name}.ts`, folder).href)) as { command: Command };
  return module.command;
}

async function help(): Promise<string> {
  const lines = await Promise.all(
    names().map(async (name) => {
      const { summary, deployed } = await load(name);
      return `  ${name.padEnd(12)}${deployed === true ? '°' : ' '} ${summary}`;
    }),
  );
  return [
    'usage: npm run -s wire -- [--aws STACK [--profile P] [--region R]] COMMAND [options]',
    '       (COMMAND --help says more)',
    '',
    ...lines,
    '',
    'Those marked ° also work on a deployed stack: --aws STACK, or WIRE_STACK in the environment.',
    '',
  ].join('\n');
}

async function main(args: string[]): Promise<number> {
  const {
    where,
    asked,
    rest: [name, ...rest],
  } = whereIn(args);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(await help());
    return name === undefined ? 2 : 0;
  }
  if (!names().includes(name))
    throw new UsageError(`unknown command '${name}'; \`npm run -s wire -- --help\` lists them`);
  const command = await load(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.usage.trimEnd()}\n`);
    return 0;
  }
  if (asked && command.deployed !== true)
    throw new UsageError(`${name} works on this machine only: leave --aws out`);
  return command.run(rest, command.deployed === true ? where : {});
}

// Who reads us has seen enough: `wire label FILE | head -1`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    isMistake(error)
      ? `wire: ${errorText(error)}\n`
      : `wire: ${error instanceof Error ? error.stack : errorText(error)}\n`,
  );
  process.exitCode = 2;
}
