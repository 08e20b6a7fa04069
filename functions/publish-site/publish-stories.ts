import { cardOf } from '../../shared/domain/site/card.ts';
import { entryOf, windowDays } from '../../shared/domain/site/story-index.ts';
import { storyApiPath, storyPath } from '../../shared/domain/site/paths.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import { phaseOf } from '../../shared/domain/story/view.ts';
import { lookOf } from './assets.ts';
import { storyJson } from './data/api.ts';
import { movedStoryPage, storyPage } from './pages/story.ts';

import { type Round, touch } from './round.ts';
import { addDays } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** The page and the JSON of each changed story, and its card for the lists. */
export async function publishStories(changed: Story[], round: Round): Promise<void> {
  await atMost(changed, 12, (story) =>
    story.mergedInto === undefined
      ? publishStory(story, round)
      : publishMoved(story, story.mergedInto, round),
  );
}

/**
 * After a deployment that changed the look, the slow round prints the stories of one old day anew, the newest first:
 * the archive follows by itself, at 48 days a day, and no round grows long.
 */
export async function renewOneDay(round: Round): Promise<void> {
  const { state, shelf, site } = round;
  const look = lookOf(site.interfaceVersion);
  const day = Object.keys(state.dayCounts)
    .sort()
    .findLast((each) => state.looks[each] !== look);
  if (!round.slow || day === undefined) return;
  const { cards } = await shelf.open(day);
  await atMost(Object.values(cards), 12, (card) => publishStory(card, round));
  state.looks[day] = look;
}

async function publishStory({ id }: Pick<Story, 'id'>, round: Round): Promise<void> {
  const { ports, ui, site, printer, shelf, state, now } = round;
  const whole = await ports.readStory(id);
  if (whole === null) return;
  const { articles } = whole;
  // A stored phase is that of the story's last change.
  const story = { ...whole.story, phase: phaseOf(whole.story, now.toISOString()) };
  const card = cardOf(story, articles);
  const entry = entryOf(card);
  await forget(id, entry.day, round);
  const day = await shelf.open(entry.day);
  await printer.print(storyPath(id), storyPage(story, articles, ui, site), 'settled', day.hashes);
  await printer.print(storyApiPath(id), storyJson(story, articles, site), 'settled', day.hashes);
  day.cards[id] = card;
  if (state.dayCounts[entry.day] === undefined) state.looks[entry.day] = lookOf(site.interfaceVersion);
  state.dayCounts[entry.day] = Object.keys(day.cards).length;
  if (entry.lastSeenAt.slice(0, 10) >= addDays(now.toISOString(), -windowDays)) state.entries[id] = entry;
  touch(round, entry);
}

/** Takes a story out of the lists it stood in; out of its day too when that is no longer `day`. */
async function forget(id: string, day: string | null, round: Round): Promise<void> {
  const before = round.state.entries[id];
  if (before === undefined) return;
  touch(round, before);
  delete round.state.entries[id];
  if (before.day === day) return;
  const old = await round.shelf.open(before.day);
  delete old.cards[id];
  round.state.dayCounts[before.day] = Object.keys(old.cards).length;
}

async function publishMoved(story: Story, to: string, round: Round): Promise<void> {
  await forget(story.id, null, round);
  const day = await round.shelf.open(story.firstSeenAt.slice(0, 10));
  delete day.cards[story.id];
  await round.printer.print(
    storyPath(story.id),
    movedStoryPage(story.id, to, round.ui, round.site),
    'settled',
    day.hashes,
  );
}
