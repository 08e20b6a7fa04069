import { decodeReferences } from './xml-scan.ts';

/** Pictures looked at in one text. */
const maxLooked = 20;

/** Where themes that load pictures late keep the true address. Source: lazysizes, WordPress plugins, Bitrix templates. */
const lateNames = ['data-src', 'data-lazy-src', 'data-original', 'data-lazy', 'data-orig-file', 'data-url'];
/** Reactions drawn as pictures, and what counts readers. */
const noPicture =
  /(?:^|[\s/_.-])(?:emoji|smiley|smilies|emoticons?|twemoji|pixel|tracker|tracking|counter|spacer|blank|1x1)(?:$|[\s/_.-])/i;
const countingHost =
  /^(?:https?:)?\/\/(?:feeds\.feedburner\.com|pixel\.|stats?\.|counter\.|mc\.yandex\.|www\.google-analytics\.|top-fwz1\.mail\.|counter\.yadro\.)/i;
const smallest = 3;

function attributesOf(tag: string): Map<string, string> {
  const found = tag.matchAll(/([a-z][a-z-]{1,30})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi);
  return new Map(
    [...found].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decodeReferences(double ?? single ?? bare ?? '').trim(),
    ]),
  );
}

const isSmall = (size: string | undefined): boolean =>
  size !== undefined && /^\d+(?:px)?$/.test(size) && Number.parseInt(size, 10) <= smallest;

/** A picture of a line's height stands for a sign; one that is hidden or beside the page counts readers. */
const isSign = (style: string): boolean =>
  /(?:height|width)\s?:\s?(?:[01]px|[01](?:\.\d+)?em)|display\s?:\s?none|visibility\s?:\s?hidden|(?:left|top)\s?:\s?-\d{3}/i.test(
    style,
  );

function addressOf(attributes: ReadonlyMap<string, string>): string | null {
  const late = lateNames
    .map((name) => attributes.get(name))
    .find((value) => value !== undefined && value !== '');
  const plain = attributes.get('src') ?? '';
  const source =
    late ??
    (plain === '' || plain.startsWith('data:')
      ? (attributes.get('data-srcset') ?? attributes.get('srcset'))
      : plain);
  const first = source?.split(/\s/, 1)[0]?.replace(/,$/, '') ?? '';
  return first === '' || first.startsWith('data:') ? null : first;
}

/** The address of the first picture in a text that shows something: no counting pixel, no emoji. */
export function firstPictureOf(html: string): string | null {
  let looked = 0;
  for (const [tag] of html.matchAll(/<img\s[^<>]{1,4000}>/gi)) {
    if (looked++ >= maxLooked) return null;
    const attributes = attributesOf(tag);
    const address = addressOf(attributes);
    if (address === null || countingHost.test(address)) continue;
    if (isSmall(attributes.get('width')) || isSmall(attributes.get('height'))) continue;
    const path = address.replace(/[?#].*$/, '');
    if (noPicture.test(path) || noPicture.test(attributes.get('class') ?? '')) continue;
    if (isSign(attributes.get('style') ?? '')) continue;
    return address;
  }
  return null;
}
