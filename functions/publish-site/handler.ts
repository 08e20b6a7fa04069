import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { listSiteFiles, putSiteFile, readSiteFile } from '../../shared/aws/site-bucket.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { catalogueSources, catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { entityEntries } from '../../shared/catalogue/entities.at-build.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor, wireName } from '../../shared/env.ts';
import { failingLoudly, log } from '../../shared/log.ts';
import { feedReports, lateFeeds } from './feed-reports.ts';
import type { Ports } from './ports.ts';
import { publishSite } from './publish-site.ts';
import { translationPortsFrom } from './translators.ts';
import { siteOf } from './site-catalogue.ts';

const settings = settingsFor('publish-site');
const clock = clockFrom(process.env);
const stories = storiesTable(settings.TABLE_STORIES, clock);

const ports: Ports = {
  storiesChangedSince: (instant) => stories.storiesChangedSince(instant),
  readStory: (id) => stories.readStory(id),
  readDecisions: () => stories.readDecisions(),
  feedReports: async (now) => {
    const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
    const reports = feedReports(catalogueSources(), feeds, now);
    log('feeds-checked', {
      feeds: reports.length,
      ill: reports.filter(({ grade }) => grade === 'ill').length,
      late: lateFeeds(feeds.values(), now),
    });
    return reports;
  },
  readFile: (path) => readSiteFile(settings.BUCKET_SITE, path),
  writeFile: (file) => putSiteFile(settings.BUCKET_SITE, file),
  translations: translationPortsFrom(settings),
  listFiles: (prefix) => listSiteFiles(settings.BUCKET_SITE, prefix),
};

const site = siteOf({
  url: settings.SITE_URL,
  sender: settings.MAIL_FROM,
  outlets: catalogueOutlets(),
  entities: entityEntries,
  topics: topicNames,
  into: ports.translations?.into ?? [],
  name: wireName(),
  ...(settings.WIRE_IMPRINT !== undefined && { imprintUrl: settings.WIRE_IMPRINT }),
  ...(settings.WIRE_PRIVACY !== undefined && { privacyUrl: settings.WIRE_PRIVACY }),
});

/** Scheduled: brings the site up to date. */
export const handler = failingLoudly(async (): Promise<void> => {
  const published = await publishSite(ports, site, clock());
  log('site-published', { ...published });
});
