import { Readability } from '@mozilla/readability';
import { Parser } from 'htmlparser2';
import { parseHTML } from 'linkedom';
import { decodeBytes } from '../../shared/domain/feed/decode-bytes.ts';
import type { Language } from '../../shared/domain/language.ts';
import { beginningOf } from '../../shared/domain/story/beginning.ts';
import { cleanLine, cutText } from '../../shared/domain/text/clean-text.ts';
import { summaryLimit } from '../../shared/domain/text/limits.ts';

export interface PageSource {
  contentType: string | null;
  /** Of the article. */
  language: Language;
}

export interface PageText {
  kind: 'page';
  /** Plain, one line, at most `summaryLimit` units; '' where the page has no text of its own. */
  text: string;
  /** The whole sentences with which it begins. */
  beginning: string;
}

/** Pages of news have one to five thousand elements, at most some sixty deep; with more it is no article. */
const mostElements = 20_000;
const deepest = 200;

/** Linear; the tree of unclosed tags takes the square of their number. */
function isOutsized(html: string): boolean {
  let [elements, depth, most] = [0, 0, 0];
  const parser = new Parser({
    onopentag: () => {
      elements++;
      depth++;
      most = Math.max(most, depth);
      if (elements > mostElements || most > deepest) parser.pause();
    },
    onclosetag: () => void depth--,
  });
  parser.end(html);
  return elements > mostElements || most > deepest;
}

/** The main text of an article's page, without menus, teasers, captions and comments, as Firefox's reader view finds it. */
export function mainText(body: Uint8Array, { contentType, language }: PageSource): PageText {
  const html = decodeBytes(body, contentType).text;
  const text = isOutsized(html) ? '' : cutText(cleanLine(articleIn(html)), summaryLimit);
  return { kind: 'page', text, beginning: beginningOf(text, language) };
}

function articleIn(html: string): string {
  try {
    // Paragraph by paragraph, so that the last word of one and the first of the next stay two.
    const serializer = (root: unknown): string => textOf(root as Block);
    const { document } = parseHTML(html);
    return new Readability(document, { charThreshold: 200, serializer }).parse()?.content ?? '';
  } catch {
    // Both libraries throw on trees that no browser makes, such as one without a root: there is no article in it.
    return '';
  }
}

/** Of the DOM what is used here: its types are for browsers. */
interface Block {
  textContent: string | null;
  querySelector(selector: string): Block | null;
  querySelectorAll(selector: string): Iterable<Block>;
}

const textBlocks = 'p, li, blockquote, pre, div';

function textOf(root: Block): string {
  const blocks = [...root.querySelectorAll(textBlocks)].filter(
    (block) => block.querySelector(textBlocks) === null,
  );
  const lines = blocks.map((block) => cleanLine(block.textContent ?? ''));
  return lines.filter((line) => line !== '').join(' ');
}
