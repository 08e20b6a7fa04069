import { entityCatalogue } from '../../../shared/catalogue/packs.ts';
import { topicNames } from '../../../shared/catalogue/topic-names.at-build.ts';
import type { SiteFile } from '../../../functions/publish-site/ports.ts';
import type { Ports } from '../../../functions/publish-site/ports.ts';
import type { FeedReport, Site } from '../../../functions/publish-site/site.ts';
import { siteOf } from '../../../functions/publish-site/site-catalogue.ts';
import type { Decision } from '../../../shared/domain/story/decisions.ts';
import { sideOf } from '../../../shared/domain/outlet.ts';
import { outlets, tell, type Told, told } from './fixture-stories.ts';

export const now = new Date('2026-11-24T09:00:00.000Z');

let made: Site | undefined;
/** The site of the fixture outlets with the real names and topics. */
export const site = (): Site =>
  (made ??= siteOf({
    url: 'https://wire.example',
    sender: 'Caucasus Wire <digest@wire.example>',
    outlets,
    entities: entityCatalogue(),
    topics: topicNames,
  }));

/** Eight feeds that do well and one that does not. */
const reports: FeedReport[] = outlets.map((outlet, at) => ({
  feedId: `${outlet.id}-feed`,
  outletName: outlet.name,
  side: sideOf(outlet),
  language: outlet.sources[0]?.language ?? null,
  rhythmMinutes: 15,
  robotsForbid: at === 3,
  titleOnly: at === 4,
  seenWorking:
    at === 2
      ? null
      : {
          state: at === 0 ? ('confirmed' as const) : ('reported' as const),
          on: '2026-09-21',
          by: 'a made-up project',
        },
  ...(at === 3
    ? {
        health: 'blocked',
        grade: 'ill' as const,
        seen: 'HTTP 403, 6 in a row',
        remedy: 'Write to the outlet and name our User-Agent.',
        lastSuccessAt: '2026-11-21T08:00:00.000Z',
      }
    : {
        health: 'healthy',
        grade: 'ok' as const,
        seen: '',
        remedy: '',
        lastSuccessAt: '2026-11-24T08:40:00.000Z',
      }),
}));

/** One story was joined with another, and a headline chosen and given up again. */
const decisions: Decision[] = [
  {
    id: 'd1',
    at: '2026-11-24T07:00:00.000Z',
    kind: 'merge',
    from: 'aaaabbbbccccdddd',
    into: 'b2c3d4e5f6071829',
  },
  {
    id: 'd2',
    at: '2026-11-24T07:30:00.000Z',
    kind: 'rename',
    story: 'a1b2c3d4e5f60718',
    language: 'en',
    articleId: 'x',
    undone: true,
  },
];

/** A site bucket and a Stories table in memory. */
export function memorySite(stories: Told[] = told): {
  ports: Ports;
  files: Map<string, SiteFile>;
  puts: string[];
  stories: Told[];
} {
  const files = new Map<string, SiteFile>();
  const puts: string[] = [];
  const list = [...stories];
  const ports: Ports = {
    storiesChangedSince: (instant) =>
      Promise.resolve(list.map((each) => tell(each).story).filter((story) => story.changedAt >= instant)),
    readStory: (id) => {
      const found = list.find((each) => each.id === id);
      return Promise.resolve(found === undefined ? null : tell(found));
    },
    readDecisions: () => Promise.resolve(decisions),
    feedReports: () => Promise.resolve(reports),
    readFile: (path) => {
      const body = files.get(path)?.body;
      return Promise.resolve(body === undefined ? null : typeof body === 'string' ? Buffer.from(body) : body);
    },
    writeFile: (file) => {
      files.set(file.path, file);
      puts.push(file.path);
      return Promise.resolve();
    },
    listFiles: (prefix) =>
      Promise.resolve([...files.keys()].filter((path) => path.startsWith(prefix)).sort()),
  };
  return { ports, files, puts, stories: list };
}

/** The same ports, and what is read through them: paths of files and ids of stories. */
export function watched(ports: Ports): { ports: Ports; files: string[]; stories: string[] } {
  const [files, stories]: [string[], string[]] = [[], []];
  const readFile: Ports['readFile'] = (path) => {
    files.push(path);
    return ports.readFile(path);
  };
  const readStory: Ports['readStory'] = (id) => {
    stories.push(id);
    return ports.readStory(id);
  };
  return { ports: { ...ports, readFile, readStory }, files, stories };
}

export const textOf = (files: Map<string, SiteFile>, path: string): string => {
  const body = files.get(path)?.body;
  return body === undefined ? '' : typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
};
