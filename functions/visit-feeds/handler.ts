import { setTimeout as wait } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveBodies } from '../../shared/aws/archive.ts';
import type { Body } from '../../shared/aws/body-packs.ts';
import {
  loadFeedState,
  loadHostState,
  releaseFeeds,
  saveFeedState,
  saveHostFacts,
} from '../../shared/aws/feeds-table.ts';
import { withOverlay } from '../../shared/aws/catalogue-overlay.ts';
import { takePage } from '../../shared/aws/wanted-pages.ts';
import { sendAll } from '../../shared/aws/queue.ts';
import { eachRecord } from '../../shared/aws/sqs-batch.ts';
import { Together } from '../../shared/aws/together.ts';
import { catalogueSource } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { hostGap } from '../../shared/domain/visit/next-visit.ts';
import { allowedHosts } from '../../shared/domain/visit/public-address.ts';
import { runSettingsFrom, settingsFor } from '../../shared/env.ts';
import { outletClient } from '../../shared/http/outlet-client.ts';
import { log } from '../../shared/log.ts';
import { type IngestRequest, visitRequest } from '../../shared/messages.ts';
import { type Ports, visitHost } from './visit-feeds.ts';

const settings = settingsFor('visit-feeds');
const table = settings.TABLE_FEEDS;
const gap = runSettingsFrom().WIRE_HOST_GAP_MS ?? hostGap;
const client = outletClient({
  contact: settings.WIRE_CONTACT,
  allowed: allowedHosts(process.env),
  hopGap: gap,
});

const ports: Omit<Ports, 'remaining' | 'archive' | 'enqueue'> = {
  feed: (feedId) => catalogueSource(feedId),
  loadState: (feedId) => loadFeedState(table, feedId),
  saveState: (state, before) => saveFeedState(table, state, before),
  loadHost: (host) => loadHostState(table, host),
  saveHost: (host, facts) => saveHostFacts(table, host, facts),
  release: (host, feedIds) => releaseFeeds(table, host, feedIds),
  visit: (target) => client.visit(target),
  takePage: (feedId, page) => takePage(table, feedId, page),
  wait: (ms) => wait(ms),
  clock: clockFrom(process.env),
  log,
  gap,
};

/** A body that is there waits so long for those of the batch's other hosts: as much of the function costs less than the object that it saves. */
const longestWait = 1_000;

/** Bodies of one batch are one object, and their messages one call. */
function keeping(hosts: number): Pick<Ports, 'archive' | 'enqueue'> & { ended: () => void } {
  const bodies = new Together<Body, string>(hosts, longestWait, (some) =>
    archiveBodies(settings.BUCKET_ARCHIVE, some),
  );
  // Those whose bodies were kept together come in one turn.
  const messages = new Together<IngestRequest, undefined>(hosts === 1 ? 1 : Infinity, 0, async (some) => {
    await sendAll(settings.QUEUE_INGEST_URL, some);
    return [];
  });
  return {
    archive: (body, facts, answer) => bodies.add({ body, facts, answer }),
    enqueue: (message) => messages.add(message),
    ended: () => bodies.ended(),
  };
}

const visit = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> => {
  const remaining = () => context?.getRemainingTimeInMillis() ?? Infinity;
  const { ended, ...kept } = keeping(event.Records.length);
  return eachRecord(
    visitRequest,
    (message, record) =>
      visitHost(
        { ...ports, ...kept, remaining },
        message,
        Number(record.attributes.ApproximateReceiveCount) > 1,
      ).finally(ended),
    event.Records.length,
  )(event, context);
};

export const handler = withOverlay(settings.BUCKET_ARCHIVE, visit);
