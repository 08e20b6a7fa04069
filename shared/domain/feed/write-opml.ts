import { escapeHtml } from '../text/html.ts';

/** One subscription of an OPML list. */
export interface OpmlFeed {
  /** What the list calls it; '' where it says nothing. */
  title: string;
  feedUrl: string;
  siteUrl: string | null;
  /** BCP 47, as written. */
  language: string | null;
  /** The titles of the outlines around it, outermost first. */
  folders: string[];
}

const attribute = (name: string, value: string | null): string =>
  value === null || value === '' ? '' : ` ${name}="${escapeHtml(value)}"`;

function outline({ title, feedUrl, siteUrl, language }: OpmlFeed): string {
  const attributes = [
    attribute('text', title || feedUrl),
    attribute('title', title),
    attribute('xmlUrl', feedUrl),
    attribute('htmlUrl', siteUrl),
    attribute('language', language),
  ];
  return `<outline type="rss"${attributes.join('')}/>`;
}

/** Writes OPML 2.0; feeds with the same first folder are grouped. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const folders = new Map<string, OpmlFeed[]>();
  for (const feed of feeds)
    folders.set(feed.folders[0] ?? '', [...(folders.get(feed.folders[0] ?? '') ?? []), feed]);
  const groups = [...folders].map(([name, group]) => {
    const lines = group.map((feed) => `      ${outline(feed)}`).join('\n');
    return name === '' ? lines : `    <outline text="${escapeHtml(name)}">\n${lines}\n    </outline>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>${escapeHtml(title)}</title></head>
  <body>
${groups.join('\n')}
  </body>
</opml>
`;
}
