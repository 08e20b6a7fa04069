import { z } from 'zod';
import places from './entities/places.json' with { type: 'json' };

/** Two names of one place, a name for each side: entity id → the id that both go by. Run at build, so bundles hold these pairs and no catalogue of places. */
export const otherNames: Record<string, string> = Object.fromEntries(
  z
    .array(z.object({ id: z.string(), sameAs: z.string().optional() }))
    .parse(places)
    .flatMap(({ id, sameAs }) => (sameAs === undefined ? [] : [[id, sameAs] as const])),
);
