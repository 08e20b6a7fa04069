import {
  becauseText,
  coverageGapText,
  datingText,
  denialText,
  figureConflictsText,
  glossText,
  leadSource,
  loneSide,
  type MailContext,
  outsideHref,
  sideAndKind,
  storyHref,
  storyLabel,
} from './story-lines.ts';
import type { EditionLink, EditionStory, SideLine, Translated } from './edition.ts';

/** The text part: the same content for readers and clients without HTML. One line per thing, so nothing can run into another. */

/** Titles can hold any character; in the text part none may start another line, and lone surrogates are replaced. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();

const hrefText = (link: Pick<EditionLink, 'url'>): string => outsideHref(link.url) ?? '';

/** `[hy→en, machine]`: stands behind every text that no outlet wrote. */
function machineText({ text, uncertain }: Translated, from: string, to: string): string {
  return `${oneLine(text)} [${from}→${to}, machine${uncertain === true ? '?' : ''}]`;
}

/** The translation on the line before its original. */
const translatedLine = (
  translation: Translated | undefined,
  { from, to, indent }: { from: string; to: string; indent: string },
): string[] => (translation === undefined ? [] : [`${indent}${machineText(translation, from, to)}`]);

/** Named where it is not the mail's own. */
const mark = (language: string, { words }: MailContext): string =>
  language === words.language ? '' : ` [${language}]`;

const headlineTexts = ({ headline }: EditionStory, context: MailContext): string[] => [
  ...translatedLine(headline.translation, {
    from: headline.language,
    to: context.words.language,
    indent: '',
  }),
  `${oneLine(headline.title) || '—'}${mark(headline.language, context)}`,
];

function headlineSource(story: EditionStory, { words, zone }: MailContext): string {
  const { headline } = story;
  const lone = loneSide(story);
  const side = lone === null ? '' : ` (${sideAndKind(lone, words)})`;
  return `${oneLine(headline.outlet)}${datingText(headline, words, zone)}${side} ${hrefText(headline)}`.trim();
}

function sideTexts(line: SideLine, context: MailContext, short: boolean): string[] {
  const { words, zone } = context;
  const title = words.labelled(words.name('sides', line.side), oneLine(line.title));
  const source = `${oneLine(line.outlet)}, ${words.name('kinds', line.kind)}${datingText(line, words, zone)}`;
  return [
    ...translatedLine(line.translation, { from: line.language, to: words.language, indent: '  ' }),
    `  ${title}${mark(line.language, context)} (${source})`,
    ...(short ? [] : quoteTexts(line, words.language)),
    ...(hrefText(line) === '' ? [] : [`    ${hrefText(line)}`]),
  ];
}

export function storyText(story: EditionStory, context: MailContext, short = false): string {
  const { words, zone } = context;
  const counts = [
    ...(story.since === null
      ? []
      : [words.say('updateSince', { when: words.moment(story.since, zone), n: story.fresh })]),
    words.say('independent', { n: story.independent }),
    ...(story.reprints > 0 ? [words.say('reprints', { n: story.reprints })] : []),
  ];
  const lone = loneSide(story);
  const gloss = glossText(story, words);
  const denied = denialText(story, words);
  const differ = figureConflictsText(story, words);
  return [
    storyLabel(story, words),
    ...[becauseText(story, words)].filter((line) => line !== null).map(oneLine),
    ...headlineTexts(story, context),
    ...(gloss === null ? [] : [gloss]),
    headlineSource(story, context),
    counts.join(' · '),
    ...leadTexts(story, context),
    ...(lone === null ? story.sides : []).flatMap((line) => sideTexts(line, context, short)),
    ...(denied === null ? [] : [`  ${denied}`]),
    ...(differ === null ? [] : [`  ${oneLine(differ)}`]),
    ...story.silences.map((gap) => `  ${coverageGapText(gap, words, zone)}`),
    ...(short ? [] : linkTexts(story, context)),
    `  ${words.labelled(words.say('storyPage'), storyHref(story.storyId, context))}`,
    '',
    '',
  ].join('\n');
}

function quoteTexts({ quote, quoteTranslation, language }: SideLine, to: string): string[] {
  if (quote === undefined) return [];
  return [
    ...translatedLine(quoteTranslation, { from: language, to, indent: '    ' }),
    `    «${oneLine(quote)}»`,
  ];
}

function leadTexts({ lead }: EditionStory, context: MailContext): string[] {
  if (lead === undefined) return [];
  const mark = lead.language === context.words.language ? '' : ` [${lead.language}]`;
  return [
    ...translatedLine(lead.translation, { from: lead.language, to: context.words.language, indent: '  ' }),
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
  const to = words.language;
  const lines = stories.flatMap((story, at) => {
    const { headline, lead } = story;
    const gloss = glossText(story, words);
    const translated = headline.translation && machineText(headline.translation, headline.language, to);
    const said = lead?.translation && machineText(lead.translation, lead.language, to);
    return [
      `  ${at + 1}. ${translated ?? oneLine(headline.title)} (${oneLine(headline.outlet)})`,
      ...(gloss === null ? [] : [`     ${gloss}`]),
      ...(lead === undefined ? [] : [`     ${said ?? `«${oneLine(lead.text)}»`} (${oneLine(lead.outlet)})`]),
    ];
  });
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
