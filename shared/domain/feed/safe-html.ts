import sanitize from 'sanitize-html';
import { safeLink } from './links.ts';

/** What an article needs and no more: no styles, forms, frames, scripts, ids or classes. */
const tags = [
  'p',
  'br',
  'a',
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'sub',
  'sup',
  'small',
  'span',
  'div',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'blockquote',
  'q',
  'cite',
  'pre',
  'code',
  'abbr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'figure',
  'figcaption',
  'img',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'caption',
  'time',
  'del',
  'ins',
  'mark',
];
const maxDepth = 100;
const voids = new Set([
  'br',
  'hr',
  'img',
  'input',
  'meta',
  'link',
  'wbr',
  'source',
  'embed',
  'param',
  'area',
  'base',
  'col',
  'track',
]);

/**
 * Makes start tags that nest too deep void ones, which the allow-list drops. The HTML parser below searches its stack on each
 * end tag, so depth makes it slow: 60,000 open tags and 60,000 foreign end tags take 5 s of CPU.
 */
function limitDepth(html: string): string {
  const open: string[] = [];
  return html.replace(
    /<(\/?)([a-zA-Z][a-zA-Z\d]{0,15})/g,
    (whole: string, slash: string, written: string) => {
      const name = written.toLowerCase();
      if (voids.has(name)) return whole;
      if (slash !== '') {
        const at = open.lastIndexOf(name);
        if (at >= 0) open.length = at;
        return whole;
      }
      if (open.length >= maxDepth) return '<wbr ';
      open.push(name);
      return whole;
    },
  );
}

const controls = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu;

/** @param html from a feed @param base for relative links @returns HTML of the allow-list, with absolute http(s) links only */
export function safeHtml(html: string, base: string | null): string {
  if (html === '') return '';
  const link = (attributes: sanitize.Attributes, name: string): sanitize.Attributes => {
    const { [name]: written, ...rest } = attributes;
    const url = written === undefined ? null : safeLink(written, base);
    return url === null ? rest : { ...rest, [name]: url };
  };
  return sanitize(limitDepth(html.replace(controls, '')), {
    allowedTags: tags,
    allowedAttributes: {
      a: ['href', 'title'],
      img: ['src', 'alt', 'title', 'width', 'height'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      time: ['datetime'],
      abbr: ['title'],
    },
    allowedSchemes: ['http', 'https'],
    allowProtocolRelative: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'template', 'title'],
    transformTags: {
      a: (tagName, attributes) => ({ tagName, attribs: link(attributes, 'href') }),
      img: (tagName, attributes) => ({ tagName, attribs: link(attributes, 'src') }),
    },
  }).trim();
}
