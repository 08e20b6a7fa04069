import { Parser } from 'htmlparser2';
import { cleanLine, cutText } from '../text/clean-text.ts';
import { summaryLimit } from '../text/limits.ts';

/** What a news page says it is about: its headline and the beginning of its text. Both plain, one line. */
export interface PageText {
  title: string;
  summary: string;
}

const unread = new Set(['script', 'style', 'nav', 'footer', 'aside', 'form', 'noscript']);
/** Shorter paragraphs are captions, dates and buttons. */
const shortestParagraph = 60;

class PageReader {
  readonly meta = new Map<string, string>();
  readonly paragraphs: string[] = [];
  title = '';
  private open: string | null = null;
  private buffer = '';
  private skipped = 0;

  opened(name: string, attributes: Record<string, string>): void {
    const key = attributes.property ?? attributes.name;
    if (name === 'meta' && key !== undefined) this.meta.set(key.toLowerCase(), attributes.content ?? '');
    if (unread.has(name)) this.skipped += 1;
    if (name === 'p' || name === 'title') {
      this.open = name;
      this.buffer = '';
    }
  }

  text(text: string): void {
    if (this.open !== null && this.skipped === 0) this.buffer += text;
  }

  closed(name: string): void {
    if (unread.has(name)) this.skipped = Math.max(0, this.skipped - 1);
    if (name !== this.open) return;
    const line = cleanLine(this.buffer);
    if (name === 'title' && this.title === '') this.title = line;
    else if (name === 'p' && line.length >= shortestParagraph) this.paragraphs.push(line);
    this.open = null;
  }
}

/** Reads the headline and the text of a news page: og:title before title, paragraphs before og:description. */
export function pageText(html: string): PageText {
  const reader = new PageReader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.opened(name, attributes),
    ontext: (text) => reader.text(text),
    onclosetag: (name) => reader.closed(name),
  });
  parser.end(html);
  const described = reader.meta.get('og:description') ?? reader.meta.get('description') ?? '';
  const summary = reader.paragraphs.length > 0 ? reader.paragraphs.join(' ') : cleanLine(described);
  return {
    title: cleanLine(reader.meta.get('og:title') ?? reader.title),
    summary: cutText(summary, summaryLimit),
  };
}
