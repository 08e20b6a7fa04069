import { UsageError } from '../../shared/errors.ts';
import { addDays, dayOf } from '../../shared/domain/text/time.ts';

function dayGiven(flag: string, given: string | undefined): string {
  // 31 February parses as a day of March.
  const at =
    given !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : NaN;
  if (given === undefined || Number.isNaN(at) || dayOf(new Date(at).toISOString()) !== given)
    throw new UsageError(`${flag} wants a day as yyyy-mm-dd${given === undefined ? '' : `, not '${given}'`}`);
  return given;
}

/**
 * Every UTC day from the first flag's to the second's; to today where there is no second.
 * @param flags the flags by name with what was given
 * @throws UsageError naming the flag that is no day, or that the days stand in the wrong order
 */
export function daysBetween(flags: Record<string, string | undefined>, now: Date): string[] {
  const [from, to] = Object.entries(flags);
  const fromFlag = from?.[0] ?? '';
  const first = dayGiven(fromFlag, from?.[1]);
  const last = to === undefined ? dayOf(now.toISOString()) : dayGiven(to[0], to[1]);
  if (to !== undefined && last < first)
    throw new UsageError(`${to[0]} ${last} is before ${fromFlag} ${first}`);
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
