import { z } from 'zod';
import organisations from './entities/organisations.json' with { type: 'json' };
import persons from './entities/persons.json' with { type: 'json' };
import places from './entities/places.json' with { type: 'json' };

const entries = z
  .array(
    z.object({
      id: z.string(),
      kind: z.enum(['person', 'organisation', 'place']),
      name: z.string(),
      country: z.string().optional(),
      partOf: z.string().optional(),
    }),
  )
  .parse([...organisations, ...persons, ...places]);

const byId = new Map(entries.map((entry) => [entry.id, entry]));
/** English names of states as CLDR has them; two are catalogued by their long name. */
const regions = new Intl.DisplayNames('en', { type: 'region' });
const isState = ({ kind, name, country }: (typeof entries)[number]): boolean =>
  kind === 'place' &&
  country !== undefined &&
  [name, name === 'UAE' ? 'United Arab Emirates' : name].includes(regions.of(country) ?? '');

function partyOf(id: string): string | undefined {
  const entry = byId.get(id);
  if (entry === undefined) return undefined;
  if (entry.country !== undefined) return entry.country;
  if (entry.partOf !== undefined) return partyOf(entry.partOf);
  return entry.kind === 'organisation' ? id : undefined;
}

/** What an entity can be in a happening, and the state or bloc it acts for: entity id → `state AM`, `person AZ`, `place AM`, `organisation csto`. Run at build. */
export const entityRoles: Record<string, string> = Object.fromEntries(
  entries.map((entry) => [
    entry.id,
    `${isState(entry) ? 'state' : entry.kind} ${partyOf(entry.id) ?? ''}`.trim(),
  ]),
);
