/** The clock; every stage gets one. */
export type Clock = () => Date;

/**
 * The system clock, or, where `WIRE_NOW` holds an ISO 8601 instant, a clock that started from that instant with the process.
 * @throws RangeError naming WIRE_NOW when it is not an instant
 */
export function clockFrom(env: Record<string, string | undefined>): Clock {
  const start = env.WIRE_NOW;
  if (start === undefined || start === '') return () => new Date();
  // From the process's start, so that all clocks of one process agree.
  const offset = Date.parse(start) - performance.timeOrigin;
  if (Number.isNaN(offset))
    throw new RangeError(`WIRE_NOW is '${start}', not an ISO 8601 instant such as 2026-11-24T06:00:00Z`);
  return () => new Date(Date.now() + offset);
}
