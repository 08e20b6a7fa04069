import type { Where } from './where.ts';

/** One `wire` command: a file of its own in commands/, exported as `command`. */
export interface Command {
  /** One line for `wire --help`. */
  summary: string;
  /** What `wire NAME --help` prints. */
  usage: string;
  /** Whether it also works on a deployed stack. */
  deployed?: true;
  /** @returns the exit code @throws UsageError for a mistake of the caller: printed as one line, exit code 2 */
  run(args: string[], where: Where): Promise<number>;
}
