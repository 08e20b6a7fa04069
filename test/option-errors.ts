import { basename } from 'node:path';

/** Loaded before a measure: a mistaken option is one line and exit code 2, as at the `wire` command. */
process.on('uncaughtException', (error: Error & { code?: unknown }) => {
  const isOption = typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS');
  const name = basename(process.argv[1] ?? '', '.ts');
  process.stderr.write(`${isOption ? `${name}: ${error.message}` : (error.stack ?? String(error))}\n`);
  process.exit(isOption ? 2 : 1);
});
