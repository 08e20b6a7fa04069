import { basename } from 'node:path';
import { isMistake } from '../shared/errors.ts';

/** Loaded before a measure: a mistaken option is one line and exit code 2, as at the `wire` command. */
process.on('uncaughtException', (error) => {
  const name = basename(process.argv[1] ?? '', '.ts');
  process.stderr.write(
    `${isMistake(error) ? `${name}: ${error.message}` : (error.stack ?? String(error))}\n`,
  );
  process.exit(isMistake(error) ? 2 : 1);
});
