import type { z } from 'zod';
import { calledSo, nameIndexOf } from '../../shared/domain/query/named.ts';
import { queryWords } from '../../shared/domain/query/plain-words.ts';
import { namesOfRow } from '../../shared/domain/query/searchable.ts';
import { citationText, type CslItem, cslOf } from '../../shared/domain/site/citation.ts';
import { dayExportPath, searchNamesPath, storyApiPath } from '../../shared/domain/site/paths.ts';
import { searchNamesSchema } from '../../shared/domain/site/published-search.ts';
import { dayLineSchema, storySchema } from '../../shared/domain/site/published-stories.ts';
import { UsageError } from '../../shared/errors.ts';
import { gunzip } from '../../shared/zip.ts';
import type { PublishedSite } from './published.ts';
import { jsonOf, searchSite, searchRows } from './search-site.ts';

/** What an agent is answered with: facts in few words, and the sources of all of them. */

type Story = z.infer<typeof storySchema>;

/** A source: the line to print, and the same for reference managers. */
export interface Citation {
  text: string;
  csl: CslItem;
}

const citedArticles = 40;
const dayBytes = 64 * 1024 * 1024;

function citationsOf({ url, articles }: Story, most = citedArticles): Citation[] {
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  return (originals.length > 0 ? originals : articles)
    .slice(0, most)
    .map((article) => ({ text: citationText(article, url), csl: cslOf(article, url) }));
}

async function storyOf(site: PublishedSite, id: string): Promise<Story> {
  if (!/^[0-9a-f]{8,40}$/.test(id)) throw new UsageError(`'${id}' is no story id`);
  return storySchema.parse(await jsonOf(site, storyApiPath(id)));
}

const told = ({
  id,
  url,
  phase,
  topics,
  subtopics,
  entities,
  headlines,
  sides,
  independent,
  reprints,
  leads,
}: Story) => ({
  id,
  url,
  phase,
  topics,
  subtopics,
  entities,
  headlines: Object.fromEntries(Object.entries(headlines).map(([language, { title }]) => [language, title])),
  sides: Object.fromEntries(sides.map(({ side, independent: own }) => [side, own])),
  independent,
  reprints,
  leads: leads.map(({ side, language, text }) => ({ side, language, text })),
});

/** A story with what its sides say, deny and count. */
export async function aboutStory(
  site: PublishedSite,
  id: string,
): Promise<{ story: object; citations: Citation[] }> {
  const story = await storyOf(site, id);
  const { firstPublishedAt, lastPublishedAt, denials, claims, silences, follows, relatesTo } = story;
  return {
    story: {
      ...told(story),
      firstPublishedAt,
      lastPublishedAt,
      denials: denials.map(({ side, text, url }) => ({ side, text, url })),
      conflictingFigures: claims,
      silences,
      follows,
      relatesTo,
    },
    citations: citationsOf(story),
  };
}

interface Found {
  stories: object[];
  citations: Citation[];
}

/** Sources of each of several stories. */
const inAnswer = 3;

async function withSources(site: PublishedSite, rows: readonly { id: string }[]): Promise<Found> {
  const stories = await Promise.all(rows.map(({ id }) => storyOf(site, id)));
  return {
    stories: stories.map(told),
    citations: stories.flatMap((story) => citationsOf(story, inAnswer)),
  };
}

/** Stories that answer a query, each with up to three of its sources. */
export async function searched(
  site: PublishedSite,
  { query, limit }: { query: string; limit: number },
  now: Date,
): Promise<Found & { found: number }> {
  const rows = await searchSite(site, query, now);
  return { found: rows.length, ...(await withSources(site, rows.slice(0, limit))) };
}

/** Who or what is called so, when and by which sides stories of the last 90 days named it, and the newest of them. */
export async function aboutName(site: PublishedSite, name: string): Promise<Found & { names: object[] }> {
  const names = searchNamesSchema.parse(await jsonOf(site, searchNamesPath));
  const ids = calledSo(queryWords(name), nameIndexOf(names));
  if (ids.size === 0) throw new UsageError(`no story of the last 90 days names '${name}'`);
  const rows = (await searchRows(site)).filter((row) => namesOfRow(row).some((id) => ids.has(id)));
  return {
    names: [...ids].map((id) => {
      const own = rows.filter((row) => namesOfRow(row).includes(id));
      return {
        id,
        name: names.find(([known]) => known === id)?.[1] ?? id,
        stories: own.length,
        sides: countsOf(own.flatMap(({ d }) => d)),
        firstNamedAt: own.at(-1)?.at,
        lastNamedAt: own[0]?.at,
      };
    }),
    ...(await withSources(site, rows.slice(0, inAnswer))),
  };
}

function countsOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** The stories first reported on a day (UTC), those with most independent reports first. */
export async function aboutDay(
  site: PublishedSite,
  day: string,
  limit: number,
): Promise<Found & { found: number }> {
  const zipped = await site.read(dayExportPath(day, 'ndjson.gz'));
  if (zipped === null) throw new UsageError(`${site.url} has no stories of ${day}`);
  const lines = (await gunzip(zipped, dayBytes)).toString('utf8').trim().split('\n');
  const stories = lines.map((line) => dayLineSchema.parse(JSON.parse(line)));
  const biggest = stories
    .toSorted((a, b) => b.independent - a.independent || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
  return { found: stories.length, ...(await withSources(site, biggest)) };
}
