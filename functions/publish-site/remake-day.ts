import { atMost } from '../../shared/at-most.ts';
import { type Card, cardOf } from '../../shared/domain/site/card.ts';
import { entryOf } from '../../shared/domain/site/story-index.ts';
import { phaseOf } from '../../shared/domain/story/view.ts';
import { log } from '../../shared/log.ts';
import type { Ports } from './ports.ts';
import type { DayState } from './day-states.ts';
import type { IndexState } from './state.ts';

/**
 * The cards of a day from the Stories table, for a day that was published and whose state cannot be read.
 * A story changes first on the day of its first report or later, so every row since then is read: slow for an old day, and rare.
 */
export async function remadeCards(
  day: string,
  { dayCounts }: Pick<IndexState, 'dayCounts'>,
  { ports, now }: { ports: Ports; now: Date },
): Promise<DayState['cards']> {
  if ((dayCounts[day] ?? 0) === 0) return {};
  const stories = await ports.storiesChangedSince(`${day}T00:00:00.000Z`, true);
  const cards: Record<string, Card> = {};
  await atMost(
    stories.filter(({ mergedInto }) => mergedInto === undefined),
    12,
    async ({ id }) => {
      const whole = await ports.readStory(id);
      if (whole === null) return;
      const { story, articles } = whole;
      const card = cardOf({ ...story, phase: phaseOf(story, now.toISOString()) }, articles);
      if (entryOf(card).day === day) cards[id] = card;
    },
  );
  log('site-day-remade', { day, stories: Object.keys(cards).length });
  return cards;
}
