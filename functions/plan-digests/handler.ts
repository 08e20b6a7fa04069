import { keepEdition } from '../../shared/aws/edition-objects.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { send } from '../../shared/aws/queue.ts';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { catalogueFeeds } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { coverageOf } from '../../shared/domain/edition-coverage.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { planDigests, type Ports } from './plan-digests.ts';

const settings = settingsFor('plan-digests');
const clock = clockFrom(process.env);
const stories = storiesTable(settings.TABLE_STORIES, clock);

const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);

const ports: Ports = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  storiesChangedSince: (since) => stories.storiesChangedSince(since),
  readStory: (id) => stories.readStory(id),
  coverage: async (now) => coverageOf(catalogueFeeds(), (await loadAllStates(settings.TABLE_FEEDS)).feeds, now),
  keepEdition: (content, edition) => keepEdition({ bucket: settings.BUCKET_SITE, siteUrl: settings.SITE_URL }, content, edition),
  queue: (request) => send(settings.QUEUE_DIGEST_URL, request),
  sendingStopped: async () => (await reputation.readBreaker()) !== null,
  log,
};

/** Every few minutes: plans the editions that are due. */
export const handler = async (): Promise<void> => {
  const counts = await planDigests(ports, clock());
  if (counts.planned + counts.empty > 0) log('digests-planned', counts);
};
