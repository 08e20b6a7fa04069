/** Which elements carry which field, best first, over all dialects. Names are canonical (xml-names.ts). */

export const itemFields = {
  guid: ['guid', 'id', 'atom:id', 'rdf:about', 'dc:identifier'],
  title: ['title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'],
  summary: [
    'description',
    'summary',
    'atom:summary',
    'dc:description',
    'dcterms:abstract',
    'itunes:summary',
    'itunes:subtitle',
    'abstract',
    'excerpt',
    'tagline',
  ],
  content: [
    'content:encoded',
    'atom:content',
    'content',
    'xhtml:body',
    'body',
    'fullitem',
    'yandex:full-text',
    'turbo:content',
    'encoded',
    'xhtml:div',
    'div',
  ],
  /** Speaks of a picture: it stands for the text only where there is no other. */
  caption: ['media:description', 'media:text'],
  published: [
    'pubdate',
    'published',
    'atom:published',
    'issued',
    'atom:issued',
    'dcterms:issued',
    'dcterms:created',
    'created',
    'atom:created',
    'dc:date',
    'date',
    'dcterms:date',
    'dcterms:available',
  ],
  updated: [
    'updated',
    'atom:updated',
    'modified',
    'atom:modified',
    'dcterms:modified',
    'lastbuilddate',
    'dc:date',
  ],
  authors: ['author', 'atom:author', 'dc:creator', 'dc:author', 'itunes:author', 'creator', 'media:credit'],
  language: ['dc:language', 'language'],
} as const;

/** These all add up: a feed may use several at once. */
export const categoryFields = [
  'category',
  'atom:category',
  'dc:subject',
  'dcterms:subject',
  'itunes:keywords',
  'media:keywords',
  'media:category',
  'itunes:category',
  'categories',
  'tags',
] as const;

/** Those that hold several in one text. */
export const commaLists: ReadonlySet<string> = new Set([
  'itunes:keywords',
  'media:keywords',
  'categories',
  'tags',
]);

export const headFields = {
  title: ['title', 'atom:title', 'dc:title', 'itunes:title'],
  description: [
    'description',
    'subtitle',
    'atom:subtitle',
    'tagline',
    'atom:tagline',
    'dc:description',
    'abstract',
    'itunes:summary',
    'itunes:subtitle',
  ],
  published: [
    'pubdate',
    'published',
    'atom:published',
    'dcterms:created',
    'dcterms:issued',
    'created',
    'dc:date',
  ],
  updated: [
    'updated',
    'atom:updated',
    'modified',
    'atom:modified',
    'lastbuilddate',
    'dcterms:modified',
    'dc:date',
    'pubdate',
    'published',
    'atom:published',
  ],
  language: ['language', 'dc:language'],
  authors: [
    'author',
    'atom:author',
    'managingeditor',
    'dc:creator',
    'dc:author',
    'itunes:author',
    'webmaster',
    'dc:publisher',
    'itunes:owner',
  ],
  generator: ['generator', 'atom:generator', 'admin:generatoragent'],
} as const;

/** Links, images, files and polling hints: read for their attributes. */
const others = [
  'link',
  'atom:link',
  'enclosure',
  'media:content',
  'media:thumbnail',
  'itunes:image',
  'itunes:link',
  'image',
  'logo',
  'atom:logo',
  'icon',
  'atom:icon',
  'feedburner:origlink',
  'ttl',
  'skiphours',
  'skipdays',
  'sy:updateperiod',
  'sy:updatefrequency',
  'sy:updatebase',
];

/** Elements whose text is markup, or may be. */
export const richNames: ReadonlySet<string> = new Set([
  ...itemFields.title,
  ...itemFields.summary,
  ...itemFields.content,
  ...itemFields.caption,
  ...headFields.title,
  ...headFields.description,
]);

/** Every element that is read at all. */
export const readNames: readonly string[] = [
  ...new Set([
    ...Object.values(itemFields).flat(),
    ...categoryFields,
    ...Object.values(headFields).flat(),
    ...others,
  ]),
];
