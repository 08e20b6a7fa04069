import { compilePacks } from '../domain/topics/compile.ts';
import type { Definition, Pack, PackSet, Subtopic } from '../domain/topics/pack.ts';
import type { CompiledPacks } from '../domain/topics/tag.ts';
import { UsageError } from '../errors.ts';
import { errorText } from '../log.ts';
import { packFiles } from './pack-files.at-build.ts';
import type { PackFile } from './pack-files.ts';
import { type PackOverlay, readPackOverlay } from './pack-overlay.ts';
import { entityCatalogue, packSet, readPackSet } from './packs.ts';

const idOf = ({ pack }: PackFile): unknown => (pack as { id?: unknown } | null)?.id;

/** The packs with an overlay on them, compiled: a second or two of work. @throws UsageError of one line for each fault: pack, place, remedy */
export function compileOverlaid({ packs, contexts }: PackOverlay): CompiledPacks {
  const own = packSet();
  const changed = packs.map((pack) => ({ file: `pack ${pack.id}`, pack }));
  const known = new Set(own.packs.map(({ id }) => id));
  const strange = packs.find(({ id }) => !known.has(id));
  if (strange !== undefined)
    throw new UsageError(
      `pack ${strange.id}: id: no deployed pack has it (${[...known].join(', ')}); a new topic comes with a deploy, as a file in shared/catalogue/topics`,
    );
  const kept = packFiles.filter((file) => !packs.some(({ id }) => id === idOf(file)));
  const set = readPackSet(
    [...kept, ...changed],
    contexts === undefined ? undefined : { file: 'contexts', pack: contexts },
  );
  const faults = shownFaults(own, set);
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  try {
    return compilePacks(set, entityCatalogue());
  } catch (error) {
    throw new UsageError(`the packs do not compile: ${errorText(error)}`, { cause: error });
  }
}

/** The same for an overlay as it lies in S3. @returns in lines why it cannot be taken */
export function compileOverlayText(text: string): CompiledPacks | string {
  const overlay = readPackOverlay(text);
  if (typeof overlay === 'string') return overlay;
  try {
    return compileOverlaid(overlay);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** What pages, forms and addresses are made of. */
type Shown = Pick<Subtopic, 'names'> & { id: string; definition?: Definition | undefined };

const shownOfPack = ({ id, order, names, definition, members, subtopics }: Pack): unknown => [
  id,
  order,
  names,
  definition,
  members,
  subtopics.map((each) => (typeof each === 'string' ? each : shownOf(each))),
];
const shownOf = ({ id, names, definition }: Shown): unknown => [id, names, definition];

/** Two are the same whatever the order of their fields. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

const remedy = 'what readers see comes with a deploy: leave it as it was';

function shownFaults(own: PackSet, set: PackSet): string[] {
  const packs = set.packs.flatMap((pack) => {
    const was = own.packs.find(({ id }) => id === pack.id);
    return was !== undefined && asText(shownOfPack(was)) === asText(shownOfPack(pack))
      ? []
      : [`pack ${pack.id}: order, names, definition, members or subtopics differ; ${remedy}`];
  });
  const shared = asText(own.contexts.subtopics.map(shownOf)) === asText(set.contexts.subtopics.map(shownOf));
  return shared ? packs : [...packs, `contexts: subtopics: names or definitions differ; ${remedy}`];
}
