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

  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id);
    this.dueFeeds = this.addDueFeeds(props);
    this.visitFeeds = this.addVisitFeeds(props);
    this.ingestFeed = this.addIngestFeed(props);
  }

  private addDueFeeds({ storage, queues, ...props }: IngestProps): StageFunction {
    const { feeds, archive } = storage;
    const deadLetters = queues.schedulerDeadLetters;
    const dueFeeds = new StageFunction(this, 'due-feeds', { ...props, deadLetters });
    runEvery('due-feeds', dueFeeds, { deadLetters, clock: props.clock });
    storage.allow(dueFeeds, feeds, { actions: ['Scan', 'UpdateItem'] });
    // Takes or refuses what the operator changed without deploying; the others read what it took.
    for (const { given, accepted, refused } of [overlayKeys, packOverlayKeys]) {
      storage.readObjects(archive, dueFeeds, given, accepted, refused);
      storage.writeObjects(archive, dueFeeds, accepted, refused);
    }
    sendsTo(queues.visit.queue, dueFeeds);
    return dueFeeds;
  }

  /** The only one with a way out to the outlets; it never looks into a body. */
  private addVisitFeeds({ storage, queues, ...props }: IngestProps): StageFunction {
    const { feeds, archive } = storage;
    const visitFeeds = new StageFunction(this, 'visit-feeds', props);
    // One message per host; the hosts of a batch are visited at once, so that one waits while another answers.
    queues.visit.startsStage(visitFeeds, {
      batchSize: hostsABatch,
      maxBatchingWindow: Duration.seconds(2),
      maxConcurrency: invocationsFor(catalogueSources().length).visits,
    });
    storage.allow(visitFeeds, feeds, { actions: ['GetItem', 'UpdateItem'] });
    storage.writeObjects(archive, visitFeeds, 'bodies/*');
    storage.readObjects(archive, visitFeeds, overlayKeys.accepted);
    sendsTo(queues.ingest.queue, visitFeeds);
    return visitFeeds;
  }

  /** Parses hostile bytes: no people, no mail, no other queue. */
  private addIngestFeed({ storage, queues, ...props }: IngestProps): StageFunction {
    const { feeds, stories, archive } = storage;
    const ingestFeed = new StageFunction(this, 'ingest-feed', props);
    // The bodies of a minute arrive together; four of a batch are read at once.
    queues.ingest.startsStage(ingestFeed, {
      batchSize: bodiesABatch,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: invocationsFor(catalogueSources().length).bodies,
    });
    storage.readObjects(archive, ingestFeed, 'bodies/*', overlayKeys.accepted, packOverlayKeys.accepted);
    const keys = ['FEED#*', ...(props.choices.fullText ? ['PAGES#*'] : [])];
    storage.allow(ingestFeed, feeds, { actions: ['UpdateItem'], keys });
    storage.allow(
      ingestFeed,
      stories,
      { actions: ['GetItem', 'BatchGetItem'] },
      // Articles with their revisions and guids, and the LSH buckets of their texts: no story and no decision.
      { actions: ['PutItem'], keys: ['ARTICLE#*', 'BAND#*'] },
      { actions: ['DeleteItem'], keys: ['BAND#*'] },
    );
    sendsTo(queues.story.queue, ingestFeed);
    return ingestFeed;
  }
}
