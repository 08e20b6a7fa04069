import { runSettingsFrom } from './env.ts';

/** The clock; every stage gets one. */
export type Clock = () => Date;

/**
 * The system clock, or, where `WIRE_NOW` holds an ISO 8601 instant, a clock that started from that instant with the process.
 * @throws SettingsError naming WIRE_NOW when it is not an instant
 */
export function clockFrom(env: Record<string, string | undefined>): Clock {
  const start = runSettingsFrom(env).WIRE_NOW;
  if (start === undefined || start === '') return () => new Date();
  // From the process's start, so that all clocks of one process agree.
  const offset = Date.parse(start) - performance.timeOrigin;
  return () => new Date(Date.now() + offset);
}
