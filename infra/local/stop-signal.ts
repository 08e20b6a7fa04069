const nothing = (): void => undefined;

export interface StopSignal {
  /** Ctrl-C was pressed, or the process was told to end. */
  asked: boolean;
  /** Ends the present wait, or the next one. */
  wake(): void;
  orAfter(ms: number): Promise<void>;
}

/** Ctrl-C or a kill ends the waiting at once and the running round after its stage. A second Ctrl-C ends the process. */
export function stopSignal(onAsked: () => void): StopSignal {
  /** Ends the waiting; outside one there is nothing to end. */
  let endWaiting = nothing;
  let woken = false;
  const signal: StopSignal = {
    asked: false,
    wake() {
      woken = true;
      endWaiting();
    },
    orAfter: (ms) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(() => endWaiting(), signal.asked || woken ? 0 : ms);
        endWaiting = () => {
          clearTimeout(timer);
          endWaiting = nothing;
          woken = false;
          resolve();
        };
      }),
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      signal.asked = true;
      onAsked();
      endWaiting();
    });
  }
  return signal;
}
