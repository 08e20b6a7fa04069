import { entryOf } from '../text/entry-of.ts';

/**
 * Namespaces that feeds use, by the prefix the rest of the parser knows them by. '' is the feed's own vocabulary.
 * Spellings beyond the specifications are those that feeds in the wild and the feedparser documentation
 * ("Namespace handling") show: with and without the final slash, old drafts, userland copies.
 */
const namespaces: Record<string, string> = {
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://backend.userland.com/rss091': '',
  'http://backend.userland.com/rss0.91': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://cyber.law.harvard.edu/rss': '',
  'http://cyber.law.harvard.edu/rss/rss.html': '',
  'http://www.rssboard.org/rss-specification': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://my.netscape.com/publish/formats/rss-0.91.dtd': '',
  'http://purl.org/rss/1.0': '',
  'http://purl.org/net/rss1.1': '',
  'http://purl.org/net/rss1.1#': '',
  'http://example.com/newformat': '',
  'http://www.w3.org/2005/atom': 'atom',
  'https://www.w3.org/2005/atom': 'atom',
  'http://purl.org/atom/ns': 'atom',
  'http://purl.org/atom/app': 'app',
  'http://example.com/necho': 'atom',
  'http://purl.org/echo': 'atom',
  'uri/of/echo/namespace': 'atom',
  'http://purl.org/pie': 'atom',
  'http://purl.org/atom-blog/ns': 'atom',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://www.w3.org/2000/01/rdf-schema': 'rdfs',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/dc/elements': 'dc',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/rss/modules/content': 'content',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://purl.org/rss/1.0/modules/slash': 'slash',
  'http://purl.org/rss/1.0/modules/link': 'l',
  'http://purl.org/rss/1.0/modules/taxonomy': 'taxo',
  'http://purl.org/rss/1.0/modules/email': 'email',
  'http://search.yahoo.com/mrss': 'media',
  'https://search.yahoo.com/mrss': 'media',
  'http://video.search.yahoo.com/mrss': 'media',
  'http://www.rssboard.org/media-rss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'https://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://www.w3.org/1999/xhtml': 'xhtml',
  'http://www.w3.org/xml/1998/namespace': 'xml',
  'http://webns.net/mvcb': 'admin',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1998/math/mathml': 'mathml',
  'http://www.georss.org/georss': 'georss',
  'http://wellformedweb.org/commentapi': 'wfw',
  'http://freshmeat.net/rss/fm': 'fm',
  'http://postneo.com/icbm': 'icbm',
  'http://news.yandex.ru': 'yandex',
  'http://turbo.yandex.ru': 'turbo',
  'http://www.facebook.com/2008/fbml': 'fb',
};

/** Names of RSS that Atom does not have: what they hold is RSS, whatever vocabulary the document declares. */
export const rssNames: ReadonlySet<string> = new Set([
  'item',
  'channel',
  'pubdate',
  'description',
  'guid',
  'enclosure',
  'ttl',
  'lastbuilddate',
  'managingeditor',
  'webmaster',
  'skiphours',
  'skipdays',
  'categories',
  'tags',
  'fullitem',
]);

/** What only RSS has at its top: a default namespace of something else was put there by mistake. */
const rssFrames: ReadonlySet<string> = new Set(['rss', 'rss2', 'channel', 'item']);

/** The scope in which a frame of RSS and what is in it keep their own names. */
export function ownVocabulary(rawName: string, scope: Scope | null): Scope | null {
  const uri = rssFrames.has(rawName) ? declaredIn(scope, '') : undefined;
  const isForeign = uri !== undefined && uri !== '' && entryOf(namespaces, normalUri(uri)) !== '';
  return isForeign ? { prefixes: new Map([['', '']]), outer: scope, names: new Map() } : scope;
}

/** The prefixes that mean themselves when a feed forgets to declare them. */
const wellKnown = new Set(Object.values(namespaces).filter((prefix) => prefix !== ''));

/** Longer URIs are none of these. */
const longestUri = 200;

const normalUri = (uri: string): string =>
  uri.length > longestUri
    ? ''
    : uri
        .trim()
        .toLowerCase()
        .replace(/(?<![/#])[/#]+$/, '');

/** Declarations in force at an element; looked up through its parents, of which there are at most the depth limit. */
export interface Scope {
  prefixes: Map<string, string>;
  outer: Scope | null;
  /** Canonical names made here already, by written ones: a feed uses few. */
  names: Map<string, string>;
}

export function declaredIn(scope: Scope | null, prefix: string): string | undefined {
  for (let at = scope; at !== null; at = at.outer) {
    const uri = at.prefixes.get(prefix);
    if (uri !== undefined) return uri;
  }
  return undefined;
}

/** Our prefix for a namespace; null for one we do not know. */
const prefixOf = (uri: string): string | null => entryOf(namespaces, normalUri(uri)) ?? null;

/**
 * An element's name under our prefixes, in lower case: `dc:date`, `item`, `?:title` for the title of a foreign vocabulary.
 * An undeclared prefix means what it usually means.
 */
export function canonicalName(name: string, scope: Scope | null): string {
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon).toLowerCase();
  const local = name.slice(colon + 1).toLowerCase();
  const uri = declaredIn(scope, prefix);
  if (uri === undefined || uri === '') {
    if (prefix === '') return local;
    if (prefix === 'rss') return local;
    return wellKnown.has(prefix) ? `${prefix}:${local}` : `?:${local}`;
  }
  const known = prefixOf(uri);
  if (known === null)
    return prefix === '' ? local : wellKnown.has(prefix) ? `${prefix}:${local}` : `?:${local}`;
  const isRss = known === '' || (prefix === '' && known === 'atom' && rssNames.has(local));
  return isRss ? local : `${known}:${local}`;
}
