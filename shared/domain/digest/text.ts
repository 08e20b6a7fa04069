import {
  claimsText,
  loneSide,
  outsideHref,
  type Place,
  sideAndKind,
  silenceText,
  topicText,
} from './html.ts';
import type { Edition, EditionLink, EditionStory } from './edition.ts';

/** The text part: the same content for readers and clients without HTML. One line per thing, so nothing can run into another. */

/** A title can hold any character a feed had; a line of text holds none that would start another line, and no half of a surrogate pair. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();

const hrefText = (link: Pick<EditionLink, 'url'>): string => outsideHref(link.url) ?? '';

export function storyText(story: EditionStory, { words, zone, siteUrl }: Place): string {
  const mark = (language: string): string => (language === words.language ? '' : ` [${language}]`);
  const counts = [
    ...(story.since === null
      ? []
      : [words.say('updateSince', { when: words.moment(story.since, zone), n: story.fresh })]),
    words.say('independent', { n: story.independent }),
    ...(story.reprints > 0 ? [words.say('reprints', { n: story.reprints })] : []),
  ];
  const lone = loneSide(story);
  const differ = claimsText(story, words);
  return [
    `${story.kind === 'update' ? `${words.say('update')} · ` : ''}${topicText(story.why.topics, words)}`,
    `${oneLine(story.headline.title) || '—'}${mark(story.headline.language)}`,
    `${oneLine(story.headline.outlet)}${lone === null ? '' : ` (${sideAndKind(lone, words)})`} ${hrefText(story.headline)}`.trim(),
    counts.join(' · '),
    ...(lone === null ? story.sides : []).flatMap((line) => [
      `  ${words.name('sides', line.side)}: ${oneLine(line.title)}${mark(line.language)} (${oneLine(line.outlet)}, ${words.name('kinds', line.kind)})`,
      ...(hrefText(line) === '' ? [] : [`    ${hrefText(line)}`]),
    ]),
    ...(differ === null ? [] : [`  ${oneLine(differ)}`]),
    ...story.silences.map((silence) => `  ${silenceText(silence, words, zone)}`),
    ...(story.links.length > 0
      ? [
          `  ${words.say('moreArticles')} ${story.links.map((link) => `${oneLine(link.outlet)} (${link.language}) ${hrefText(link)}`.trim()).join(' · ')}`,
        ]
      : []),
    `  ${words.say('storyPage')}: ${siteUrl}/stories/${encodeURIComponent(story.storyId)}.html`,
    '',
    '',
  ].join('\n');
}

/** One brief: the same for every reader, whatever their language. */
export function briefText(headline: EditionLink): string {
  return `  ${oneLine(headline.title)} (${oneLine(headline.outlet)}, ${headline.language}) ${hrefText(headline)}`.trimEnd();
}

/** @param lines each brief by briefText */
export function briefsText(
  { briefs, more }: Pick<Edition, 'briefs' | 'more'>,
  lines: readonly string[],
  { words, siteUrl }: Place,
): string {
  if (briefs.length + more === 0) return '';
  return [
    `${words.say('briefs')}:`,
    ...lines,
    ...(more > 0 ? [`  ${words.say('more', { n: more })}: ${siteUrl}/`] : []),
    '',
    '',
  ].join('\n');
}

/** @param lines by coverageLines */
export function coverageText(lines: readonly string[], { words }: Place): string {
  return [words.say('coverage'), ...lines.map((line) => `  ${oneLine(line)}`), ''].join('\n');
}
