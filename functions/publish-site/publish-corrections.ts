import { correctionsApiPath, correctionsPath } from '../../shared/domain/site/paths.ts';
import type { Decision } from '../../shared/domain/story/decisions.ts';
import { editDays } from '../../shared/domain/site/story-index.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { type Correction, type Corrections, correctionsPage } from './pages/corrections.ts';
import type { Round } from './round.ts';

const shown = 100;

/** The stories that a decision changed, the one that gave first. */
const storiesOf = (decision: Decision): string[] => {
  if (decision.kind === 'rename') return [decision.story];
  return decision.kind === 'move' ? [decision.into] : [decision.from, decision.into];
};

const correctionOf = (decision: Decision): Correction => ({
  at: decision.at,
  kind: decision.kind,
  stories: storiesOf(decision),
  ...(decision.undone === true && { undone: true as const }),
});

/** What people decided and what outlets changed, in the half-hourly pass, with every change of a story, and before anything links to it. */
export async function publishCorrections(round: Round): Promise<void> {
  const { ports, state, window, writer, halfHourly, days, dayStates, now, ui, site } = round;
  if (!halfHourly && days.size === 0 && state.hashes[correctionsPath] !== undefined) return;
  const since = addDays(now.toISOString(), -editDays);
  const cards = await dayStates.cards(window.editedSince(since));
  const content: Corrections = {
    decisions: (await ports.readDecisions()).toReversed().slice(0, shown).map(correctionOf),
    edits: [...cards.values()]
      .flatMap(({ id, edits = [] }) => edits.map((edit) => ({ storyId: id, ...edit })))
      .filter(({ at }) => at >= since)
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.articleId < b.articleId ? -1 : 1))
      .slice(0, shown),
  };
  await writer.putIfChanged(
    correctionsApiPath,
    JSON.stringify({ version: 1, ...content }),
    'moving',
    state.hashes,
  );
  await writer.putIfChanged(
    correctionsPath,
    correctionsPage(content, (id) => window.get(id) !== undefined, ui, site),
    'moving',
    state.hashes,
  );
}
