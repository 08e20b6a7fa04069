import { publicationSpan } from '../../../shared/domain/story/view.ts';
import { escapeHtml } from '../../../shared/domain/text/html.ts';
import { leadFor } from '../../../shared/domain/story/lead.ts';
import { type Card, chosenHeadline } from '../../../shared/domain/site/card.ts';
import { feedPath, frontPath, linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import type { Interface } from '../interface.ts';
import type { Site } from '../site.ts';
import { countsText, entryHtml } from './entry-html.ts';

const feedStories = 40;

/** A list as a feed reader sees it. */
export interface FeedContent {
  /** Name of the list: `all`, `csto`, `csto.border`, `language-hy`, `entity-…`. */
  list: string;
  title: string;
  /** Root-relative page of the list. */
  page: string;
  /** Newest activity first. */
  cards: Card[];
  /** Which language's headlines come first. */
  language: string;
}

const notInXml =
  // oxlint-disable-next-line no-control-regex -- exactly these are forbidden in XML 1.0 (production 2, Char)
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text for XML: escaped, without the characters XML 1.0 forbids. */
export const xml = (text: string): string => escapeHtml(text.replace(notInXml, ''));

const newest = (cards: Card[]): string =>
  cards
    .map((card) => card.changedAt)
    .sort()
    .at(-1) ?? '1970-01-01T00:00:00.000Z';

/** Atom 1.0 (RFC 4287). An entry's id is its permalink and never changes; `updated` is when the story last changed. */
export function atomFeed(
  { list, title, page, cards, language }: FeedContent,
  ui: Interface,
  site: Site,
): string {
  const self = site.url + linkTo(feedPath(list, 'atom'));
  const entries = cards.slice(0, feedStories).map((card) => {
    const chosen = chosenHeadline(card.headlines, language);
    const link = site.url + linkTo(storyPath(card.id));
    const summary = leadFor(card.leads ?? [], language);
    return `<entry xml:lang="${xml(chosen.language)}">
<title>${xml(chosen.title)}</title>
<link rel="alternate" type="text/html" href="${xml(link)}"/>
<id>${xml(link)}</id>
<published>${xml(publicationSpan(card).first)}</published>
<updated>${xml(card.changedAt)}</updated>
${[...card.topics, ...card.subtopics].map((term) => `<category term="${xml(term)}"/>`).join('')}
${summary === undefined ? '' : `<summary type="text" xml:lang="${xml(summary.language)}">${xml(summary.text)}</summary>\n`}<content type="html">${xml(entryHtml(card, language, ui, site))}</content>
</entry>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${xml(title)}</title>
<subtitle>${xml(ui.text('description'))}</subtitle>
<link rel="self" type="application/atom+xml" href="${xml(self)}"/>
<link rel="alternate" type="text/html" href="${xml(site.url + page)}"/>
<id>${xml(self)}</id>
<updated>${xml(newest(cards))}</updated>
<author><name>${xml(site.name)}</name><uri>${xml(site.url + linkTo(frontPath('en')))}</uri></author>
<generator>${xml(site.name)}</generator>
${entries.join('\n')}
</feed>
`;
}

/** JSON Feed 1.1 (jsonfeed.org/version/1.1). */
export function jsonFeed(
  { list, title, page, cards, language }: FeedContent,
  ui: Interface,
  site: Site,
): string {
  return JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title,
    description: ui.text('description'),
    home_page_url: site.url + page,
    feed_url: site.url + linkTo(feedPath(list, 'json')),
    language: 'en',
    authors: [{ name: site.name, url: site.url + linkTo(frontPath('en')) }],
    items: cards.slice(0, feedStories).map((card) => {
      const chosen = chosenHeadline(card.headlines, language);
      const url = site.url + linkTo(storyPath(card.id));
      return {
        id: url,
        url,
        title: chosen.title,
        language: chosen.language,
        content_html: entryHtml(card, language, ui, site),
        summary: leadFor(card.leads ?? [], language)?.text ?? countsText(card, ui),
        date_published: publicationSpan(card).first,
        date_modified: card.changedAt,
        tags: [...card.topics, ...card.subtopics],
      };
    }),
  });
}
