import type { WireLanguage } from '../language.ts';

/** The paths of the site, without the leading slash; they are also the keys of the site bucket. */

export const frontPath = (language: WireLanguage): string =>
  language === 'en' ? 'index.html' : `${language}/index.html`;
/** Our own privacy page; the operator may link to another. */
export const privacyPath = 'privacy.html';
export const storyPath = (storyId: string): string => `stories/${storyId}.html`;
export const storyApiPath = (storyId: string): string => `api/v1/stories/${storyId}.json`;
/** What people decided about stories, and titles that outlets changed. */
export const correctionsPath = 'corrections.html';
export const correctionsApiPath = 'api/v1/corrections.json';
/** The story's articles as CSL-JSON. */
export const storyCitationsPath = (storyId: string): string => `api/v1/stories/${storyId}.csl.json`;
export const latestPath = 'api/v1/latest.json';
/** What a page asks every minute: ids and times only. */
export const pulsePath = 'api/v1/pulse.json';
/** `openapi.json` and the JSON Schemas of all files. */
export const contractPath = (name: string): string => `api/v1/${name}`;
export const topicPath = (topic: string, subtopic?: string): string =>
  `topics/${subtopic === undefined ? topic : `${topic}.${subtopic}`}.html`;
export const entityPath = (entityId: string): string => `entities/${entityId}.html`;
export const dayPath = (day: string): string => `days/${day}.html`;
export const daysPath = 'days/index.html';
export const feedPath = (list: string, format: 'atom' | 'json'): string => `feeds/${list}.${format}`;
export const dayExportPath = (day: string, format: 'ndjson.gz' | 'csv' | 'articles.csv'): string =>
  `exports/days/${day}.${format}`;
export const daySitemapPath = (day: string): string => `sitemaps/${day}.xml`;
export const searchManifestPath = 'search/manifest.json';
export const searchNamesPath = 'search/names.json';
export const searchShardPath = (shard: string): string => `search/${shard}.json`;

/** Not public: CloudFront answers 403 under `_state/`. */
export const indexStatePath = '_state/index.json.gz';
/** What lists know of the stories of a day: of its two places one is named by the index, the other is written next. */
export const dayEntriesPath = (day: string, place: EntriesPlace): string =>
  `_state/entries/${day}.${place}.json.gz`;
export type EntriesPlace = 'a' | 'b';
export const dayStatePrefix = '_state/days/';
export const dayStatePath = (day: string): string => `${dayStatePrefix}${day}.json.gz`;
export const dayOfState = (path: string): string => path.slice(dayStatePrefix.length).split('.', 1)[0] ?? '';

/** The link to a path: root-relative, without the `index.html` a browser need not see. */
export const linkTo = (path: string): string => `/${path.replace(/(^|\/)index\.html$/, '$1')}`;
