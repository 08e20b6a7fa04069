/** Limits the mails of one worker to a rate, and backs off when the provider says it is too fast. */
export interface RateLimiter {
  /** Waits for the next turn. */
  turn(): Promise<void>;
  /** Waits longer each time it is called without a successful turn in between. */
  slowDown(): Promise<void>;
}

export interface RateLimiterOptions {
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

export function makeRateLimiter({ rate, now, sleep, random }: RateLimiterOptions): RateLimiter {
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
