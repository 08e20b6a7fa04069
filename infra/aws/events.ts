import { Duration, SecretValue } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  EventBus,
  EventField,
  type IApiDestination,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import { ApiDestination as ApiTarget, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Choices } from './choices.ts';
import type { StageFunction } from './node-function.ts';

export interface EventsProps {
  choices: Pick<Choices, 'chatWebhook' | 'telegramBot' | 'telegramChat' | 'eventsTopic'>;
  /** Who tells. */
  tellers: StageFunction[];
}

/** What happens on the wire, for other programs: a bus of its own, and where the operator wants it told. */
export class Events extends Construct {
  readonly bus: EventBus;
  private made: Queue | undefined;

  constructor(scope: Construct, id: string, { choices, tellers }: EventsProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'What happens on the wire' });
    for (const teller of tellers) {
      Grant.addToPrincipal({
        grantee: teller,
        actions: ['events:PutEvents'],
        resourceArns: [this.bus.eventBusArn],
      });
      teller.addEnvironment('EVENT_BUS', this.bus.eventBusName);
    }
    const { chatWebhook, telegramBot, telegramChat } = choices;
    const line = `${EventField.fromPath('$.detail.title')} ${EventField.fromPath('$.detail.url')}`;
    if (chatWebhook !== undefined) this.post('Chat', chatWebhook, { text: line });
    if (telegramBot !== undefined && telegramChat !== undefined)
      this.post('Telegram', `https://api.telegram.org/bot${telegramBot}/sendMessage`, {
        chat_id: telegramChat,
        text: line,
      });
    if (choices.eventsTopic) this.publish();
  }

  /** What nobody took in a day. */
  private get undelivered(): Queue {
    return (this.made ??= new Queue(this, 'Undelivered', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    }));
  }

  private rule(id: string): Rule {
    return new Rule(this, id, { eventBus: this.bus, eventPattern: { source: ['caucasus-wire'] } });
  }

  /** A JSON body to an address that is a secret itself; EventBridge tries for a day, then keeps it. */
  private post(id: string, endpoint: string, body: object): void {
    const connection = new Connection(this, `${id}Connection`, {
      // The address is the secret; EventBridge wants a header all the same.
      authorization: Authorization.apiKey('x-wire', SecretValue.unsafePlainText('caucasus-wire')),
    });
    const destination = new ApiDestination(this, `${id}Destination`, {
      connection,
      endpoint,
      rateLimitPerSecond: 1,
    });
    // The cast: CDK's own types disagree under exactOptionalPropertyTypes.
    this.rule(id).addTarget(
      new ApiTarget(destination as IApiDestination, {
        event: RuleTargetInput.fromObject(body),
        deadLetterQueue: this.undelivered,
      }),
    );
  }

  /** Subscribers by mail, queue or HTTPS; SNS signs what it posts. */
  private publish(): void {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.rule('ToTopic').addTarget(new SnsTopic(topic, { deadLetterQueue: this.undelivered }));
  }
}
