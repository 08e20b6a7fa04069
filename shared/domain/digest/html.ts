import type { EditionLead, EditionLink, EditionStory, SideLine, Translated } from './edition.ts';
import {
  becauseText,
  countsLine,
  coverageGapText,
  datingText,
  denialText,
  figureConflictsText,
  glossText,
  leadSource,
  loneSide,
  machineMark,
  type MailContext,
  outsideHref,
  sideAndKind,
  storyHref,
  storyLabel,
} from './story-lines.ts';
import type { Words } from './words.ts';
import { type Html, html } from '../text/html.ts';

/** The HTML part of an edition: tables for Outlook, a style block for the rest, no image, nothing fetched from anywhere. */

function linked(text: string, url: string | null): Html {
  const href = outsideHref(url);
  return href === null ? html`${text}` : html`<a href="${href}">${text}</a>`;
}

/** A text and, above it, what a machine made of it: the reader's language first, the original always there. */
function shown(
  original: Html,
  translation: Translated | undefined,
  words: Words,
  url: string | null = null,
): Html {
  if (translation === undefined) return original;
  const mark = html`<span class="m">[${machineMark(translation, words)}]</span>`;
  return html`<span lang="${words.language}">${linked(translation.text, url)}</span> ${mark}<br>${original}`;
}

const titled = ({ language, title, url }: EditionLink | SideLine): Html =>
  html`<span lang="${language}">${linked(title, url)}</span>`;

const quoted = (text: string, language: string): Html => html`<span lang="${language}">«${text}»</span>`;

/** The language of an original, said where it is not the reader's own. */
const languageMark = (language: string, words: Words): Html =>
  language === words.language ? html`` : html` <span class="m">[${words.languageName(language)}]</span>`;

function sideRow(line: SideLine, { words, zone }: MailContext, short: boolean): Html {
  const { language, quote, quoteTranslation, translation, url } = line;
  const source = `${line.outlet} · ${words.name('kinds', line.kind)}${datingText(line, words, zone)}`;
  const title = html`${titled(line)}${languageMark(language, words)}`;
  const said =
    !short &&
    quote !== undefined &&
    html`<div class="q">${shown(quoted(quote, language), quoteTranslation, words)}</div>`;
  return html`<tr><td class="d">${words.name('sides', line.side)}</td>
<td class="t">${shown(title, translation, words, url)}${said || html`<br>`}<span class="m">${source}</span></td></tr>`;
}

function linkLines({ links, furtherLinks }: EditionStory, { words, zone }: MailContext): Html {
  if (links.length === 0) return html``;
  const items = links.map((link) => {
    const source = `${link.outlet}, ${link.language}${datingText(link, words, zone)}`;
    return html`<br>${titled(link)} (${source})`;
  });
  const further = furtherLinks > 0 && html`<br>${words.say('further', { n: furtherLinks })}`;
  return html`<p class="m">${words.say('moreArticles')}${items}${further}</p>`;
}

/** What happened, in an outlet's own words. */
function leadHtml({ lead }: EditionStory, context: MailContext): Html {
  if (lead === undefined) return html``;
  const [outlet, when] = leadSource(lead, context);
  return html`<p class="q">${shown(quoted(lead.text, lead.language), lead.translation, context.words)}
<span class="m">${linked(outlet, lead.url)}, ${when}</span></p>`;
}

/** The headline, with its translation above it; or what it is about, where it cannot be read. */
function headingHtml(story: EditionStory, { words }: MailContext): Html {
  const { language, title, url, translation } = story.headline;
  const gloss = glossText(story, words);
  if (translation === undefined)
    return html`<h3 lang="${language}">${linked(title, url)}</h3>${gloss !== null && html`<p class="g">${gloss}</p>`}`;
  return html`<h3>${linked(translation.text, url)}</h3>
<p class="m">[${machineMark(translation, words)}]<br><span lang="${language}">${title}</span></p>`;
}

/** What stands under a headline: its outlet, and how many tell the same. */
function headLine(story: EditionStory, { words, zone }: MailContext): Html {
  const lone = loneSide(story);
  const side = lone === null ? '' : ` · ${sideAndKind(lone, words)}`;
  const source = `${story.headline.outlet}${datingText(story.headline, words, zone)}`;
  return html`<p class="m">${source}${languageMark(story.headline.language, words)}${side} · ${countsLine(
    story,
    words,
    zone,
  )}</p>`;
}

/** One story of an edition as a table row; `short`, on a heavy day, without its further articles and its sides' quotes. */
export function storyHtml(story: EditionStory, context: MailContext, short = false): Html {
  const { words, zone } = context;
  const differ = figureConflictsText(story, words);
  const rows = loneSide(story) === null && story.sides.map((line) => sideRow(line, context, short));
  const notes = [
    ...[denialText(story, words), differ].filter((note) => note !== null),
    ...story.silences.map((gap) => coverageGapText(gap, words, zone)),
  ].map((note) => html`<p class="m">${note}</p>`);
  const because = becauseText(story, words);
  return html`<tr><td class="s"><p class="k">${storyLabel(story, words)}</p>${because !== null && html`<p class="m">${because}</p>`}
${headingHtml(story, context)}
${headLine(story, context)}${leadHtml(story, context)}${
    rows !== false && html`<table role="presentation" width="100%">${rows}</table>`
  }${notes}${!short && linkLines(story, context)}
<p class="m"><a href="${storyHref(story.storyId, context)}">${words.say('storyPage')}</a></p></td></tr>\n`;
}

/** A story in one line, with the address of its page. The same for every reader, whatever their language. */
export function oneLinerHtml({ outlet, language, title }: EditionLink, href: string): Html {
  return html`<p class="m"><a href="${href}" lang="${language}">${title}</a> (${outlet}, ${language})</p>`;
}

function firstLine(story: EditionStory, context: MailContext): Html {
  const { words } = context;
  const { headline, lead } = story;
  const href = storyHref(story.storyId, context);
  const title = html`<a href="${href}" lang="${headline.language}">${headline.title}</a>`;
  const gloss = glossText(story, words);
  const source = `${headline.outlet} · ${words.say('independent', { n: story.independent })}`;
  const said =
    lead !== undefined &&
    html`<div class="q">${firstWords(lead, words)} <span class="m">${lead.outlet}</span></div>`;
  return html`<li>${shown(title, headline.translation, words, href)} <span class="m">${source}${
    gloss !== null && html`<br>${gloss}`
  }</span>${said}</li>`;
}

/** One line: the translation where there is one, for the original stands under the story below. */
const firstWords = ({ text, language, translation }: EditionLead, words: Words): Html =>
  translation === undefined
    ? quoted(text, language)
    : html`${quoted(translation.text, words.language)} <span class="m">[${machineMark(translation, words)}]</span>`;

/** The first lines of an edition: what happened and who reports it. */
export const onlyThisHtml = (stories: readonly EditionStory[], context: MailContext): Html =>
  html`<tr><td class="s"><h2>${context.words.say('onlyThis')}</h2>
<ol class="o">${stories.map((story) => firstLine(story, context))}</ol></td></tr>\n`;

/** A heading over the stories of one topic, or over what is followed. */
export const sectionHtml = (heading: string): Html => html`<tr><td class="s"><h2>${heading}</h2></td></tr>\n`;

/** @param lines each made by oneLinerHtml */
export function oneLinersHtml(more: number, lines: readonly Html[], { words, siteUrl }: MailContext): Html {
  if (lines.length + more === 0) return html``;
  const beyond =
    more > 0 && html`<p class="m"><a href="${siteUrl}/">${words.say('more', { n: more })}</a></p>`;
  return html`<tr><td class="s"><p class="k">${words.say('briefs')}</p>${lines}${beyond}</td></tr>`;
}
