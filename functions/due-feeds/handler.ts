import { leaseHost, loadAllStates, releaseFeeds, type StoredStates } from '../../shared/aws/feeds-table.ts';
import { claimHealthDay, settleHealthDay } from '../../shared/aws/told-health.ts';
import { catalogueChanges } from '../../shared/aws/catalogue-overlay.ts';
import { acceptOverlay } from '../../shared/aws/overlay-objects.ts';
import { compileInThread, packChanges } from '../../shared/aws/pack-changes.ts';
import { sendWhatItTakes } from '../../shared/aws/queue.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor } from '../../shared/env.ts';
import { failingLoudly, log } from '../../shared/log.ts';
import { threadBeside } from '../../shared/thread.ts';
import { lookEvery, type Ports, queueDueFeeds } from './due-feeds.ts';
import { tellHealth } from './tell-health.ts';

const settings = settingsFor('due-feeds');
const clock = clockFrom(process.env);

const table = settings.TABLE_FEEDS;

const packWorker = threadBeside('pack-worker', import.meta.url);
/** It tags nothing: it looks whether they can be. */
const packs = packChanges(compileInThread(packWorker, 'refused'), () => {});

const ports: Omit<Ports, 'load'> = {
  lease: (host, lease, before) => leaseHost(table, host, lease, before),
  queue: (messages) => sendWhatItTakes(settings.QUEUE_VISIT_URL, messages),
  release: (host, feedIds) => releaseFeeds(table, host, feedIds),
};

/** The day's word to the operator on the health of the sources; a local run prints it instead. */
async function tell(stored: StoredStates): Promise<void> {
  const topic = settings.OPERATOR_TOPIC;
  if (topic === undefined) return;
  const told = await tellHealth(
    {
      claim: (day) => claimHealthDay(table, day),
      // Wanted once a day: other starts do not wait for its code.
      tell: async (digest) =>
        (await import('../../shared/aws/operator-topic.ts')).tellOperator(topic, digest),
      settle: (day) => settleHealthDay(table, day),
    },
    catalogueSources(),
    stored,
    clock(),
  );
  if (told !== null) log('health-told', { told });
}

export const handler = failingLoudly(async (): Promise<void> => {
  await acceptOverlay(settings.BUCKET_ARCHIVE, catalogueChanges, clock());
  if (clock().getUTCMinutes() % lookEvery(catalogueSources().length) === 0) await look();
  // Last: compiling may take longer than a run has time.
  await acceptOverlay(settings.BUCKET_ARCHIVE, packs, clock());
});

async function look(): Promise<void> {
  const stored = await loadAllStates(table);
  log(
    'feeds-queued',
    await queueDueFeeds({ ...ports, load: async () => stored }, catalogueSources(), clock()),
  );
  await tell(stored);
}
