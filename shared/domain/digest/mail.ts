import { mailStyle } from './mail-style.ts';
import { type MailContext, topicText } from './story-lines.ts';
import { oneLine } from './text.ts';
import type { Edition } from './edition.ts';
import type { Words } from './words.ts';
import { type Html, html, trusted } from '../text/html.ts';
import { wireLanguages } from '../language.ts';
import type { Preferences } from '../subscriber/subscriber.ts';

/** A mail to one person. Headers are ASCII and complete but for those that every transport adds (From, To, Date, MIME). */
export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: [name: string, value: string][];
  /** Come back in every event of the mail; ASCII letters, digits, `-` and `_`. */
  tags: Record<string, string>;
}

/** A rendered edition without the reader's own parts. */
export interface RenderedEdition {
  subject: string;
  htmlTop: string;
  textTop: string;
  context: MailContext;
}

/** Gmail shows about 70 characters of a subject, phones 40; RFC 5322 allows any length but nobody reads it. */
const subjectLimit = 120;

function clipped(text: string, limit: number): string {
  const line = oneLine(text);
  if (line.length <= limit) return line;
  return `${line
    .slice(0, limit - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd()}…`;
}

export function subjectOf(edition: Edition, words: Words): string {
  if (edition.kind === 'quiet') return words.say('quietSubject');
  // A title that spells an encoded word (RFC 2047) would be decoded by the reader's client.
  const main =
    clipped(edition.stories[0]?.headline.title ?? words.say('siteName'), subjectLimit).replaceAll(
      '=?',
      '= ?',
    ) || words.say('siteName');
  const others = edition.stories.length + edition.briefs.length + edition.more - 1;
  const label =
    edition.kind === 'breaking' ? 'breakingEdition' : edition.kind === 'alert' ? 'alertEdition' : null;
  const said = label === null ? main : words.labelled(words.say(label), main);
  return `${said}${others > 0 ? ` (+${others})` : ''}`;
}

/** Two lines of numbers: what is in it, and what is new in it. */
export function summaryLines(edition: Edition, words: Words): string[] {
  if (edition.kind === 'quiet')
    return [words.say('quietText', { when: words.moment(edition.from, edition.zone) })];
  const outlets = new Set<string>();
  for (const { outletIds } of edition.stories) for (const id of outletIds) outlets.add(id);
  const languages = wireLanguages.filter((code) =>
    edition.stories.some((story) => story.languages.includes(code)),
  );
  const updates = edition.stories.filter((story) => story.kind === 'update').length;
  const stories = edition.stories.length + edition.briefs.length + edition.more;
  const numbers = words.say('numbers', { stories, outlets: outlets.size, languages: languages.length });
  // A first breaking mail is about one moment, not about everything since some date.
  if (edition.kind === 'alert' || (edition.first && edition.kind === 'breaking')) return [numbers];
  const when = words.moment(edition.from, edition.zone);
  if (edition.first) return [numbers, words.say('firstEdition', { when })];
  const since = edition.leftOut === undefined ? 'newSince' : 'newSinceGap';
  return [numbers, words.say(since, { when, fresh: stories - updates, updates })];
}

/** After a long pause: what no edition had and this one does not cover; null where there is no such gap. */
export function leftOutText({ leftOut, zone }: Edition, words: Words): string | null {
  if (leftOut === undefined) return null;
  return words.say('leftOut', {
    from: words.fullDate(leftOut.from, zone),
    until: words.fullDate(leftOut.until, zone),
  });
}

/** Where a reader's own links lead. */
export interface ReaderLinks {
  preferences: string;
  privacy: string;
  /** Takes a person's GET and a provider's one-click POST. */
  unsubscribe: string;
  /** Where an operator reads requests to leave; for programs that know no other way. */
  unsubscribeAddress?: string | undefined;
  archive: string;
}

export interface MailReader {
  address: string;
  preferences: Preferences;
  /** ISO 8601 UTC */
  confirmedAt: string;
  links: ReaderLinks;
}

/** `Once a week, Tuesday, 07:00, Yerevan time`; breaking news has no hour. */
function rhythmText({ frequency, weekday, hour, zone }: Preferences, words: Words): string {
  const often = words.name('frequencies', frequency);
  if (frequency === 'breaking') return often;
  const at = words.say('atHour', { hour: String(hour).padStart(2, '0'), zone: words.city(zone) });
  return [often, ...(frequency === 'weekly' ? [words.weekday(weekday)] : []), at].join(', ');
}

/** What a subscription is for, in one line. */
export const choicesLine = (preferences: Preferences, words: Words): string =>
  words.say('choices', {
    topics: topicText(preferences.topics, words),
    languages: preferences.languages.map((code) => words.languageName(code)).join(', '),
    rhythm: rhythmText(preferences, words),
  });

export function whyLine(
  { preferences, confirmedAt }: Pick<MailReader, 'preferences' | 'confirmedAt'>,
  words: Words,
): string {
  return words.say('whyText', {
    date: words.date(confirmedAt, preferences.zone),
    topics: topicText(preferences.topics, words),
    languages: preferences.languages.map((code) => words.languageName(code)).join(', '),
    rhythm: rhythmText(preferences, words),
  });
}

/** Outlook knows no max-width; a width on the table itself would hold on phones too, once a client drops the style block. */
const outlookWidth = {
  open: trusted('<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->'),
  close: trusted('<!--[if mso]></td></tr></table><![endif]-->'),
};

/** A whole HTML document around table rows. */
export function mailDocument({
  subject,
  rows,
  language,
  style = mailStyle,
}: {
  subject: string;
  rows: Html;
  language: string;
  style?: Html;
}): string {
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark"><title>${subject}</title>${style}</head>
<body class="g"><table role="presentation" width="100%" class="g"><tr><td align="center">
${outlookWidth.open}<table role="presentation" width="100%" class="w c" align="center">
${rows}</table>${outlookWidth.close}</td></tr></table></body></html>
`.text;
}

/** The way out is also the first thing: a client that cuts a long mail cuts its end. */
function topRow(reader: MailReader, { words }: MailContext): Html {
  const { unsubscribe, preferences, archive } = reader.links;
  return html`<tr><td class="p"><p class="m"><a href="${unsubscribe}">${words.say('leave')}</a> ·
<a href="${preferences}">${words.say('change')}</a> ·
<a href="${archive}">${words.say('readOnline')}</a></p></td></tr>`;
}

function footerRow(reader: MailReader, { words }: MailContext): Html {
  const { links } = reader;
  return html`<tr><td class="s"><p class="k">${words.say('why')}</p><p class="m">${whyLine(reader, words)}</p>
<p class="m"><a href="${links.archive}">${words.say('readOnline')}</a> ·
<a href="${links.preferences}">${words.say('change')}</a> ·
<a href="${links.privacy}">${words.say('privacy')}</a> ·
<a href="${links.unsubscribe}">${words.say('leave')}</a></p></td></tr>`;
}

function footerText(reader: MailReader, { words }: MailContext): string {
  const { links } = reader;
  return [
    '',
    words.say('why'),
    `  ${whyLine(reader, words)}`,
    `  ${words.labelled(words.say('readOnline'), links.archive)}`,
    `  ${words.labelled(words.say('change'), links.preferences)}`,
    `  ${words.labelled(words.say('privacy'), links.privacy)}`,
    `  ${words.labelled(words.say('leave'), links.unsubscribe)}`,
    '',
  ].join('\n');
}

/**
 * The headers that bulk mail must have (RFC 8058, RFC 2919, RFC 3834) and Gmail's Feedback-ID (CampaignID:CustomerID:MailType:SenderID).
 * No Date and no Message-ID: SES overrides both (SES developer guide, header fields).
 */
export function bulkHeaders(
  { unsubscribe, unsubscribeAddress }: Pick<ReaderLinks, 'unsubscribe' | 'unsubscribeAddress'>,
  { siteUrl, wire }: { siteUrl: string; wire: string },
): Mail['headers'] {
  // A phrase of RFC 5322 without quotes: letters of ASCII, digits and blanks.
  const phrase = wire.replace(/[^\w .-]/g, '').trim();
  const host = new URL(siteUrl).hostname;
  const byMail =
    unsubscribeAddress === undefined ? '' : `, <mailto:${unsubscribeAddress}?subject=unsubscribe>`;
  return [
    ['List-Unsubscribe', `<${unsubscribe}>${byMail}`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Id', `${phrase} <digest.${host}>`.trim()],
    ['Feedback-ID', `digest:reader:edition:${host.replace(/[^a-z0-9]/g, '-')}`],
    ['Auto-Submitted', 'auto-generated'],
  ];
}

/** One reader's mail from the shared rendering. */
export function digestMail(rendered: RenderedEdition, reader: MailReader, tags: Mail['tags']): Mail {
  const { context, subject } = rendered;
  return {
    to: reader.address,
    subject,
    html: mailDocument({
      subject,
      rows: trusted(topRow(reader, context).text + rendered.htmlTop + footerRow(reader, context).text),
      language: context.words.language,
    }),
    text: rendered.textTop + footerText(reader, context),
    headers: bulkHeaders(reader.links, {
      siteUrl: context.siteUrl,
      wire: context.words.say('siteName'),
    }),
    tags,
  };
}

/** The rules of the mail as a file: a page of the site may hold no inline style. */
export const editionStyleKey = 'editions/edition.css';

/** The edition as a page of the site: no person's address, choices or links. */
export function editionPage(rendered: RenderedEdition): string {
  const { context, subject, htmlTop } = rendered;
  const { siteUrl, words } = context;
  const again = html`<tr><td class="s"><p class="m"><a href="${siteUrl}/s/subscribe">${words.say('formTitle')}</a> ·
<a href="${siteUrl}/">${words.say('home')}</a></p></td></tr>`;
  return mailDocument({
    subject,
    rows: trusted(htmlTop + again.text),
    language: context.words.language,
    style: html`<link rel="stylesheet" href="/${editionStyleKey}">`,
  });
}
