import { afterAll, expect, it, vi } from 'vitest';
import { stopSignal } from '../../../infra/local/stop-signal.ts';

const hour = 3_600_000;
const signals = ['SIGINT', 'SIGTERM'] as const;
const others = signals.map((name) => process.listeners(name));
const stop = stopSignal(() => undefined);
afterAll(() => {
  for (const [at, name] of signals.entries())
    for (const listener of process.listeners(name))
      if (others[at]?.includes(listener) !== true) process.removeListener(name, listener);
});

it('a hurry ends the waiting', async () => {
  const waiting = stop.orAfter(hour);
  stop.wake();
  expect(await waiting).toBeUndefined();
});

it('a hurry while nobody waits ends the next waiting, also after an earlier one, and only that', async () => {
  vi.useFakeTimers();
  try {
    stop.wake();
    const next = stop.orAfter(hour);
    await vi.advanceTimersByTimeAsync(1);
    await next;
    const over = vi.fn();
    const last = (async () => {
      await stop.orAfter(hour);
      over();
    })();
    await vi.advanceTimersByTimeAsync(hour - 1);
    expect(over).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await last;
    expect(over).toHaveBeenCalledOnce();
  } finally {
    vi.useRealTimers();
  }
});
