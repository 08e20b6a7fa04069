import { type Block, oneLinerBlock, type StoryBlock, storyBlocks } from './blocks.ts';
import type { Edition, EditionStory } from './edition.ts';
import { coverageHtml, coverageLines, summedBalance } from './coverage-lines.ts';
import { oneLinersHtml, onlyThisHtml, sectionHtml } from './html.ts';
import type { MailContext } from './story-lines.ts';
import { leftOutText, type RenderedEdition, subjectOf, summaryLines } from './mail.ts';
import { coverageText, oneLinersText, onlyThisText } from './text.ts';
import type { Words } from './words.ts';
import { html } from '../text/html.ts';

/**
 * Octets of what an edition's readers share. Gmail clips a mail at 102 KB, and everything after the cut is gone; a mail
 * stays under 90 KB, of which the document, the style and the reader's own lines take up to 9.
 */
const mailLimit = 80_000;

/** The first lines: the main stories, where an edition has enough of them to make a choice worth while. */
const onlyThis = { lines: 5, from: 3 };

/** A topic's heading takes some 120 octets, the frame of the one-liners some 300. */
const frameSize = 1_000;

interface Part {
  story: EditionStory;
  block: Block;
}

interface Fitted {
  /** Stories told in full or in short, best first. */
  told: Part[];
  /** Further stories, in a line each. */
  lines: Block[];
  /** Stories for which not even a line is left. */
  cut: number;
}

/** The most that fits: a line for every story, best first, then as many as possible in full or in short. */
function fit(
  stories: readonly EditionStory[],
  { blocks, lines }: { blocks: readonly StoryBlock[]; lines: readonly Block[] },
  limit: number,
): Fitted {
  let left = limit;
  let named = 0;
  for (const line of lines) {
    if (line.size > left) break;
    left -= line.size;
    named++;
  }
  const told: Part[] = [];
  const others: Block[] = [];
  for (const [at, line] of lines.slice(0, named).entries()) {
    const [story, block] = [stories[at], blocks[at]];
    // So that a few long stories leave room to tell as many as the first lines name.
    const share = left / Math.max(1, onlyThis.lines - told.length);
    const within = (each: Block | undefined, room: number): Block | undefined =>
      each !== undefined && each.size - line.size <= room ? each : undefined;
    const fitting = within(block?.full, share) ?? within(block?.short, left);
    if (story === undefined || fitting === undefined) {
      others.push(line);
      continue;
    }
    left -= fitting.size - line.size;
    told.push({ story, block: fitting });
  }
  return { told, lines: others, cut: lines.length - named };
}

interface Section {
  heading: string;
  parts: Part[];
}

/** What is followed, then stories under the topic that most of each is about, in the order of the reader's topics. */
function sections(told: readonly Part[], topics: readonly string[], words: Words): Section[] {
  const topicOf = (entry: string | undefined): string => entry?.split('.', 1)[0] ?? '';
  const followed = told.filter(({ story }) => story.because !== undefined);
  const others = told.filter(({ story }) => story.because === undefined);
  const byTopic = [...new Set(topics.map(topicOf))].map((topic) => ({
    heading: words.topic(topic),
    parts: others.filter(({ story }) => topicOf(story.why.topics[0]) === topic),
  }));
  return [{ heading: words.say('followed'), parts: followed }, ...byTopic].filter(
    ({ parts }) => parts.length > 0,
  );
}

function storiesPart(fitted: Fitted, edition: Edition, context: MailContext): { html: string; text: string } {
  const { words } = context;
  const groups = sections(fitted.told, edition.topics, words);
  // In HTML one topic has its heading too, so that headings skip no level.
  const headed = groups.length > 1;
  const more = edition.more + fitted.cut;
  return {
    html: chained([
      ...groups.flatMap(({ heading, parts }) => [
        sectionHtml(heading).text,
        ...parts.map(({ block }) => block.html.text),
      ]),
      oneLinersHtml(
        more,
        fitted.lines.map((line) => line.html),
        context,
      ).text,
    ]),
    text: chained([
      ...groups.flatMap(({ heading, parts }) => [
        headed ? `${heading}\n\n` : '',
        ...parts.map(({ block }) => block.text),
      ]),
      oneLinersText(
        more,
        fitted.lines.map((line) => line.text),
        context,
      ),
    ]),
  };
}

/** join() would copy what the mail around it copies again. */
const chained = (texts: readonly string[]): string => texts.reduce((whole, text) => whole + text, '');

function headPart(edition: Edition, { words, siteUrl }: MailContext): { html: string; text: string } {
  const title = words.say('editionOf', { date: words.fullDate(`${edition.date}T12:00:00Z`, 'UTC') });
  const summary = summaryLines(edition, words);
  const leftOut = leftOutText(edition, words);
  const archive = `${siteUrl}/days/index.html`;
  const gap = leftOut !== null && html`<p class="m"><a href="${archive}">${leftOut}</a></p>`;
  const head = html`<tr><td class="p"><p class="k">${words.say('siteName')}</p><h1>${title}</h1>${summary.map((line) => html`<p class="m">${line}</p>`)}${gap}</td></tr>`;
  const lines = [words.say('siteName'), title, ...summary];
  return {
    html: head.text,
    text: [...lines, ...(leftOut === null ? [] : [`${leftOut} ${archive}`]), '', ''].join('\n'),
  };
}

/**
 * Everything of an edition that its readers share. The frozen content decides every byte.
 * @param words those of the edition's interface language
 * @param limit octets of HTML; a page of the site has none
 */
export function renderEdition(
  edition: Edition,
  words: Words,
  siteUrl: string,
  limit: number = mailLimit,
): RenderedEdition {
  const context = { words, zone: edition.zone, siteUrl };
  const blocks = storyBlocks(edition.stories, context);
  const lines = [...edition.stories, ...edition.briefs].map(({ storyId, headline }) =>
    oneLinerBlock(storyId, headline, context),
  );
  const coverage = coverageLines(
    edition.coverage,
    summedBalance(blocks.map(({ balance }) => balance)),
    words,
  );
  const head = headPart(edition, context);
  const first = edition.stories.length >= onlyThis.from ? edition.stories.slice(0, onlyThis.lines) : [];
  const top = {
    html: head.html + (first.length > 0 ? onlyThisHtml(first, context).text : ''),
    text: head.text + (first.length > 0 ? onlyThisText(first, context) : ''),
  };
  const end = { html: coverageHtml(coverage, words).text, text: coverageText(coverage, context) };
  const taken = Buffer.byteLength(top.html + end.html) + frameSize;
  const stories = storiesPart(fit(edition.stories, { blocks, lines }, limit - taken), edition, context);
  return {
    context,
    subject: subjectOf(edition, words),
    htmlTop: chained([top.html, stories.html, end.html]),
    textTop: chained([top.text, stories.text, end.text]),
  };
}
