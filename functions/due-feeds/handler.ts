import { leaseHost, loadAllStates, releaseFeeds } from '../../shared/aws/feeds-table.ts';
import { acceptOverlay } from '../../shared/aws/overlay-objects.ts';
import { sendWhatItTakes } from '../../shared/aws/queue.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor } from '../../shared/env.ts';
import { failingLoudly, log } from '../../shared/log.ts';
import { type Ports, queueDueFeeds } from './due-feeds.ts';

const settings = settingsFor('due-feeds');
const clock = clockFrom(process.env);

const ports: Ports = {
  load: () => loadAllStates(settings.TABLE_FEEDS),
  lease: (host, lease, before) => leaseHost(settings.TABLE_FEEDS, host, lease, before),
  queue: (messages) => sendWhatItTakes(settings.QUEUE_VISIT_URL, messages),
  release: (host, feedIds) => releaseFeeds(settings.TABLE_FEEDS, host, feedIds),
};

export const handler = failingLoudly(async (): Promise<void> => {
  await acceptOverlay(settings.BUCKET_ARCHIVE, clock());
  log('feeds-queued', await queueDueFeeds(ports, catalogueSources(), clock()));
});
