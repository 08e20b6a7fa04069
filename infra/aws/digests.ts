import { Construct } from 'constructs';
import { overlayKeys } from '../../shared/aws/keys.ts';
import type { MailSending } from './mail.ts';
import { runEvery, StageFunction, type StageProps, sendsTo } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { Storage } from './storage.ts';

export interface DigestsProps extends StageProps {
  storage: Storage;
  queues: Queues;
  mail: MailSending;
}

/** clock ─► plan-digests ─► [digest] ─► send-digest ─► SES ─► subscriber */
export class Digests extends Construct {
  readonly planDigests: StageFunction;
  readonly sendDigest: StageFunction;

  constructor(scope: Construct, id: string, { storage, queues, mail, ...props }: DigestsProps) {
    super(scope, id);
    const { feeds, stories, subscribers, site, peopleKey } = storage;
    this.planDigests = new StageFunction(this, 'plan-digests', {
      ...props,
      deadLetters: queues.schedulerDeadLetters,
    });
    runEvery('plan-digests', this.planDigests, {
      deadLetters: queues.schedulerDeadLetters,
      clock: props.clock,
    });
    storage.allow(this.planDigests, feeds, { actions: ['Scan'] });
    storage.allow(this.planDigests, stories, { actions: ['BatchGetItem', 'Query'] });
    // Deletes the editions of who asked to be forgotten, where a restored table brought them back.
    storage.allow(this.planDigests, subscribers, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
    });
    storage.writeObjects(site, this.planDigests, 'editions/*', '_state/editions/*');
    // Who asked to be forgotten, so that a restored table does not mail them.
    storage.readObjects(site, this.planDigests, '_state/erased/*');
    storage.readObjects(storage.archive, this.planDigests, overlayKeys.accepted);
    sendsTo(queues.digest.queue, this.planDigests);

    this.sendDigest = new StageFunction(this, 'send-digest', { ...props, environmentKey: peopleKey });
    queues.digest.startsStage(this.sendDigest, { batchSize: 10, maxConcurrency: 2 });
    storage.allow(this.sendDigest, subscribers, {
      actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
    });
    storage.readObjects(site, this.sendDigest, '_state/editions/*');
    mail.sends(this.sendDigest);
  }
}
