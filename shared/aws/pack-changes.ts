import { changedPacks, noPackChanges, type PackOverlay, readPackOverlay } from '../catalogue/pack-overlay.ts';
import type { CompiledPacks } from '../domain/topics/tag.ts';
import { isNoAnswer, messageOf, threadOf } from '../thread.ts';
import { packOverlayKeys } from './keys.ts';
import type { OverlayKind } from './overlay-objects.ts';

/** Nothing where nothing is changed. */
export type PackChanges = PackOverlay & { compiled?: CompiledPacks };

export type CompilePacks = (text: string) => CompiledPacks | string | Promise<CompiledPacks | string>;

/** Packs that an operator changed. @param compile the overlay's text, or says why it cannot be taken @param use from now on they are tagged by */
export const packChanges = (
  compile: CompilePacks,
  use: (packs: CompiledPacks | undefined) => void,
): OverlayKind<PackChanges> => ({
  name: 'packs',
  keys: packOverlayKeys,
  none: noPackChanges,
  read: async (text) => {
    const overlay = readPackOverlay(text);
    if (typeof overlay === 'string' || changedPacks(overlay) === 0) return overlay;
    const compiled = await compile(text);
    return typeof compiled === 'string' ? compiled : { ...overlay, compiled };
  },
  use: ({ compiled }) => use(compiled),
  sizes: (overlay) => ({ packs: changedPacks(overlay) }),
});

/** Two seconds of a whole core, and the smallest function has a seventh of one. */
const deadlineMs = 40_000;
const heapMb = 160;

/**
 * Compiles in a thread of its own, which brings all packs and takes its memory with it when it is done.
 * @param unanswered what takes too long or too much memory is a fault of the packs for who looks at them first, and passes for who
 * works with what was taken
 */
export const compileInThread =
  (script: URL, unanswered: 'refused' | 'thrown'): CompilePacks =>
  async (text) => {
    const worker = threadOf(script, {
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      env: {},
      execArgv: [],
    });
    const answer = await messageOf<CompiledPacks | string>(worker, deadlineMs, 'compiling the packs');
    void worker.terminate();
    if (isNoAnswer(answer) && unanswered === 'thrown') throw new Error(answer.reason);
    return isNoAnswer(answer) ? answer.reason : answer;
  };
