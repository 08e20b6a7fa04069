import { Aws, Duration, Fn } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, type IFilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { schedules } from '../../shared/schedules.ts';
import { Alarms, type Cause } from './alarms.ts';
import { type CountedLines, countedEvents, type CountedMetric, mostFeedsLate } from './counted-events.ts';
import type { StageFunction } from './node-function.ts';
import type { Queues } from './queues.ts';
import type { SiteHosting } from './site.ts';

export interface MonitoringProps {
  /** Where alarms are mailed. */
  address: string;
  key: Key;
  functions: StageFunction[];
  queues: Queues;
  site: SiteHosting;
}

/** Planned within five minutes of its hour, an edition that waits for 25 is 30 minutes late. */
const lateSeconds = 1_500;
const fiveMinutes = Duration.minutes(5);
const quarter = Duration.minutes(15);

/** One alarm for each thing a person can do something about; what it costs is in cost.ts. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  private readonly alarms: Alarms;
  private readonly key: Key;

  constructor(scope: Construct, id: string, { address, key, functions, queues, site }: MonitoringProps) {
    super(scope, id);
    this.alarms = new Alarms(this, 'Alarms', { address, key });
    this.topic = this.alarms.topic;
    this.key = key;
    for (const [name, lines] of Object.entries(countedEvents)) this.count(name, lines, functions);
    this.watchNews(queues);
    this.watchMail(queues);
    this.watchFunctions(site);
  }

  /** Lets a stage mail the operator by the topic of the alarms: it may use the key through SNS, for this topic alone. */
  tells(teller: StageFunction): void {
    const { topicArn } = this.topic;
    teller.addEnvironment('OPERATOR_TOPIC', topicArn);
    teller.addToRolePolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }));
    teller.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
        conditions: {
          StringEquals: {
            'kms:ViaService': `sns.${Aws.REGION}.${Aws.URL_SUFFIX}`,
            'kms:EncryptionContext:aws:sns:topicArn': topicArn,
          },
        },
      }),
    );
  }

  private watchNews({ visit, ingest, story }: Queues): void {
    this.alarms.whenLess(
      'nothing-arrived',
      { metric: counted('ArticlesNew', Duration.hours(1)), limit: 1 },
      6,
    );
    // Visits that died are asked for again by the clock; the others wait for a person.
    const waiting = [visit, ingest, story].map((work) => age(work.queue));
    const dead = [ingest, story].map((work) => anyIn(work.deadLetters));
    this.alarms.whenAny('backlog', [...waiting, ...dead], { period: fiveMinutes });
    // A stage that the clock no longer starts raises no error. Where half of the rounds are missing, one of two stages stands.
    const rounds = 15 / schedules['publish-site'].everyMinutes + 15 / schedules['plan-digests'].everyMinutes;
    this.alarms.whenLess(
      'site-not-published',
      { metric: counted('Rounds', quarter), limit: 0.75 * rounds },
      2,
    );
    const late = counted('FeedsLate', Duration.hours(1)).with({ statistic: 'Maximum' });
    this.alarms.whenAny('source-health', [{ metric: late, limit: mostFeedsLate }], {
      period: Duration.hours(1),
      periods: 2,
    });
  }

  private watchMail({ digest, lostFeedback }: Queues): void {
    this.alarms.whenAny(
      'mails-not-sent',
      [
        age(digest.queue),
        anyIn(digest.deadLetters),
        { metric: counted('MailsNotSent', fiveMinutes), limit: 1 },
      ],
      { period: fiveMinutes },
    );
    // SES puts accounts under review at 5 % and 0.1 %; we stop before.
    this.alarms.whenAny(
      'readers-harmed',
      [
        { metric: counted('ReadersHarmed', quarter), limit: 1 },
        { metric: reputation('BounceRate'), limit: 0.04 },
        { metric: reputation('ComplaintRate'), limit: 0.0008 },
        anyIn(lostFeedback, quarter),
      ],
      { period: quarter },
    );
  }

  private watchFunctions(site: SiteHosting): void {
    // Of the account: what it may run at once is shared by all its functions.
    const throttles = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Throttles',
      statistic: 'Sum',
      period: quarter,
    });
    this.alarms.whenAny(
      'functions-failing',
      [
        { metric: counted('Failures', quarter), limit: 3 },
        { metric: site.api.metricServerError({ period: quarter, statistic: 'Sum' }), limit: 3 },
        { metric: throttles, limit: 20 },
      ],
      { period: quarter },
    );
  }

  private count(metricName: string, all: readonly CountedLines[], functions: StageFunction[]): void {
    for (const [at, { stages, events, field, least, weight = 1 }] of all.entries())
      for (const { stage, logGroup } of functions.filter((each) => stages.includes(each.stage)))
        new MetricFilter(this, `${metricName}-${stage}-${at}`, {
          logGroup,
          metricNamespace: namespace,
          metricName,
          filterPattern: patternOf(events, field, least),
          metricValue: field === undefined ? String(weight) : `$.${field}`,
        });
  }
}

function patternOf(events: readonly string[], field?: string, least?: number): IFilterPattern {
  const named = FilterPattern.any(...events.map((event) => FilterPattern.stringValue('$.event', '=', event)));
  return field === undefined || least === undefined
    ? named
    : FilterPattern.all(named, FilterPattern.numberValue(`$.${field}`, '>=', least));
}

/** Two stacks in one account do not ring each other's alarms. */
const namespace = Fn.join('/', ['CaucasusWire', Aws.STACK_NAME]);

const counted = (metricName: CountedMetric, period: Duration): Metric =>
  new Metric({ namespace, metricName, statistic: 'Sum', period });

const age = (queue: IQueue): Cause => ({
  metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: fiveMinutes }),
  limit: lateSeconds,
});

const anyIn = (queue: IQueue, period = fiveMinutes): Cause => ({
  metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period }),
  limit: 1,
});

const reputation = (name: string): Metric =>
  new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${name}`,
    statistic: 'Maximum',
    period: quarter,
  });
