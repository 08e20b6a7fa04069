import { type Balance, balanceOf, briefHtml, type Place, storyHtml } from './html.ts';
import { briefText, storyText } from './text.ts';
import type { EditionLink, EditionStory } from './edition.ts';
import type { Html } from '../text/html.ts';

/** Blocks rendered once serve every reader of the same language, zone and site. */
interface Block {
  html: Html;
  text: string;
}
type StoryBlock = Block & { balance: Balance };
type BriefBlock = Block & { of: EditionLink };

/** 4,000 blocks take some 30 MB. Past this many all are forgotten: half an hour's editions name far fewer. */
const blockLimit = 4_000;
const places = new Map<string, Map<string, StoryBlock>>();
const briefs = new Map<string, BriefBlock>();
let kept = 0;

function keep<T>(blocks: Map<string, T>, key: string, made: T): T {
  kept++;
  blocks.set(key, made);
  return made;
}

function makeRoom(): void {
  if (kept < blockLimit) return;
  for (const blocks of places.values()) blocks.clear();
  places.clear();
  briefs.clear();
  kept = 0;
}

/** The stories of one edition, rendered. */
export function storyBlocks(stories: readonly EditionStory[], place: Place): StoryBlock[] {
  makeRoom();
  const key = `${place.words.language} ${place.zone} ${place.siteUrl}`;
  const known = places.get(key) ?? new Map<string, StoryBlock>();
  places.set(key, known);
  return stories.map(
    (story) =>
      known.get(story.block) ??
      keep(known, story.block, {
        html: storyHtml(story, place),
        text: storyText(story, place),
        balance: balanceOf(story),
      }),
  );
}

/** A brief has no hash: it is found by its address, and is the same only where every field is. Its words are in no language of ours. */
export function briefBlock(brief: EditionLink): Block {
  const key = brief.url ?? brief.title;
  const known = briefs.get(key);
  if (
    known !== undefined &&
    known.of.title === brief.title &&
    known.of.outlet === brief.outlet &&
    known.of.language === brief.language &&
    known.of.url === brief.url
  )
    return known;
  return keep(briefs, key, { html: briefHtml(brief), text: briefText(brief), of: brief });
}
