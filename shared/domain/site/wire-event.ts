import { z } from 'zod';
import { hourMs } from '../text/time.ts';
import type { Card } from './card.ts';
import { linkTo, storyPath } from './paths.ts';

/** What the wire tells other programs as it happens. Fields are added, never renamed or removed. */
export const wireEventSchema = z.strictObject({
  id: z.string().describe('The same event has the same id, whoever tells it and however often'),
  type: z.enum(['story-started', 'story-grew', 'story-silent', 'edition-published']),
  at: z.iso.datetime().describe('When it happened, UTC'),
  title: z.string().describe('A headline of an outlet as it wrote it, or the name of the edition'),
  language: z.string().describe('Of the title'),
  url: z.url().describe('The page of the story or of the edition'),
  topics: z.array(z.string()),
  story: z.string().optional().describe('Id of the story'),
  independent: z
    .int()
    .optional()
    .describe('Independent reports of the story: no reprints, those of one owner once'),
  sides: z.array(z.string()).optional().describe('Whose outlets report it'),
});
export type WireEvent = z.infer<typeof wireEventSchema>;

/** So many independent articles are news of their own. */
const growth = [5, 10, 20] as const;

/** What happened longer ago is told to nobody: an archive that is rendered again is no news. */
const newsMs = 6 * hourMs;

/** A day's edition for everybody. @param name topic and language, as in its address */
export const editionEvent = (
  edition: { date: string; interface: string; topics: readonly string[] },
  { name, siteUrl, at }: { name: string; siteUrl: string; at: string },
): WireEvent => ({
  id: `edition-published.${edition.date}.${name}`,
  type: 'edition-published',
  at,
  title: `${edition.date} ${name}`,
  language: edition.interface,
  url: `${siteUrl}/editions/${edition.date}/${name}.html`,
  topics: [...edition.topics],
});

/** What the card of a changed story tells: that it started, how far it grew, that a side is silent on it. */
export function storyEvents(card: Card, { siteUrl, now }: { siteUrl: string; now: Date }): WireEvent[] {
  const isNews = (at: string): boolean => now.getTime() - Date.parse(at) <= newsMs;
  const told = Object.entries(card.headlines);
  const [language, headline] = told.find(([each]) => each === 'en') ?? told[0] ?? [];
  if (headline === undefined || language === undefined || !isNews(card.changedAt)) return [];
  const about = {
    title: headline.title,
    language,
    url: siteUrl + linkTo(storyPath(card.id)),
    topics: card.topics,
    story: card.id,
    independent: card.independent,
    sides: card.sides.map(({ side }) => side),
  };
  const at = card.changedAt;
  const reached = growth.findLast((least) => card.independent >= least);
  return [
    ...(isNews(card.firstSeenAt)
      ? [{ id: `story-started.${card.id}`, type: 'story-started' as const, at: card.firstSeenAt, ...about }]
      : []),
    ...(reached !== undefined
      ? [{ id: `story-grew.${card.id}.${reached}`, type: 'story-grew' as const, at, ...about }]
      : []),
    ...(card.silences > 0
      ? [{ id: `story-silent.${card.id}`, type: 'story-silent' as const, at, ...about }]
      : []),
  ];
}
