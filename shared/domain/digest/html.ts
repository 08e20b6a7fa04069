import type { Edition, EditionLink, EditionStory, SideLine } from './edition.ts';
import type { Words } from './words.ts';
import { type Html, html, trusted } from '../text/html.ts';
import { wireLanguages } from '../language.ts';
import { parsedUrl } from '../text/parsed-url.ts';
import { sides } from '../outlet.ts';

/** The HTML part of an edition: tables for Outlook, a style block for the rest, no image, nothing fetched from anywhere. */

/** Colours are given twice: plain for clients without a style block's dark rules, and for dark mode. Contrast ≥ 4.5:1 in both. */
export const mailCss = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;background:#f4f1ea;color:#1c1b1a;font:16px/1.5 Georgia,'Times New Roman',serif;-webkit-text-size-adjust:100%}
table{border-collapse:collapse}a{color:#7a2318}
.w{width:100%;max-width:600px;text-align:left}.p{padding:16px 20px}.c{background:#fffdf9;overflow-wrap:anywhere;word-break:break-word}
.s{padding:16px 20px;border-top:1px solid #ddd6c8}
.k{margin:0;font:bold 12px/1.4 Arial,sans-serif;letter-spacing:.02em;color:#7a2318}
h1{margin:0;font-size:26px;line-height:1.2}h2{margin:0;font-size:18px;line-height:1.3}h3{margin:2px 0 6px;font-size:20px;line-height:1.3}h3 a{color:#1c1b1a;text-decoration:none}
.o{margin:6px 0;padding-left:22px}.o a{color:#1c1b1a}
.m{margin:4px 0;font:13px/1.5 Arial,sans-serif;color:#5c574f}.m a{color:#5c574f}
.d{padding:4px 10px 4px 0;width:112px;vertical-align:top;font:bold 13px/1.5 Arial,sans-serif;color:#5c574f}
.t{padding:4px 0;vertical-align:top;font-size:15px}.t a{color:#1c1b1a}
.b{display:inline-block;padding:10px 18px;background:#7a2318;color:#ffffff;font:bold 16px Arial,sans-serif;text-decoration:none}
@media (max-width:480px){h1{font-size:22px}.d,.t{display:block;width:auto;padding:0}.d{padding-top:6px}.p,.s{padding-left:14px;padding-right:14px}}
@media (prefers-color-scheme:dark){body,.g{background:#141312!important;color:#e9e5dd!important}.c{background:#1e1c1a!important}.s{border-color:#3b3733!important}
h3 a,.t a,.o a{color:#f1ede5!important}a,.k{color:#eb9a8a!important}.m,.m a,.d{color:#b3aca1!important}.b{background:#b5402f!important;color:#ffffff!important}}
`;
export const mailStyle = trusted(`<style>\n${mailCss}</style>`);

/** The href of an outside link, in ASCII: a look-alike host shows as punycode. null when it is not an http(s) URL. */
export function outsideHref(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? (parsedUrl(url)?.href ?? null) : null;
}

function linked(text: string, url: string | null): Html {
  const href = outsideHref(url);
  return href === null ? html`${text}` : html`<a href="${href}">${text}</a>`;
}

/** The language of an original, said where it is not the reader's own. */
const languageMark = (language: string, words: Words): Html =>
  language === words.language ? html`` : html` <span class="m">[${words.languageName(language)}]</span>`;

/** ` · 21 November` where an article is not of the edition's day, ` · no date given` where its outlet gives none. */
export function datingText(
  { published, undated }: EditionLink | SideLine,
  words: Words,
  zone: string,
): string {
  if (undated === true) return ` · ${words.say('undated')}`;
  return published === undefined ? '' : ` · ${words.date(published, zone)}`;
}

function sideRow(line: SideLine, words: Words, zone: string): Html {
  return html`<tr><td class="d">${words.name('sides', line.side)}</td><td class="t"><span lang="${line.language}">${linked(line.title, line.url)}</span>${languageMark(line.language, words)}<br><span class="m">${line.outlet} · ${words.name('kinds', line.kind)}${datingText(line, words, zone)}</span></td></tr>`;
}

function linkLines({ links, furtherLinks }: EditionStory, words: Words, zone: string): Html {
  if (links.length === 0) return html``;
  const items = links.map(
    (link) =>
      html`<br><span lang="${link.language}">${linked(link.title, link.url)}</span> (${link.outlet}, ${link.language}${datingText(link, words, zone)})`,
  );
  return html`<p class="m">${words.say('moreArticles')}${items}${furtherLinks > 0 && html`<br>${words.say('further', { n: furtherLinks })}`}</p>`;
}

function countsLine(story: EditionStory, words: Words, zone: string): string {
  const parts = [words.say('independent', { n: story.independent })];
  if (story.reprints > 0) parts.push(words.say('reprints', { n: story.reprints }));
  if (story.since !== null)
    parts.unshift(words.say('updateSince', { when: words.moment(story.since, zone), n: story.fresh }));
  // A number stays on the line of its words.
  return parts.map((part) => part.replace(/ (?=\d+$)/, '\u00a0')).join(' · ');
}

export function coverageGapText(gap: EditionStory['silences'][number], words: Words, zone: string): string {
  return words.say('silence', {
    silent: words.name('outletsOf', gap.silent),
    covered: words.name('outletsOf', gap.coveredBy),
    when: words.moment(gap.since, zone),
  });
}

/** `Numbers that differ: killed – 1, say Yerevan outlets; 3, say Baku outlets.`: what a side writes, not what it lost. null where none do. */
export function figureConflictsText(
  { claims = [] }: Pick<EditionStory, 'claims'>,
  words: Words,
): string | null {
  if (claims.length === 0) return null;
  const list = claims.map(({ what, numbers }) => {
    const said = numbers.map(({ side, value }) =>
      words.say('claimBy', { who: words.name('outletsOf', side), n: words.number(value) }),
    );
    return words.say('claim', { what: words.counted(what), list: said.join(words.say('between')) });
  });
  return words.say('differ', { list: list.join(' · ') });
}

/** `CSTO · Armenia–Azerbaijan (Border, Prisoners)`: marks that every language reads alike. A whole topic covers its parts. */
export function topicText(topics: readonly string[], words: Words): string {
  const parts = new Map<string, string[]>();
  for (const entry of topics) {
    const [topic = '', subtopic] = entry.split('.');
    parts.set(topic, [
      ...(parts.get(topic) ?? []),
      ...(subtopic === undefined ? [] : [words.subtopic(subtopic)]),
    ]);
  }
  return [...parts]
    .map(([topic, subtopics]) =>
      subtopics.length === 0 || topics.includes(topic)
        ? words.topic(topic)
        : `${words.topic(topic)} (${subtopics.join(', ')})`,
    )
    .join(' · ');
}

export interface MailContext {
  words: Words;
  zone: string;
  siteUrl: string;
}

/** A story with one article shows its side beside the outlet: a table would only repeat the headline. */
export function loneSide({ sides, headline }: EditionStory): SideLine | null {
  const [only] = sides;
  return only !== undefined &&
    sides.length === 1 &&
    only.title === headline.title &&
    only.url === headline.url
    ? only
    : null;
}

/** `Yerevan, independent`: an international outlet is so once. */
export const sideAndKind = ({ side, kind }: SideLine, words: Words): string =>
  side === kind ? words.name('sides', side) : `${words.name('sides', side)}, ${words.name('kinds', kind)}`;

/** What stands over a story: whether it is an update or was found late, and its topics. */
export const storyLabel = ({ kind, late, why }: EditionStory, words: Words): string =>
  [
    ...(kind === 'update' ? [words.say('update')] : []),
    ...(late === true ? [words.say('addedLater')] : []),
    topicText(why.topics, words),
  ].join(' · ');

export const storyHref = (storyId: string, { siteUrl }: Pick<MailContext, 'siteUrl'>): string =>
  `${siteUrl}/stories/${encodeURIComponent(storyId)}.html`;

/** One story of an edition as a table row; `short`, on a heavy day, without its further articles. */
export function storyHtml(story: EditionStory, context: MailContext, short = false): Html {
  const { words, zone } = context;
  const lone = loneSide(story);
  const differ = figureConflictsText(story, words);
  const table =
    lone === null &&
    html`<table role="presentation" width="100%">${story.sides.map((line) => sideRow(line, words, zone))}</table>`;
  return html`<tr><td class="s"><p class="k">${storyLabel(story, words)}</p><h3 lang="${story.headline.language}">${linked(story.headline.title, story.headline.url)}</h3><p class="m">${
    story.headline.outlet
  }${datingText(story.headline, words, zone)}${languageMark(story.headline.language, words)}${lone !== null && ` · ${sideAndKind(lone, words)}`} · ${countsLine(story, words, zone)}</p>${
    table
  }${differ !== null && html`<p class="m">${differ}</p>`}${story.silences.map((gap) => html`<p class="m">${coverageGapText(gap, words, zone)}</p>`)}${!short && linkLines(story, words, zone)}<p class="m"><a href="${storyHref(story.storyId, context)}">${words.say('storyPage')}</a></p></td></tr>\n`;
}

/** A story in one line, with the address of its page. The same for every reader, whatever their language. */
export function oneLinerHtml({ outlet, language, title }: EditionLink, href: string): Html {
  return html`<p class="m"><a href="${href}" lang="${language}">${title}</a> (${outlet}, ${language})</p>`;
}

/** The first lines of an edition: what happened and who reports it. */
export function onlyThisHtml(stories: readonly EditionStory[], context: MailContext): Html {
  const { words } = context;
  const lines = stories.map(
    (story) =>
      html`<li><a href="${storyHref(story.storyId, context)}" lang="${story.headline.language}">${story.headline.title}</a> <span class="m">${story.headline.outlet} · ${words.say('independent', { n: story.independent })}</span></li>`,
  );
  return html`<tr><td class="s"><h2>${words.say('onlyThis')}</h2><ol class="o">${lines}</ol></td></tr>\n`;
}

/** A heading over the stories of one topic. */
export const sectionHtml = (topic: string, words: Words): Html =>
  html`<tr><td class="s"><h2>${words.topic(topic)}</h2></td></tr>\n`;

/** @param lines each made by oneLinerHtml */
export function oneLinersHtml(more: number, lines: readonly Html[], { words, siteUrl }: MailContext): Html {
  const beyond =
    more > 0 ? html`<p class="m"><a href="${siteUrl}/">${words.say('more', { n: more })}</a></p>` : html``;
  return lines.length + more === 0
    ? html``
    : html`<tr><td class="s"><p class="k">${words.say('briefs')}</p>${lines}${beyond}</td></tr>`;
}

/** How many articles come from where, and in which language: counts in the order of `sides` and of `wireLanguages`. An edition has no other languages. */
export interface Balance {
  sides: number[];
  languages: number[];
}

const emptyBalance = (): Balance => ({ sides: sides.map(() => 0), languages: wireLanguages.map(() => 0) });

export function balanceOf(story: EditionStory): Balance {
  const counted = (keys: readonly string[], of: readonly [string, number][]): number[] =>
    keys.map((key) => of.reduce((sum, [each, n]) => (each === key ? sum + n : sum), 0));
  const languages = Object.entries(story.byLanguage ?? {});
  return {
    sides: counted(
      sides,
      story.sides.map((line) => [line.side, line.articles]),
    ),
    languages: counted(
      wireLanguages,
      languages.length > 0 ? languages : [...story.sides, ...story.links].map((link) => [link.language, 1]),
    ),
  };
}

export function summedBalance(parts: readonly Balance[]): Balance {
  const sum = emptyBalance();
  const add = (to: number[], from: readonly number[]): void => {
    for (let at = 0; at < to.length; at++) to[at] = (to[at] ?? 0) + (from[at] ?? 0);
  };
  for (const part of parts) {
    add(sum.sides, part.sides);
    add(sum.languages, part.languages);
  }
  return sum;
}

/** Sentences of the coverage footer; shared with the text part. */
export function coverageLines(coverage: Edition['coverage'], balance: Balance, words: Words): string[] {
  const { feeds, reached, late, blocked, missing, missingMore } = coverage;
  const names = missing.join(', ') + (missingMore > 0 ? ` ${words.say('further', { n: missingMore })}` : '');
  const bySide = rankedCounts(sides, balance.sides, (side) => words.name('sides', side));
  const byLanguage = rankedCounts(wireLanguages, balance.languages, (code) => words.languageName(code));
  return [
    words.say('coverageFeeds', { feeds, reached, late, blocked }),
    ...(missing.length > 0 ? [words.say('coverageMissing', { names })] : []),
    ...(bySide === '' ? [] : [words.say('balanceSides', { list: bySide })]),
    ...(byLanguage === '' ? [] : [words.say('balanceLanguages', { list: byLanguage })]),
  ];
}

/** `Baku 4, Moscow 3`: most first. */
function rankedCounts<K extends string>(
  keys: readonly K[],
  counts: readonly number[],
  name: (key: K) => string,
): string {
  return keys
    .map((key, at) => ({ key, n: counts[at] ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
    .map(({ key, n }) => `${name(key)} ${n}`)
    .join(', ');
}

/** @param lines by coverageLines */
export function coverageHtml(lines: readonly string[], words: Words): Html {
  return html`<tr><td class="s"><p class="k">${words.say('coverage')}</p>${lines.map((line) => html`<p class="m">${line}</p>`)}</td></tr>`;
}
