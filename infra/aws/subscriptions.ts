import { Duration } from 'aws-cdk-lib';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { MailSending } from './mail.ts';
import { StageFunction, type StageProps, sendsTo } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { SiteHosting } from './site.ts';
import type { Storage } from './storage.ts';

export interface SubscriptionsProps extends StageProps {
  storage: Storage;
  queues: Queues;
  mail: MailSending;
  site: SiteHosting;
}

/** web ─► subscribe (sign up, confirm, preferences, leave) and SES events ─► suppress */
export class Subscriptions extends Construct {
  readonly subscribe: StageFunction;
  readonly suppress: StageFunction;

  constructor(scope: Construct, id: string, props: SubscriptionsProps) {
    super(scope, id);
    this.subscribe = this.addSubscribe(props);
    this.suppress = this.addSuppress(props);
  }

  private addSubscribe({ storage, queues, mail: _mail, site, ...props }: SubscriptionsProps): StageFunction {
    const subscribe = new StageFunction(this, 'subscribe', { ...props, environmentKey: storage.peopleKey });
    subscribe.addEnvironment('EDGE_KEY', site.edgeKey);
    site.api.addRoutes({
      path: '/s/{proxy+}',
      methods: [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
      integration: new HttpLambdaIntegration('Subscribe', subscribe),
    });
    // Open to the internet: one person at a time by key, never a list.
    storage.allow(
      subscribe,
      storage.subscribers,
      {
        actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        keys: ['SUBSCRIBER#*', 'LIMIT#*'],
      },
      { actions: ['GetItem'], keys: ['REPUTATION'] },
    );
    // Open to the internet, so it may not mail: transactional mail goes through the queue.
    sendsTo(queues.digest.queue, subscribe);
    storage.writeObjects(storage.site, subscribe, '_state/erased/*');
    // A reader's own edition is shown from its frozen content; no public object holds it.
    storage.readObjects(storage.site, subscribe, '_state/editions/*');
    // How many stories a query finds, before it is followed.
    storage.readObjects(storage.site, subscribe, 'search/*');
    return subscribe;
  }

  private addSuppress({ storage, queues, mail, site: _site, ...props }: SubscriptionsProps): StageFunction {
    const suppress = new StageFunction(this, 'suppress', { ...props, deadLetters: queues.lostFeedback });
    storage.allow(suppress, storage.subscribers, {
      actions: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
    });
    new Rule(this, 'Feedback', {
      description: 'What became of our mails',
      eventBus: EventBus.fromEventBusName(this, 'Bus', 'default'),
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [mail.configurationSet.configurationSetName] } } },
      },
      targets: [
        new LambdaFunction(suppress, {
          deadLetterQueue: queues.lostFeedback,
          retryAttempts: 10,
          maxEventAge: Duration.hours(12),
        }),
      ],
    });
    return suppress;
  }
}
