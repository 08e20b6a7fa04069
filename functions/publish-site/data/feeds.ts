import { publicationSpan } from '../../../shared/domain/story/view.ts';
import { leadFor } from '../../../shared/domain/story/lead.ts';
import { type Card, chosenHeadline } from '../../../shared/domain/site/card.ts';
import {
  atomDocument,
  type FeedDocument,
  feedStories,
  jsonFeedDocument,
} from '../../../shared/domain/site/feed-document.ts';
import { feedPath, frontPath, linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import type { Interface } from '../interface.ts';
import type { Site } from '../site.ts';
import { countsText, entryHtml } from './entry-html.ts';

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

function documentOf(content: FeedContent, format: 'atom' | 'json', ui: Interface, site: Site): FeedDocument {
  const { list, title, page, cards, language } = content;
  return {
    title,
    description: ui.text('description'),
    self: site.url + linkTo(feedPath(list, format)),
    page: site.url + page,
    language: 'en',
    author: { name: site.name, url: site.url + linkTo(frontPath('en')) },
    entries: cards.slice(0, feedStories).map((card) => {
      const chosen = chosenHeadline(card.headlines, language);
      return {
        url: site.url + linkTo(storyPath(card.id)),
        language: chosen.language,
        title: chosen.title,
        published: publicationSpan(card).first,
        updated: card.changedAt,
        tags: [...card.topics, ...card.subtopics],
        lead: leadFor(card.leads ?? [], language),
        counts: countsText(card, ui),
        html: entryHtml(card, language, ui, site),
      };
    }),
  };
}

export const atomFeed = (content: FeedContent, ui: Interface, site: Site): string =>
  atomDocument(documentOf(content, 'atom', ui, site));

export const jsonFeed = (content: FeedContent, ui: Interface, site: Site): string =>
  jsonFeedDocument(documentOf(content, 'json', ui, site));
