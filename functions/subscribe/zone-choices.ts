import table from '../../shared/catalogue/zone-names.json' with { type: 'json' };
import { isTimeZone } from '../../shared/domain/text/local-time.ts';

/** A time zone in a list: its present name, and how far it is from UTC now. */
export interface ZoneChoice {
  name: string;
  /** `UTC+04:00` */
  offset: string;
}

const current: ReadonlyMap<string, string> = new Map(Object.entries(table.current));

/** The name a zone has now; an old name is still understood. */
function presentName(zone: string): string {
  const name = current.get(zone) ?? zone;
  return isTimeZone(name) ? name : zone;
}

function offsetOf(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    now,
  );
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return offset === 'GMT' ? 'UTC+00:00' : offset.replace('GMT', 'UTC');
}

export function zoneChoice(zone: string, now: Date): ZoneChoice {
  const name = presentName(zone);
  return { name, offset: offsetOf(name, now) };
}

/** All zones the runtime knows, by their present names. */
export function zoneChoices(now: Date): ZoneChoice[] {
  const names = new Set(Intl.supportedValuesOf('timeZone').map(presentName));
  return ['UTC', ...[...names].sort()].map((zone) => zoneChoice(zone, now));
}
