const missed: string[] = [];

/** Says of a measured value whether it meets its bar, for the end of its line; remembers those that do not. */
export function bar(what: string, isMet: boolean): string {
  if (!isMet) missed.push(what);
  return `(bar: ${what}; ${isMet ? 'met' : 'MISSED'})`;
}

/** The bars that this run missed. */
export const missedBars = (): readonly string[] => missed;
