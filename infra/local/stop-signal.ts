const nothing = (): void => undefined;

export interface StopSignal {
  /** Ctrl-C was pressed, or the process was told to end. */
  asked: boolean;
  /** Ends this waiting, or the next one. */
  hurry(): void;
  orAfter(ms: number): Promise<void>;
}

/** Ctrl-C or a kill ends the waiting at once and the running round after its stage. A second Ctrl-C ends the process. */
export function stopSignal(onAsked: () => void): StopSignal {
  /** Ends the waiting; outside one there is nothing to end. */
  let wake = nothing;
  let hurried = false;
  const signal: StopSignal = {
    asked: false,
    hurry() {
      hurried = true;
      wake();
    },
    orAfter: (ms) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), signal.asked || hurried ? 0 : ms);
        wake = () => {
          clearTimeout(timer);
          wake = nothing;
          hurried = false;
          resolve();
        };
      }),
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      signal.asked = true;
      onAsked();
      wake();
    });
  }
  return signal;
}
