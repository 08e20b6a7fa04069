import {
  coverageGapText,
  datingText,
  figureConflictsText,
  leadSource,
  loneSide,
  type MailContext,
  outsideHref,
  sideAndKind,
  storyHref,
  storyLabel,
} from './story-lines.ts';
import type { EditionLink, EditionStory } from './edition.ts';

/** The text part: the same content for readers and clients without HTML. One line per thing, so nothing can run into another. */

/** Titles can hold any character; in the text part none may start another line, and lone surrogates are replaced. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();

const hrefText = (link: Pick<EditionLink, 'url'>): string => outsideHref(link.url) ?? '';

export function storyText(story: EditionStory, context: MailContext, short = false): string {
  const { words, zone } = context;
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
    storyLabel(story, words),
    `${oneLine(story.headline.title) || '—'}${mark(story.headline.language)}`,
    `${oneLine(story.headline.outlet)}${datingText(story.headline, words, zone)}${lone === null ? '' : ` (${sideAndKind(lone, words)})`} ${hrefText(story.headline)}`.trim(),
    counts.join(' · '),
    ...leadTexts(story, context),
    ...(lone === null ? story.sides : []).flatMap((line) => [
      `  ${words.labelled(words.name('sides', line.side), oneLine(line.title))}${mark(line.language)} (${oneLine(line.outlet)}, ${words.name('kinds', line.kind)}${datingText(line, words, zone)})`,
      ...(short || line.quote === undefined ? [] : [`    «${oneLine(line.quote)}»`]),
      ...(hrefText(line) === '' ? [] : [`    ${hrefText(line)}`]),
    ]),
    ...(differ === null ? [] : [`  ${oneLine(differ)}`]),
    ...story.silences.map((gap) => `  ${coverageGapText(gap, words, zone)}`),
    ...(short ? [] : linkTexts(story, context)),
    `  ${words.labelled(words.say('storyPage'), storyHref(story.storyId, context))}`,
    '',
    '',
  ].join('\n');
}

function leadTexts({ lead }: EditionStory, context: MailContext): string[] {
  if (lead === undefined) return [];
  const mark = lead.language === context.words.language ? '' : ` [${lead.language}]`;
  return [
    `  «${oneLine(lead.text)}»${mark} (${leadSource(lead, context).map(oneLine).join(', ')})`,
    ...(hrefText(lead) === '' ? [] : [`    ${hrefText(lead)}`]),
  ];
}

function linkTexts({ links, furtherLinks }: EditionStory, { words, zone }: MailContext): string[] {
  if (links.length === 0) return [];
  return [
    `  ${words.say('moreArticles')}`,
    ...links.map((link) =>
      `    ${oneLine(link.title)} (${oneLine(link.outlet)}, ${link.language}${datingText(link, words, zone)}) ${hrefText(link)}`.trimEnd(),
    ),
    ...(furtherLinks > 0 ? [`    ${words.say('further', { n: furtherLinks })}`] : []),
  ];
}

/** A story in one line, with the address of its page. The same for every reader, whatever their language. */
export function oneLinerText({ outlet, language, title }: EditionLink, href: string): string {
  return `  ${oneLine(title)} (${oneLine(outlet)}, ${language}) ${href}`;
}

/** The first lines of an edition: what happened and who reports it. */
export function onlyThisText(stories: readonly EditionStory[], { words }: MailContext): string {
  const lines = stories.flatMap(({ headline, lead }, at) => [
    `  ${at + 1}. ${oneLine(headline.title)} (${oneLine(headline.outlet)})`,
    ...(lead === undefined ? [] : [`     «${oneLine(lead.text)}» (${oneLine(lead.outlet)})`]),
  ]);
  return [words.say('onlyThis'), ...lines, '', ''].join('\n');
}

/** @param lines each made by oneLinerText */
export function oneLinersText(
  more: number,
  lines: readonly string[],
  { words, siteUrl }: MailContext,
): string {
  if (lines.length + more === 0) return '';
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
