import { Parser } from 'htmlparser2';

/** How often something was looked at. Drupal calls whole lists `views-row`, so the word must stand at the end. */
const counted = /(?:^|\s)[\w-]*(?:[_-]views|views?[_-]?count(?:er)?|hits)(?:\s|$)/i;
const silent = new Set(['script', 'style', 'noscript', 'template', 'svg']);

/**
 * What an HTML page says, for its hash: texts and addresses, without scripts, queries and counters of views, which
 * differ at each visit of a page that is the same.
 */
export function hashedBody(body: Uint8Array): string {
  const said: string[] = [];
  let hidden: string | null = null;
  let inside = 0;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (hidden !== null) {
        if (name === hidden) inside++;
      } else if (silent.has(name) || counted.test(attributes['class'] ?? '')) {
        hidden = name;
        inside = 1;
      } else {
        said.push(attributes['href']?.replace(/[?#].*$/s, '') ?? '', attributes['datetime'] ?? '');
      }
    },
    onclosetag: (name) => {
      if (name === hidden && --inside === 0) hidden = null;
    },
    ontext: (text) => {
      if (hidden === null) said.push(text.trim());
    },
  });
  parser.end(new TextDecoder().decode(body));
  return said.filter((part) => part !== '').join('\n');
}
