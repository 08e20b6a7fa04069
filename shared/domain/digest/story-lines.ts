import { glossLine } from '../story/gloss.ts';
import { parsedUrl } from '../text/parsed-url.ts';
import type { EditionLead, EditionLink, EditionStory, SideLine, Translated } from './edition.ts';
import type { Words } from './words.ts';

/** What is said of a story, in the words of one language: the same in both parts of a mail. */

export interface MailContext {
  words: Words;
  zone: string;
  siteUrl: string;
}

export const storyHref = (storyId: string, { siteUrl }: Pick<MailContext, 'siteUrl'>): string =>
  `${siteUrl}/stories/${encodeURIComponent(storyId)}.html`;

/** The href of an outside link, in ASCII: a look-alike host shows as punycode. null when it is not an http(s) URL. */
export function outsideHref(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? (parsedUrl(url)?.href ?? null) : null;
}

/** Who said it, and when. */
export const leadSource = ({ outlet, at }: EditionLead, { words, zone }: MailContext): [string, string] => [
  outlet,
  words.moment(at, zone),
];

/** `machine translation, Amazon Translate`: stands beside every text that no outlet wrote. */
export const machineMark = ({ engine, uncertain }: Translated, words: Words): string =>
  words.say(uncertain === true ? 'machineUncertain' : 'machine', { engine });

/** What a story is about, in the reader's language; null where its headline can be read. */
export function glossText({ about, headline, why }: EditionStory, words: Words): string | null {
  if (about === undefined || headline.translation !== undefined) return null;
  const topics = [...new Set(why.topics.map((entry) => entry.split('.', 1)[0] ?? ''))];
  return glossLine({ language: headline.language, topics, ...about }, words);
}

export function countsLine(story: EditionStory, words: Words, zone: string): string {
  const parts = [words.say('independent', { n: story.independent })];
  if (story.reprints > 0) parts.push(words.say('reprints', { n: story.reprints }));
  if (story.since !== null)
    parts.unshift(words.say('updateSince', { when: words.moment(story.since, zone), n: story.fresh }));
  // A number stays on the line of its words.
  return parts.map((part) => part.replace(/ (?=\d+$)/, '\u00a0')).join(' · ');
}

/** ` · 21 November` where an article is not of the edition's day, ` · no date given` where its outlet gives none. */
export function datingText(
  { published, undated }: EditionLink | SideLine,
  words: Words,
  zone: string,
): string {
  if (undated === true) return ` · ${words.say('undated')}`;
  return published === undefined ? '' : ` · ${words.date(published, zone)}`;
}

export function coverageGapText(gap: EditionStory['silences'][number], words: Words, zone: string): string {
  return words.say('silence', {
    silent: words.name('outletsOf', gap.silent),
    covered: words.name('outletsOf', gap.coveredBy),
    when: words.moment(gap.since, zone),
  });
}

/** `Denied by: Baku`; null where nobody denies. */
export function denialText({ deniedBy = [] }: EditionStory, words: Words): string | null {
  if (deniedBy.length === 0) return null;
  return words.labelled(words.say('deniedBy'), deniedBy.map((side) => words.name('sides', side)).join(', '));
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

/** `Because you follow: Syunik, «corridor»`; null for most stories. */
export const becauseText = ({ because = [] }: EditionStory, words: Words): string | null =>
  because.length === 0 ? null : words.labelled(words.say('becauseFollow'), because.join(', '));

/** What stands over a story: whether it is an update or was found late, and its topics. */
export const storyLabel = ({ kind, late, why }: EditionStory, words: Words): string =>
  [
    ...(kind === 'update' ? [words.say('update')] : []),
    ...(late === true ? [words.say('addedLater')] : []),
    topicText(why.topics, words),
  ].join(' · ');
