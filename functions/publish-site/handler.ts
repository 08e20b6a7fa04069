import { eventTellerFrom } from '../../shared/event-ways.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { withOverlay } from '../../shared/aws/catalogue-overlay.ts';
import { overlayKeys, packOverlayKeys } from '../../shared/aws/keys.ts';
import { readAcceptedText, readOverlayRefusal } from '../../shared/aws/overlay-objects.ts';
import { listSiteFiles, putSiteFile, readSiteFile } from '../../shared/aws/site-bucket.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { catalogueSources, catalogueOutlets, usedOverlay } from '../../shared/catalogue/catalogue.ts';
import { entityEntries } from '../../shared/catalogue/entities.at-build.ts';
import { changedPacks, readPackOverlay } from '../../shared/catalogue/pack-overlay.ts';
import { asOffered, offeredTopics, onlyOffered } from '../../shared/catalogue/offered.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor, wireName } from '../../shared/env.ts';
import { failingLoudly, log } from '../../shared/log.ts';
import { feedReports, lateFeeds } from './feed-reports.ts';
import type { Ports } from './ports.ts';
import { publishSite } from './publish-site.ts';
import { translationPortsFrom } from './translators.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import type { CatalogueChanges, Site } from './site.ts';
import { siteOf } from './site-catalogue.ts';

const settings = settingsFor('publish-site');
const clock = clockFrom(process.env);
const stories = storiesTable(settings.TABLE_STORIES, clock);

const tell = eventTellerFrom(settings);

const ports: Ports = {
  storiesChangedSince: async (instant, whole) =>
    onlyOffered(await (whole ? stories.storiesChangedSince(instant) : stories.storiesJustChanged(instant))),
  readStory: async (id) => {
    const read = await stories.readStory(id);
    const story = read === null ? null : asOffered(read.story);
    return read === null || story === null ? null : { ...read, story };
  },
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
  ...(tell && { tell }),
  listFiles: (prefix) => listSiteFiles(settings.BUCKET_SITE, prefix),
};

let made: { outlets: Outlet[]; site: Site } | undefined;

/** What the site knows of the catalogue; made again when the catalogue changed. */
async function siteNow(): Promise<Site> {
  const outlets = catalogueOutlets();
  if (made?.outlets !== outlets)
    made = {
      outlets,
      site: siteOf({
        url: settings.SITE_URL,
        sender: settings.MAIL_FROM,
        outlets,
        entities: entityEntries,
        topics: offeredTopics,
        into: ports.translations?.into ?? [],
        name: wireName(),
        readsPages: settings.FULL_TEXT === 'true',
        ...(settings.WIRE_IMPRINT !== undefined && { imprintUrl: settings.WIRE_IMPRINT }),
        ...(settings.WIRE_OPERATOR !== undefined && { operator: settings.WIRE_OPERATOR }),
        ...(settings.WIRE_PRIVACY !== undefined && { privacyUrl: settings.WIRE_PRIVACY }),
      }),
    };
  return { ...made.site, changes: await catalogueChanges() };
}

/** What the coverage page says of changes since the deploy. */
async function catalogueChanges(): Promise<CatalogueChanges> {
  const { outlets, off } = usedOverlay();
  const bucket = settings.BUCKET_ARCHIVE;
  const [refused, packs, packsRefused] = await Promise.all([
    readOverlayRefusal(bucket, overlayKeys),
    readAcceptedText(bucket, packOverlayKeys),
    readOverlayRefusal(bucket, packOverlayKeys),
  ]);
  const packOverlay = packs === null ? '' : readPackOverlay(packs);
  return {
    added: outlets.reduce((sum, { sources }) => sum + sources.length, 0),
    off: off.length,
    isRefused: refused !== null,
    packs: typeof packOverlay === 'string' ? 0 : changedPacks(packOverlay),
    arePacksRefused: packsRefused !== null,
  };
}

async function publish(): Promise<void> {
  const published = await publishSite(ports, await siteNow(), clock());
  log('site-published', { ...published });
}

/** Scheduled: brings the site up to date. */
export const handler = failingLoudly(withOverlay(settings.BUCKET_ARCHIVE, publish));
