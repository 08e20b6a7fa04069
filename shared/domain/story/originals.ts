import type { FoundReprint } from '../reprint/find.ts';
import { meet } from './meeting.ts';
import { areOtherParties } from './pair.ts';
import type { SlotName } from './slots.ts';
import type { Profile } from './profile.ts';
import type { OpenStory, StoryWindow, WindowArticle } from './window.ts';

/** Two workers may deliver a copy before its original: the later of two same texts goes where the first one is. */
export function besideSameText(window: StoryWindow, { id, reprintOf }: WindowArticle): OpenStory | undefined {
  const [waiting] = [...window.copiesOf(id), ...(reprintOf === undefined ? [] : window.copiesOf(reprintOf))];
  return (
    (reprintOf === undefined ? undefined : window.storyOf(reprintOf)) ??
    (waiting && window.storyOf(waiting.id))
  );
}

/** Of 172 labelled copies six differ from their original in one of these, none in two: a copy is cut, edited, put under another headline. */
const told: readonly SlotName[] = ['party', 'place', 'person', 'number', 'date'];
const mostToldApart = 1;

/** Whether two texts in the same words tell of two happenings: one form filled in twice. */
const isOtherHappening = (a: Profile, b: Profile): boolean =>
  areOtherParties(a, b) ||
  told.filter((slot) => meet(a.slots[slot], b.slots[slot]).apart === 1).length > mostToldApart;

/**
 * Sets `reprintOf` to an original that is not itself a copy, and that tells of the same happening. What others already copy
 * stays an original: ingest and grouping look at two copies in different orders, and each would name the other.
 * @param find looks among articles of which `isOther` is not so
 * @returns what `find` found, where ingest had found nothing
 */
export function resolveOriginal(
  window: StoryWindow,
  { article, profile }: { article: WindowArticle; profile: Profile },
  find: (isOther: (articleId: string) => boolean) => FoundReprint | null,
): FoundReprint | null {
  const isOther = (id: string): boolean => {
    const known = window.profileOf(id);
    return known !== undefined && isOtherHappening(profile, known);
  };
  const given = article.reprintOf !== undefined && isOther(article.reprintOf) ? undefined : article.reprintOf;
  const copy = given === undefined && window.copiesOf(article.id).length === 0 ? find(isOther) : null;
  const named = given ?? copy?.original;
  const original = named === undefined ? undefined : window.originalOf(named);
  delete article.reprintOf;
  if (original !== undefined && original !== article.id) article.reprintOf = original;
  return copy !== null && original !== undefined ? { ...copy, original } : null;
}

/** The article turned out a copy after others had named it as their original: they copy what it copies. */
export function repointCopies(window: StoryWindow, { id, reprintOf }: WindowArticle): string[] {
  if (reprintOf === undefined) return [];
  const copies = window.copiesOf(id);
  for (const copy of copies) window.repoint(copy, reprintOf);
  return copies.map((copy) => copy.id);
}
