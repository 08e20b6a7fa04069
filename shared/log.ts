import { isLogQuiet } from './env.ts';

/** One JSON line per event, for CloudWatch Logs Insights. Never an address, a token or a whole message. */
type LogFields = Record<string, string | number | boolean | null | undefined>;
export type Log = (event: string, fields?: LogFields) => void;

let sink: (line: string) => void = (line) => {
  if (!isLogQuiet()) process.stdout.write(line);
};

/** Sends the lines elsewhere: the local runner keeps them in a file, so that people see progress and not JSON. */
export function logTo(write: (line: string) => void): void {
  sink = write;
}

export const log: Log = (event, fields = {}) => sink(`${JSON.stringify({ event, ...fields })}\n`);

/** The text of anything thrown, with its causes. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (because: ${errorText(error.cause)})`;
}

/** Makes a handler whose failure is a line too: an alarm counts lines. The error goes on to who started it. */
export const failingLoudly =
  <Given extends unknown[], Result>(work: (...given: Given) => Promise<Result>) =>
  async (...given: Given): Promise<Result> => {
    try {
      return await work(...given);
    } catch (error) {
      log('run-failed', { error: errorText(error) });
      throw error;
    }
  };
