import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { overlayKeys, packOverlayKeys } from '../../shared/aws/keys.ts';
import { bodiesABatch, hostsABatch, invocationsFor } from './settings.ts';
import { runEvery, StageFunction, type StageProps, sendsTo } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { Storage } from './storage.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';

export interface IngestProps extends StageProps {
  storage: Storage;
  queues: Queues;
}

/** clock ─► due-feeds ─► [visit] ─► visit-feeds ─► archive ─► [ingest] ─► ingest-feed ─► [story] */
export class Ingest extends Construct {
  readonly dueFeeds: StageFunction;
  readonly visitFeeds: StageFunction;
  readonly ingestFeed: StageFunction;

  constructor(scope: Construct, id: string, { storage, queues, ...props }: IngestProps) {
    super(scope, id);
    const { feeds, stories, archive } = storage;
    const atOnce = invocationsFor(catalogueSources().length);
    this.dueFeeds = new StageFunction(this, 'due-feeds', {
      ...props,
      deadLetters: queues.schedulerDeadLetters,
    });
    runEvery('due-feeds', this.dueFeeds, { deadLetters: queues.schedulerDeadLetters, clock: props.clock });
    storage.allow(this.dueFeeds, feeds, { actions: ['Scan', 'UpdateItem'] });
    // Takes or refuses what the operator changed without deploying; the others read what it took.
    for (const { given, accepted, refused } of [overlayKeys, packOverlayKeys]) {
      storage.readObjects(archive, this.dueFeeds, given, accepted, refused);
      storage.writeObjects(archive, this.dueFeeds, accepted, refused);
    }
    sendsTo(queues.visit.queue, this.dueFeeds);

    // The only one with a way out to the outlets; it never looks into a body.
    this.visitFeeds = new StageFunction(this, 'visit-feeds', props);
    // One message per host; the hosts of a batch are visited at once, so that one waits while another answers.
    queues.visit.startsStage(this.visitFeeds, {
      batchSize: hostsABatch,
      maxBatchingWindow: Duration.seconds(2),
      maxConcurrency: atOnce.visits,
    });
    storage.allow(this.visitFeeds, feeds, { actions: ['GetItem', 'UpdateItem'] });
    storage.writeObjects(archive, this.visitFeeds, 'bodies/*');
    storage.readObjects(archive, this.visitFeeds, overlayKeys.accepted);
    sendsTo(queues.ingest.queue, this.visitFeeds);

    // Parses hostile bytes: no people, no mail, no other queue.
    this.ingestFeed = new StageFunction(this, 'ingest-feed', props);
    // The bodies of a minute arrive together; four of a batch are read at once.
    queues.ingest.startsStage(this.ingestFeed, {
      batchSize: bodiesABatch,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: atOnce.bodies,
    });
    storage.readObjects(archive, this.ingestFeed, 'bodies/*', overlayKeys.accepted, packOverlayKeys.accepted);
    const keys = ['FEED#*', ...(props.choices.fullText ? ['PAGES#*'] : [])];
    storage.allow(this.ingestFeed, feeds, { actions: ['UpdateItem'], keys });
    storage.allow(
      this.ingestFeed,
      stories,
      { actions: ['GetItem', 'BatchGetItem'] },
      // Articles with their revisions and guids, and the LSH buckets of their texts: no story and no decision.
      { actions: ['PutItem'], keys: ['ARTICLE#*', 'BAND#*'] },
      { actions: ['DeleteItem'], keys: ['BAND#*'] },
    );
    sendsTo(queues.story.queue, this.ingestFeed);
  }
}
