import { type Balance, balanceOf, oneLinerHtml, type MailContext, storyHtml } from './html.ts';
import { oneLinerText, storyText } from './text.ts';
import type { EditionLink, EditionStory } from './edition.ts';
import type { Html } from '../text/html.ts';

/** Blocks rendered once serve every reader of the same language, zone and site. */
interface Block {
  html: Html;
  text: string;
}
type StoryBlock = Block & { balance: Balance };
type OneLinerBlock = Block & { of: EditionLink };

/** 4,000 blocks take some 30 MB. Past this many all are forgotten: half an hour's editions name far fewer. */
const blockLimit = 4_000;
const storyBlocksByContext = new Map<string, Map<string, StoryBlock>>();
const oneLiners = new Map<string, OneLinerBlock>();
let cachedBlocks = 0;

function cacheBlock<T>(blocks: Map<string, T>, key: string, made: T): T {
  cachedBlocks++;
  blocks.set(key, made);
  return made;
}

function evictWhenFull(): void {
  if (cachedBlocks < blockLimit) return;
  for (const blocks of storyBlocksByContext.values()) blocks.clear();
  storyBlocksByContext.clear();
  oneLiners.clear();
  cachedBlocks = 0;
}

/** The stories of one edition, rendered. */
export function storyBlocks(stories: readonly EditionStory[], context: MailContext): StoryBlock[] {
  evictWhenFull();
  const key = `${context.words.language} ${context.zone} ${context.siteUrl}`;
  const known = storyBlocksByContext.get(key) ?? new Map<string, StoryBlock>();
  storyBlocksByContext.set(key, known);
  return stories.map(
    (story) =>
      known.get(story.block) ??
      cacheBlock(known, story.block, {
        html: storyHtml(story, context),
        text: storyText(story, context),
        balance: balanceOf(story),
      }),
  );
}

/** A one-liner has no hash: it is found by its address, and is the same only when every field is. It contains no interface words. */
export function oneLinerBlock(oneLiner: EditionLink): Block {
  const key = oneLiner.url ?? oneLiner.title;
  const known = oneLiners.get(key);
  if (
    known !== undefined &&
    known.of.title === oneLiner.title &&
    known.of.outlet === oneLiner.outlet &&
    known.of.language === oneLiner.language &&
    known.of.url === oneLiner.url
  )
    return known;
  return cacheBlock(oneLiners, key, {
    html: oneLinerHtml(oneLiner),
    text: oneLinerText(oneLiner),
    of: oneLiner,
  });
}
