import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { overlayKeys, packOverlayKeys } from '../../shared/aws/keys.ts';
import type { Choices } from './choices.ts';
import { runEvery, StageFunction, type StageProps } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { Storage } from './storage.ts';

export interface PublishingProps extends StageProps {
  storage: Storage;
  queues: Queues;
}

/** clock ─► publish-site ─► site bucket */
export class Publishing extends Construct {
  readonly publishSite: StageFunction;

  constructor(scope: Construct, id: string, { storage, queues, ...props }: PublishingProps) {
    super(scope, id);
    this.publishSite = new StageFunction(this, 'publish-site', {
      ...props,
      deadLetters: queues.schedulerDeadLetters,
    });
    runEvery('publish-site', this.publishSite, {
      deadLetters: queues.schedulerDeadLetters,
      clock: props.clock,
    });
    storage.allow(this.publishSite, storage.feeds, { actions: ['Scan'] });
    storage.allow(this.publishSite, storage.stories, { actions: ['BatchGetItem', 'Query'] });
    storage.readObjects(storage.site, this.publishSite, '*');
    for (const { accepted, refused } of [overlayKeys, packOverlayKeys])
      storage.readObjects(storage.archive, this.publishSite, accepted, refused);
    storage.writeObjects(storage.site, this.publishSite, '*');
    if ((props.choices.translateEngine ?? 'none') !== 'none') this.mayTranslate(storage, props.choices);
  }

  /** Texts, and our names as the terminology; of the Stories table it writes nothing but translations and what they cost. */
  private mayTranslate(storage: Storage, { translateEngine }: Choices): void {
    storage.allow(this.publishSite, storage.stories, {
      actions: ['PutItem', 'UpdateItem'],
      keys: ['TRANSLATION#*', 'TRANSLATED#*'],
    });
    if (translateEngine !== 'aws') return;
    this.publishSite.addToRolePolicy(
      new PolicyStatement({
        actions: ['translate:TranslateText', 'translate:GetTerminology', 'translate:ImportTerminology'],
        resources: ['*'],
      }),
    );
  }
}
