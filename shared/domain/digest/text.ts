import {
  figureConflictsText,
  loneSide,
  outsideHref,
  type MailContext,
  sideAndKind,
  coverageGapText,
  topicText,
} from './html.ts';
import type { Edition, EditionLink, EditionStory } from './edition.ts';

/** The text part: the same content for readers and clients without HTML. One line per thing, so nothing can run into another. */

/** Titles can hold any character; in the text part none may start another line, and lone surrogates are replaced. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();

const hrefText = (link: Pick<EditionLink, 'url'>): string => outsideHref(link.url) ?? '';

export function storyText(story: EditionStory, { words, zone, siteUrl }: MailContext): string {
  const mark = (language: string): string => (language === words.language ? '' : ` [${language}]`);
  const counts = [
    ...(story.since === null
      ? []
      : [words.say('updateSince', { when: words.moment(story.since, zone), n: story.fresh })]),
    words.say('independent', { n: story.independent }),
    ...(story.reprints > 0 ? [words.say('reprints', { n: story.reprints })] : []),
  ];
  const lone = loneSide(story);
  const differ = figureConflictsText(story, words);
  return [
    `${story.kind === 'update' ? `${words.say('update')} · ` : ''}${topicText(story.why.topics, words)}`,
    `${oneLine(story.headline.title) || '—'}${mark(story.headline.language)}`,
    `${oneLine(story.headline.outlet)}${lone === null ? '' : ` (${sideAndKind(lone, words)})`} ${hrefText(story.headline)}`.trim(),
    counts.join(' · '),
    ...(lone === null ? story.sides : []).flatMap((line) => [
      `  ${words.labelled(words.name('sides', line.side), oneLine(line.title))}${mark(line.language)} (${oneLine(line.outlet)}, ${words.name('kinds', line.kind)})`,
      ...(hrefText(line) === '' ? [] : [`    ${hrefText(line)}`]),
    ]),
    ...(differ === null ? [] : [`  ${oneLine(differ)}`]),
    ...story.silences.map((gap) => `  ${coverageGapText(gap, words, zone)}`),
    ...(story.links.length > 0
      ? [
          `  ${words.say('moreArticles')} ${story.links.map((link) => `${oneLine(link.outlet)} (${link.language}) ${hrefText(link)}`.trim()).join(' · ')}`,
        ]
      : []),
    `  ${words.labelled(words.say('storyPage'), `${siteUrl}/stories/${encodeURIComponent(story.storyId)}.html`)}`,
    '',
    '',
  ].join('\n');
}

/** One one-liner: the same for every reader, whatever their language. */
export function oneLinerText(headline: EditionLink): string {
  return `  ${oneLine(headline.title)} (${oneLine(headline.outlet)}, ${headline.language}) ${hrefText(headline)}`.trimEnd();
}

/** @param lines each made by oneLinerText */
export function oneLinersText(
  { briefs, more }: Pick<Edition, 'briefs' | 'more'>,
  lines: readonly string[],
  { words, siteUrl }: MailContext,
): string {
  if (briefs.length + more === 0) return '';
  return [
    words.labelled(words.say('briefs'), '').trimEnd(),
    ...lines,
    ...(more > 0 ? [`  ${words.labelled(words.say('more', { n: more }), `${siteUrl}/`)}`] : []),
    '',
    '',
  ].join('\n');
}

/** @param lines by coverageLines */
export function coverageText(lines: readonly string[], { words }: MailContext): string {
  return [words.say('coverage'), ...lines.map((line) => `  ${oneLine(line)}`), ''].join('\n');
}
