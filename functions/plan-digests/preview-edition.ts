import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { chooseStory, type StoryWithArticles, type StoryChoice } from '../../shared/domain/digest/choice.ts';
import type { Edition } from '../../shared/domain/digest/edition.ts';
import type { Memory } from '../../shared/domain/digest/memory.ts';
import { visibleAtOf } from '../../shared/domain/digest/recency.ts';
import { windowOf } from '../../shared/domain/digest/window.ts';
import { breakingText, isBreaking } from '../../shared/domain/story/breaking.ts';
import { digestMail, type Mail } from '../../shared/domain/digest/mail.ts';
import { renderEdition } from '../../shared/domain/digest/render-edition.ts';
import { localTime } from '../../shared/domain/text/local-time.ts';
import { viewStory } from '../../shared/domain/story/view.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { type ComposedEdition, composeEdition, type Material, type ReaderState } from './compose-edition.ts';
import { followIndexOf } from './followed.ts';
import { breakingOf, composeBreaking, isKnown } from './plan-breaking.ts';

/** A reader who never had an edition. */
export const noMemory: Memory = { coveredUntil: null, articles: new Map(), seen: new Map() };

export interface Preview {
  edition: Edition;
  /** The mail as it would go out, with links that open nothing. */
  mail: Mail;
}

export interface PreviewOptions {
  memory?: Memory;
  siteUrl: string;
}

/** A story as it was at an instant, for editions of the past; null where it was not there yet. Headlines a person chose since are not known. */
export function storyAsOf({ story, articles }: StoryWithArticles, now: Date): StoryWithArticles | null {
  const instant = now.toISOString();
  const seen = articles.filter((article) => visibleAtOf(article) <= instant);
  if (seen.length === articles.length) return { story, articles };
  const { id, follows, relatesTo } = story;
  return seen.length === 0
    ? null
    : { story: viewStory(seen, { id, follows, relatesTo, changedAt: instant }), articles: seen };
}

/** As if the reader had confirmed just now. */
const readerAt = (
  { now }: Material,
  { preferences, memory }: { preferences: Preferences; memory: Memory },
): ReaderState => ({
  preferences,
  memory,
  window: windowOf({ memory, frequency: preferences.frequency, confirmedAt: now.toISOString() }, now),
});

const compose = (material: Material, reader: ReaderState, date: string): ComposedEdition | null =>
  reader.preferences.frequency === 'breaking'
    ? composeBreaking({ ...material, stories: breakingOf(material.stories, material.now) }, reader, date)
    : composeEdition(material, reader, date);

/** Why a story wakes no reader of breaking news; null where it may, and for other readers. */
function notBreaking(
  candidate: StoryWithArticles,
  { preferences, memory }: ReaderState,
  now: Date,
): StoryChoice | null {
  const { story } = candidate;
  const known = isKnown(candidate, memory);
  if (preferences.frequency !== 'breaking' || (isBreaking(story, now.toISOString()) && !known)) return null;
  const reason = known
    ? 'the reader has had it, and an update wakes nobody'
    : `${story.independent} independent reports on ${story.sides.length} sides since ${story.firstSeenAt}; ${breakingText}`;
  return { kind: 'not-breaking', storyId: story.id, reason };
}

/** The edition these preferences would get now, and its mail; null where nothing is new. Writes and sends nothing. */
export function previewEdition(
  material: Material,
  preferences: Preferences,
  { memory = noMemory, siteUrl }: PreviewOptions,
): Preview | null {
  const { date } = localTime(material.now, preferences.zone);
  const composed = compose(material, readerAt(material, { preferences, memory }), date);
  if (composed === null) return null;
  const { edition } = composed;
  const nowhere = `${siteUrl}/s/preview`;
  const links = {
    preferences: nowhere,
    privacy: nowhere,
    unsubscribe: nowhere,
    archive: nowhere,
  };
  const reader = {
    address: 'preview@example.org',
    preferences,
    confirmedAt: material.now.toISOString(),
    links,
  };
  return {
    edition,
    mail: digestMail(renderEdition(edition, wordsOf(edition.interface), siteUrl), reader, {}),
  };
}

/** Why a story is or is not in these preferences' next edition: the verdict, and its place where it is in. */
export function explainStory(
  material: Material,
  candidate: StoryWithArticles,
  { preferences, memory }: { preferences: Preferences; memory: Memory },
): { choice: StoryChoice; rank: number | null } {
  const reader = readerAt(material, { preferences, memory });
  const choice =
    notBreaking(candidate, reader, material.now) ??
    chooseStory(candidate, preferences, {
      from: reader.window.from,
      now: material.now,
      memory,
      followed: followIndexOf(material.stories, material.now).because(preferences),
    });
  const edition = compose(material, reader, localTime(material.now, preferences.zone).date)?.edition;
  const at = [...(edition?.stories ?? []), ...(edition?.briefs ?? [])].findIndex(
    (story) => story.storyId === candidate.story.id,
  );
  return { choice, rank: at < 0 ? null : at + 1 };
}
