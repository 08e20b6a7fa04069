import { defaultWireName } from '../../../shared/domain/text/wire-name.ts';
import type { PublishedName } from '../../../shared/domain/site/published.ts';
import { readerPaths } from './open-api-reader.ts';

type Json = Record<string, unknown>;

const parameter = (name: string, pattern: string, description: string): Json => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string', pattern },
});

const storyId = parameter('id', '^[0-9a-f]{8,40}$', 'a story, as lists name it');
const dayName = parameter('day', '^\\d{4}-\\d{2}-\\d{2}$', 'a day, UTC');
const listName = parameter(
  'list',
  '^[a-z0-9][a-z0-9.-]*$',
  'all, a topic (csto), a topic and subtopic (csto.border), language-hy or entity-nikol-pashinyan',
);
const missing = { description: 'There is no such file.' };

interface FileOperation {
  id: string;
  summary: string;
  /** Its schema, or the media type of what has none. */
  holds: PublishedName | { type: string };
  parameters?: Json[];
}

function getFile({ id, summary, holds, parameters = [] }: FileOperation): Json {
  const content =
    typeof holds === 'string'
      ? { [mediaTypes[holds] ?? 'application/json']: { schema: { $ref: `#/components/schemas/${holds}` } } }
      : { [holds.type]: {} };
  return {
    get: {
      operationId: id,
      summary,
      tags: ['files'],
      security: [],
      ...(parameters.length > 0 && { parameters }),
      responses: { 200: { description: summary, content }, ...(parameters.length > 0 && { 404: missing }) },
    },
  };
}

const mediaTypes: Partial<Record<PublishedName, string>> = {
  'json-feed': 'application/feed+json',
  citations: 'application/vnd.citationstyles.csl+json',
};

/** The files, by path. */
const files: Record<string, FileOperation> = {
  '/api/v1/latest.json': { id: 'latest', summary: 'The newest stories', holds: 'latest' },
  '/api/v1/pulse.json': { id: 'pulse', summary: 'What changed when, to be polled', holds: 'pulse' },
  '/api/v1/corrections.json': {
    id: 'corrections',
    summary: 'What people corrected, and titles that outlets changed',
    holds: 'corrections',
  },
  '/api/v1/stories/{id}.json': {
    id: 'story',
    summary: 'One story with its articles and their evidence',
    holds: 'story',
    parameters: [storyId],
  },
  '/api/v1/stories/{id}.csl.json': {
    id: 'storyCitations',
    summary: 'The articles of a story as CSL-JSON, for reference managers',
    holds: 'citations',
    parameters: [storyId],
  },
  '/feeds/{list}.json': {
    id: 'jsonFeed',
    summary: 'A list as JSON Feed 1.1',
    holds: 'json-feed',
    parameters: [listName],
  },
  '/feeds/{list}.atom': {
    id: 'atomFeed',
    summary: 'A list as Atom 1.0',
    holds: { type: 'application/atom+xml' },
    parameters: [listName],
  },
  '/exports/days/{day}.ndjson.gz': {
    id: 'dayStories',
    summary: 'Stories first reported on a day, one a line (schema/day-line.json), gzip',
    holds: { type: 'application/gzip' },
    parameters: [dayName],
  },
  '/exports/days/{day}.csv': {
    id: 'dayCsv',
    summary: 'The headlines of those stories, one a row',
    holds: { type: 'text/csv' },
    parameters: [dayName],
  },
  '/exports/days/{day}.articles.csv': {
    id: 'dayArticlesCsv',
    summary: 'The articles of those stories, one a row',
    holds: { type: 'text/csv' },
    parameters: [dayName],
  },
  '/exports/articles/day={day}/articles.ndjson.gz': {
    id: 'dayArticles',
    summary: 'The articles of those stories, one a line (schema/article-line.json), gzip',
    holds: { type: 'application/gzip' },
    parameters: [dayName],
  },
  '/search/manifest.json': {
    id: 'searchManifest',
    summary: 'The shards of the search',
    holds: 'search-manifest',
  },
  '/search/names.json': { id: 'searchNames', summary: 'Names that stories have', holds: 'search-names' },
  '/search/{shard}.json': {
    id: 'searchShard',
    summary: 'Stories of four days as the search reads them',
    holds: 'search-shard',
    parameters: [parameter('shard', '^d\\d+$', 'as the manifest names it')],
  },
  '/opml.xml': { id: 'opml', summary: 'Every feed we read', holds: { type: 'text/x-opml' } },
};

/** OpenAPI 3.1 of everything the site answers: its files, and the pages of readers. @param schemas JSON Schema of each file, by name */
export function openApiOf(schemas: Record<PublishedName, object>): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: defaultWireName,
      version: '1.0.0',
      summary: 'The CSTO and Armenia–Azerbaijan relations, as six languages report them',
      description:
        'Everything is a file and needs no key. Fields are added, never renamed or removed within /api/v1/. ' +
        'Quote an outlet with its name and address. The pages under /s/ belong to readers: a link of a mail is the key.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ link: [] }],
    tags: [
      { name: 'files', description: 'read by anybody' },
      { name: 'reader', description: 'opened by a link from a mail' },
    ],
    paths: {
      ...Object.fromEntries(Object.entries(files).map(([path, file]) => [path, getFile(file)])),
      ...readerPaths,
    },
    components: {
      schemas,
      securitySchemes: {
        link: { type: 'apiKey', in: 'query', name: 't', description: 'signed; in every mail' },
      },
    },
  };
}
