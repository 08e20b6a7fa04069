import { escapeHtml } from '../text/html.ts';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const elementName = /^[a-z_][\w.-]*(?::[\w.-]+)?$/i;
/** How converters of XML write attributes and an element's own text (Badgerfish, Parker, xml2js, x2js, Google's). */
const attributePrefix = /^[@_$-]/;
const ownText = new Set(['#text', '$t', '_', '$', '__text', '#cdata-section', '__cdata', 'value']);

function attributesOf(value: Record<string, unknown>): string {
  const nested = [value['$'], value['@attributes']].filter(isObject);
  const flat = Object.entries(value).filter(([name]) => attributePrefix.test(name) && name.length > 1);
  return [...flat, ...nested.flatMap((one) => Object.entries(one))]
    .map(([name, one]) => [name.replace(attributePrefix, ''), one] as const)
    .filter(([name, one]) => elementName.test(name) && (typeof one === 'string' || typeof one === 'number'))
    .map(([name, one]) => ` ${name}="${escapeHtml(String(one))}"`)
    .join('');
}

function elementOf(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((one: unknown) => elementOf(name, one)).join('');
  if (!elementName.test(name)) return '';
  if (!isObject(value))
    return typeof value === 'string' || typeof value === 'number'
      ? `<${name}>${escapeHtml(String(value))}</${name}>`
      : '';
  const text = Object.entries(value).find(([key, one]) => ownText.has(key) && typeof one === 'string')?.[1];
  const inner = Object.entries(value)
    .filter(([key]) => !ownText.has(key) && !attributePrefix.test(key))
    .map(([key, one]) => elementOf(key, one));
  return `<${name}${attributesOf(value)}>${typeof text === 'string' ? escapeHtml(text) : ''}${inner.join('')}</${name}>`;
}

/**
 * RSS that a program wrote as JSON, element by element, as XML again, so that it takes the way of all RSS.
 * @returns null for any other JSON
 */
export function rssOfJson(value: unknown): string | null {
  if (!isObject(value)) return null;
  const root = isObject(value['rss']) ? value['rss'] : value;
  const channel: unknown = Array.isArray(root['channel']) ? root['channel'][0] : root['channel'];
  if (!isObject(channel) || !('item' in channel || 'items' in channel)) return null;
  const { items, ...rest } = channel;
  const one = 'item' in channel || !Array.isArray(items) ? channel : { ...rest, item: items };
  return `<rss version="2.0">${elementOf('channel', one)}</rss>`;
}
