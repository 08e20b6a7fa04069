/** Spaces the mails of one worker evenly at a rate, and backs off when the provider says it is too fast. */
export interface Pace {
  /** Waits for the next turn. */
  turn(): Promise<void>;
  /** Waits longer the more often it is called in a row without a turn that succeeded. */
  slowDown(): Promise<void>;
}

export interface PaceOptions {
  /** Mails a second for this worker. */
  rate: number;
  /** Milliseconds. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** 0 ≤ x < 1 */
  random: () => number;
}

/** Longest single wait: a run must end before its function's time does. */
const longestMs = 4_000;

export function makePace({ rate, now, sleep, random }: PaceOptions): Pace {
  const gap = 1000 / rate;
  let next = 0;
  let inARow = 0;
  return {
    turn: async () => {
      const at = Math.max(next, now());
      next = at + gap;
      if (at > now()) await sleep(at - now());
      inARow = Math.max(0, inARow - 0.5);
    },
    slowDown: async () => {
      inARow += 1;
      // Full jitter: many workers that were refused together do not come back together.
      await sleep(random() * Math.min(longestMs, gap * 2 ** inARow));
    },
  };
}
