import { Construct } from 'constructs';
import { overlayKeys } from '../../shared/aws/keys.ts';
import { StageFunction, type StageProps, sendsTo } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { Storage } from './storage.ts';

export interface StoriesProps extends StageProps {
  storage: Storage;
  queues: Queues;
}

/** [story, FIFO] ─► group-stories ─► Stories table. One message group: one writer, no races. */
export class Stories extends Construct {
  readonly groupStories: StageFunction;

  constructor(scope: Construct, id: string, { storage, queues, ...props }: StoriesProps) {
    super(scope, id);
    this.groupStories = new StageFunction(this, 'group-stories', props);
    queues.story.startsStage(this.groupStories, { batchSize: 10, maxConcurrency: 2 });
    storage.allow(this.groupStories, storage.stories, {
      actions: ['BatchGetItem', 'Query', 'PutItem', 'DeleteItem'],
    });
    sendsTo(queues.story.deadLetters, this.groupStories);
    // The open stories, some objects: see shared/aws/story-window-store.ts.
    storage.readObjects(storage.archive, this.groupStories, 'state/*', overlayKeys.accepted);
    storage.writeObjects(storage.archive, this.groupStories, 'state/*');
  }
}
