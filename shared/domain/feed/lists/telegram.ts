import { escapeHtml } from '../../text/html.ts';
import { bareFeed, bareItem, noHtml, type RawFeed, type RawItem } from '../document.ts';
import { type DomElement, all, first, parsePage, textOf } from './dom.ts';
import { asHtml } from './page.ts';

/**
 * The preview of a public channel, t.me/s/NAME. Source: the class names of Telegram's own preview page (t.me/s, 2018–2026)
 * as its widgets and readers of it (RSSHub, tg-archive) name them.
 */
const message = '.tgme_widget_message[data-post]';
const channel = '.tgme_channel_info, .tgme_header_title, .tgme_channel_history';
const text = '.tgme_widget_message_text';
/** A quoted message stands inside with a text of its own. */
const quoted = '.tgme_widget_message_reply';
/** What a post without text says: the name of a file, a question, the headline of what it links to. */
const substitutes =
  '.tgme_widget_message_poll_question, .link_preview_title, .tgme_widget_message_document_title';
const picture = '.tgme_widget_message_photo_wrap, .tgme_widget_message_video_thumb, .link_preview_image';

/** A sentence shorter than this is an exclamation or an abbreviation: the next one belongs to it. */
const shortestTitle = 25;
const longestTitle = 300;
const endsInAbbreviation = /(?:^|[\s(«"„“])\p{L}{1,3}\.$/u;
/** Signs that channels put before their first word. */
const ornament = /^[\p{Extended_Pictographic}\p{Emoji_Component}\p{S}\s•–—|]+(?=\P{N})/u;

/** The first sentence of a post, and all that comes after it. */
export function firstSentence(post: string): { title: string; rest: string } {
  const body = post.replace(ornament, (signs) => (/\d/.test(signs) ? signs : '')).trim();
  const [line = ''] = body.split('\n', 1);
  let title = '';
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'sentence' }).segment(
    line.slice(0, longestTitle * 2),
  )) {
    title += segment;
    const said = title.trim();
    if (said.length >= shortestTitle && !endsInAbbreviation.test(said)) break;
  }
  return { title: title.trim(), rest: body.slice(title.length).trim() };
}

function pictureOf(post: DomElement): string | null {
  const style = first(picture, post)?.attribs['style'] ?? '';
  return /background-image\s?:\s?url\(\s?['"]?(https?:[^'")]{1,2000})/i.exec(style)?.[1] ?? null;
}

/** A post as an item; null for what Telegram itself says («pinned», «photo changed») and for pictures without a word. */
function itemOf(post: DomElement, base: string | null): RawItem | null {
  if (/(?:^|\s)service_message(?:\s|$)/.test(post.attribs['class'] ?? '')) return null;
  const quotes = new Set(all(quoted, post));
  const own = all(text, post).find((each) => ![...quotes].some((quote) => all(text, quote).includes(each)));
  const said = own === undefined ? textOfFirst(substitutes, post) : textOf(own);
  const name = /^[\w]{1,64}\/\d{1,12}/.exec(post.attribs['data-post'] ?? '')?.[0];
  if (said === '' || name === undefined) return null;
  const { title, rest } = firstSentence(said);
  const forwarded = textOfFirst('.tgme_widget_message_forwarded_from_name', post);
  const link = `https://t.me/${name}`;
  return {
    ...bareItem,
    guid: link,
    link,
    title: asHtml(title, base),
    summary: rest === '' ? noHtml : { html: escapeHtml(rest).replace(/\n/g, '<br>'), base },
    published:
      first('.tgme_widget_message_date time[datetime], time[datetime]', post)?.attribs['datetime'] ?? '',
    authors: forwarded === '' ? [] : [escapeHtml(forwarded)],
    categories: all('a[href^="?q=%23"]', own ?? []).map((tag) => textOf(tag).replace(/^#/, '')),
    image: pictureOf(post),
  };
}

function textOfFirst(selector: string, within: DomElement): string {
  const found = first(selector, within);
  return found === null ? '' : textOf(found);
}

/**
 * Reads the preview of a Telegram channel, oldest post first as the page has it. An edited post keeps its address, so its new
 * text is a revision.
 * @returns null for any other page, and for the stub that Telegram sends where it shows no preview
 */
export function readChannelPage(html: string, url: string | null, maxItems: number): RawFeed | null {
  const page = parsePage(html);
  const posts = all(message, page);
  const head = first(channel, page);
  if (posts.length === 0 && head === null) return null;
  const title = first('.tgme_channel_info_header_title, .tgme_header_title', page);
  return {
    ...bareFeed(
      'telegram',
      posts.slice(-maxItems).flatMap((post) => itemOf(post, url) ?? []),
    ),
    title: asHtml(title === null ? '' : textOf(title), url),
    description: asHtml(textOfDescription(page), url),
    link: url,
  };
}

function textOfDescription(page: ReturnType<typeof parsePage>): string {
  const found = first('.tgme_channel_info_description', page);
  return found === null ? '' : textOf(found);
}
