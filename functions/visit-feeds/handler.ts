import { setTimeout as wait } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { archiveBody } from '../../shared/aws/archive.ts';
import {
  loadFeedState,
  loadHostState,
  releaseFeeds,
  saveFeedState,
  saveHostFacts,
} from '../../shared/aws/feeds-table.ts';
import { withOverlay } from '../../shared/aws/overlay-objects.ts';
import { send } from '../../shared/aws/queue.ts';
import { eachRecord } from '../../shared/aws/sqs-batch.ts';
import { catalogueSource } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { hostGap } from '../../shared/domain/visit/next-visit.ts';
import { allowedHosts } from '../../shared/domain/visit/public-address.ts';
import { runSettingsFrom, settingsFor } from '../../shared/env.ts';
import { outletClient } from '../../shared/http/outlet-client.ts';
import { log } from '../../shared/log.ts';
import { visitRequest } from '../../shared/messages.ts';
import { type Ports, visitHost } from './visit-feeds.ts';

const settings = settingsFor('visit-feeds');
const table = settings.TABLE_FEEDS;
const gap = runSettingsFrom().WIRE_HOST_GAP_MS ?? hostGap;
const client = outletClient({
  contact: settings.WIRE_CONTACT,
  allowed: allowedHosts(process.env),
  hopGap: gap,
});

const ports: Omit<Ports, 'remaining'> = {
  feed: (feedId) => catalogueSource(feedId),
  loadState: (feedId) => loadFeedState(table, feedId),
  saveState: (state, before) => saveFeedState(table, state, before),
  loadHost: (host) => loadHostState(table, host),
  saveHost: (host, facts) => saveHostFacts(table, host, facts),
  release: (host, feedIds) => releaseFeeds(table, host, feedIds),
  visit: (target) => client.visit(target),
  archive: (body, facts) => archiveBody(settings.BUCKET_ARCHIVE, body, facts),
  enqueue: (message) => send(settings.QUEUE_INGEST_URL, message),
  wait: (ms) => wait(ms),
  clock: clockFrom(process.env),
  log,
  gap,
};

const visit = (
  event: SQSEvent,
  context?: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse> => {
  const remaining = () => context?.getRemainingTimeInMillis() ?? Infinity;
  return eachRecord(
    visitRequest,
    (message, record) =>
      visitHost({ ...ports, remaining }, message, Number(record.attributes.ApproximateReceiveCount) > 1),
    event.Records.length,
  )(event, context);
};

export const handler = withOverlay(settings.BUCKET_ARCHIVE, visit);
