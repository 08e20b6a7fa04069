/** Moves this process's clock: imported before anything that reads it, since stages keep the clock they find when loaded. */
const Real = Date;
let ahead = 0;

const now = (): number => Real.now() + ahead;

globalThis.Date = new Proxy(Real, {
  construct: (target, given: [number?]) =>
    given.length === 0 ? new target(now()) : new target(...(given as [number])),
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});

/** Lets it be this instant now; time goes on from there. */
export function moveClockTo(instant: number): void {
  ahead = instant - Real.now();
}
