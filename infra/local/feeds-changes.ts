import { readFileSync } from 'node:fs';
import { UsageError } from '../../shared/errors.ts';
import { changesText, removed, sourcesDesk, turned, wholeOverlay } from './overlay-desk.ts';
import { changeOverlay, undoOverlay } from './overlay-versions.ts';
import type { Place } from './place.ts';

/** What changes the sources of a wire without a deploy. */
export async function changed(
  place: Place,
  verb: 'pause' | 'resume' | 'remove' | 'undo' | 'changes' | 'put',
  { rest, dryRun }: { rest: readonly string[]; dryRun: boolean },
): Promise<string> {
  if (verb === 'changes') return changesText(place);
  if (verb === 'undo') return undoOverlay(place, sourcesDesk, dryRun);
  if (rest.length === 0)
    throw new UsageError(`feeds ${verb} wants ${verb === 'put' ? 'a FILE' : 'at least one SOURCE'}`);
  if (verb === 'put') {
    const [path = ''] = rest;
    return changeOverlay(place, sourcesDesk, {
      change: wholeOverlay(textOf(path), path),
      dryRun,
      isWhole: true,
    });
  }
  const change = verb === 'remove' ? removed(rest) : turned(rest, verb === 'resume');
  return changeOverlay(place, sourcesDesk, { change, dryRun });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
}
