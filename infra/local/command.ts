/** One `wire` command: a file of its own in commands/, exported as `command`. */
export interface Command {
  /** One line for `wire --help`. */
  summary: string;
  /** What `wire NAME --help` prints. */
  usage: string;
  /** @returns the exit code @throws UsageError for a mistake of the caller: printed as one line, exit code 2 */
  run(args: string[]): Promise<number>;
}
