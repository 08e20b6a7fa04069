import { cardOf } from '../../shared/domain/site/card.ts';
import { entryOf, type IndexEntry, windowDays } from '../../shared/domain/site/story-index.ts';
import { storyApiPath, storyCitationsPath, storyPath } from '../../shared/domain/site/paths.ts';
import { leadsOf } from '../../shared/domain/story/lead.ts';
import type { Story, StoryArticle } from '../../shared/domain/story/story.ts';
import type { Translations } from '../../shared/domain/story/translation.ts';
import { phaseOf, publicationSpan } from '../../shared/domain/story/view.ts';
import { storyEvents } from '../../shared/domain/site/wire-event.ts';
import { renderVersionOf } from './assets.ts';
import { asAllowed } from '../../shared/domain/story/title-only.ts';
import { citationsJson, storyJson } from './data/api.ts';
import { movedStoryPage, storyPage } from './pages/story.ts';

import { readStoryNow } from './known-stories.ts';
import { wantedTranslations } from './wanted-translations.ts';
import { type Round, markChanged } from './round.ts';
import { isNamedAnew, linkedStories } from './story-links.ts';
import { addDays, dayOf } from '../../shared/domain/text/time.ts';
import { atMost } from '../../shared/at-most.ts';

/** The page and the JSON of each changed story, and its card for the lists. */
export async function publishStories(changed: readonly Story[], round: Round): Promise<void> {
  const openers = changed.filter(({ follows }) => follows === undefined);
  await atMost(openers, 12, (story) => publishOne(story, round));
  // Each names the one before it, whose card is there by then.
  const later = changed.filter(({ follows }) => follows !== undefined);
  for (const story of later.toSorted((a, b) => (a.firstSeenAt < b.firstSeenAt ? -1 : 1)))
    await publishOne(story, round);
}

const publishOne = (story: Story, round: Round): Promise<void> =>
  story.mergedInto === undefined ? publishStory(story, round) : publishMoved(story, story.mergedInto, round);

/** Stories that waited for an engine come again, some a round. */
const untranslatedARound = 20;

/** @param waiting ids of stories that are not among the changed ones */
export async function publishUntranslated(waiting: readonly string[], round: Round): Promise<void> {
  const { state } = round;
  const [now, later] = [waiting.slice(0, untranslatedARound), waiting.slice(untranslatedARound)];
  state.untranslated = [...(state.untranslated ?? []), ...later];
  await atMost(now, 12, (id) => publishStory({ id }, round));
}

/**
 * After a deployment that changed the render version, the half-hourly pass renders the stories of one old day again,
 * newest first: the archive follows by itself, at 48 days a day, and no round grows long.
 */
export async function rerenderOneDay(round: Round): Promise<void> {
  const { state, dayStates, site } = round;
  const renderVersion = renderVersionOf(site.interfaceVersion);
  const day = Object.keys(state.dayCounts)
    .sort()
    .findLast((each) => state.looks[each] !== renderVersion);
  if (!round.halfHourly || day === undefined) return;
  const { cards } = await dayStates.edit(day);
  await atMost(Object.values(cards), 12, (card) => publishStory(card, round));
  state.looks[day] = renderVersion;
}

async function publishStory({ id }: Pick<Story, 'id'>, round: Round): Promise<void> {
  const { ports, ui, site, writer, dayStates, state, window, now } = round;
  const read = await readStoryNow(id, ports);
  if (read === null || read.story.mergedInto !== undefined) return;
  const whole = asAllowed(read, site.titleOnly);
  const { articles } = whole;
  // A stored phase is that of the story's last change.
  const story = { ...whole.story, phase: phaseOf(whole.story, now.toISOString()) };
  const translations = await translationsOf(story, articles, round);
  const card = cardOf(story, articles, translations);
  const entry = entryOf(card);
  await removeFromLists(id, entry.day, round);
  const day = await dayStates.edit(entry.day);
  const anew = isNamedAnew(day.cards[id], card, ui.language);
  const linked = await linkedStories(story, round.followers, { window, dayStates, language: ui.language });
  const page = storyPage({ story, articles, translations, linked }, ui, site);
  await writer.putIfChanged(storyPath(id), page, 'settled', day.hashes);
  const json = storyJson({ story, articles, linked }, site);
  await writer.putIfChanged(storyApiPath(id), json, 'settled', day.hashes);
  await writer.putIfChanged(
    storyCitationsPath(id),
    citationsJson(story, articles, site),
    'settled',
    day.hashes,
  );
  day.cards[id] = card;
  round.events.push(...storyEvents(card, { siteUrl: site.url, now }));
  if (state.dayCounts[entry.day] === undefined)
    state.looks[entry.day] = renderVersionOf(site.interfaceVersion);
  state.dayCounts[entry.day] = Object.keys(day.cards).length;
  if (dayOf(entry.lastSeenAt) >= addDays(now.toISOString(), -windowDays)) keepEntry(entry, round);
  markChanged(round, entry);
  // The page of the earlier story names this one.
  if (story.follows !== undefined && anew) await publishStory({ id: story.follows }, round);
}

function keepEntry(entry: IndexEntry, { window, followers }: Round): void {
  window.put(entry);
  followers.add(entry);
}

/** Of what is shown; a story whose engine could not be asked now comes again. */
async function translationsOf(story: Story, articles: StoryArticle[], round: Round): Promise<Translations> {
  const { ports, translations, state } = round;
  if (translations === null || ports.translations === undefined) return new Map();
  const { into } = ports.translations;
  const wanted = wantedTranslations(story, articles, { leads: leadsOf(story, articles), into });
  const { found, complete } = await translations.of(wanted);
  if (!complete) state.untranslated = [...(state.untranslated ?? []), story.id];
  return found;
}

/** Removes a story from its lists; also from its day when that is no longer `day`. */
async function removeFromLists(id: string, day: string | null, round: Round): Promise<void> {
  const before = round.window.get(id);
  if (before === undefined) return;
  markChanged(round, before);
  round.window.remove(before);
  round.followers.remove(before);
  if (before.day === day) return;
  const old = await round.dayStates.edit(before.day);
  delete old.cards[id];
  round.state.dayCounts[before.day] = Object.keys(old.cards).length;
}

async function publishMoved(story: Story, to: string, round: Round): Promise<void> {
  const earlier = round.window.get(story.id)?.follows;
  await removeFromLists(story.id, null, round);
  if (earlier !== undefined) await publishStory({ id: earlier }, round);
  const day = await round.dayStates.edit(dayOf(publicationSpan(story).first));
  delete day.cards[story.id];
  await round.writer.putIfChanged(
    storyPath(story.id),
    movedStoryPage(story.id, to, round.ui, round.site),
    'settled',
    day.hashes,
  );
}
