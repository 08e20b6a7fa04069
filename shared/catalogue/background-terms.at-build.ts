import { z } from 'zod';
import contexts from './topics/contexts.json' with { type: 'json' };

const group = z.object({ terms: z.record(z.string(), z.array(z.string())).optional() });
const { groups, background } = z
  .object({ groups: z.record(z.string(), group), background: z.array(z.string()) })
  .parse(contexts);
const told = background.flatMap((name) => Object.entries(groups[name]?.terms ?? {}));

/** How each language says that a sentence tells of another day: the tagger's words for it. Run at build, so bundles hold these and no pack. */
export const backgroundTerms: Record<string, string[]> = Object.fromEntries(
  [...new Set(told.map(([language]) => language))].map((language) => [
    language,
    told.flatMap(([own, terms]) => (own === language ? terms : [])),
  ]),
);
