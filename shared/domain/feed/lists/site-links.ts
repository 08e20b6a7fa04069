import { previewOf } from '../../outlet.ts';
import { parsedUrl } from '../../text/parsed-url.ts';
import { pageLinks } from '../../visit/page-links.ts';
import { type DomNode, all, textOf } from './dom.ts';

/** The sources that a page of a site names. Absolute URLs, in the page's order. */
export interface SiteLinks {
  feeds: string[];
  /** Previews of the Telegram channels that it links to. */
  channels: string[];
  /** Pages of the site that are called news. */
  newsPages: string[];
}

/** What sites of six languages call their list of news. Source: the menus of the outlets in the catalogue. */
const newsWords =
  /^(?:all |latest |все |последние |bütün |son |tüm |ყველა |բոլոր |վերջին )?(?:news|press[ -]releases?|новости|լուրեր|նորություններ|xəbərlər|haberler|სიახლეები|ახალი ამბები|ამბები)$/iu;
const newsPath =
  /\/(?:news|novosti|lurer|xeberler|haberler|siakhleebi|press-releases?|news-list|all-news|allnews|feed-news)\/?$/i;
/** A feed of what readers write is no news. */
const ofReaders = /comments?\b/i;
const sharing = /^https:\/\/t\.me\/s\/(?:share|joinchat|iv|addstickers|proxy)/i;
const mostLinks = 2_000;

/** @param page the same as `html`, as a tree */
export function siteLinks(html: string, page: readonly DomNode[], url: string): SiteLinks {
  const channels = new Set<string>();
  const newsPages = new Set<string>();
  const home = parsedUrl(url);
  for (const link of all('a[href]', [...page]).slice(0, mostLinks)) {
    const to = parsedUrl(link.attribs['href'] ?? '', url);
    if (to === null || !/^https?:$/.test(to.protocol)) continue;
    const preview = previewOf(`${to.origin}${to.pathname}`);
    if (preview.startsWith('https://t.me/s/') && !sharing.test(preview)) channels.add(preview);
    const isOwn = to.host === home?.host && to.pathname !== home.pathname;
    if (isOwn && (newsPath.test(to.pathname) || newsWords.test(textOf(link)))) newsPages.add(to.href);
  }
  return {
    feeds: pageLinks(html, url).feeds.filter((feed) => !ofReaders.test(feed)),
    channels: [...channels],
    newsPages: [...newsPages],
  };
}
