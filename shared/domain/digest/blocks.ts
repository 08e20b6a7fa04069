import { type Balance, balanceOf } from './coverage-lines.ts';
import { oneLinerHtml, storyHtml } from './html.ts';
import { type MailContext, storyHref } from './story-lines.ts';
import { oneLinerText, storyText } from './text.ts';
import type { EditionLink, EditionStory } from './edition.ts';
import type { Html } from '../text/html.ts';

/** Blocks rendered once serve every reader of the same language, zone and site. */
export interface Block {
  html: Html;
  text: string;
  /** Octets of the HTML. */
  size: number;
}
export interface StoryBlock {
  full: Block;
  /** Without its further articles, for heavy days. */
  short: Block;
  balance: Balance;
}
type OneLinerBlock = Block & { of: EditionLink };

const blockOf = (html: Html, text: string): Block => ({ html, text, size: Buffer.byteLength(html.text) });

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
        full: blockOf(storyHtml(story, context), storyText(story, context)),
        short: blockOf(storyHtml(story, context, true), storyText(story, context, true)),
        balance: balanceOf(story),
      }),
  );
}

/** A one-liner has no hash: it is found by its address, and is the same only when every field is. It contains no interface words. */
export function oneLinerBlock(storyId: string, oneLiner: EditionLink, context: MailContext): Block {
  const key = storyHref(storyId, context);
  const known = oneLiners.get(key);
  if (
    known !== undefined &&
    known.of.title === oneLiner.title &&
    known.of.outlet === oneLiner.outlet &&
    known.of.language === oneLiner.language
  )
    return known;
  return cacheBlock(oneLiners, key, {
    ...blockOf(oneLinerHtml(oneLiner, key), oneLinerText(oneLiner, key)),
    of: oneLiner,
  });
}
