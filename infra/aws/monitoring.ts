import { Aws, Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { schedules } from '../../shared/schedules.ts';
import type { StageFunction } from './node-function.ts';
import type { Queues, WorkQueue } from './queues.ts';
import type { SiteHosting } from './site.ts';

export interface MonitoringProps {
  /** Where alarms are mailed. */
  address: string;
  key: Key;
  functions: StageFunction[];
  queues: Queues;
  site: SiteHosting;
}

interface AlarmRule {
  metric: IMetric;
  threshold: number;
  /** How many periods in a row. */
  periods?: number;
  /** Missing data is the fault we look for. */
  below?: boolean;
}

/** An alarm for each part, each with its heading in RUNBOOK.md. */
export class Monitoring extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { address, key, functions, queues, site }: MonitoringProps) {
    super(scope, id);
    this.topic = this.alarmTopic(key);
    this.topic.addSubscription(new EmailSubscription(address));
    for (const stage of functions)
      this.watch(`${stage.stage}-errors`, {
        metric: stage.metricErrors({ period: Duration.minutes(15) }),
        threshold: 3,
      });
    this.watchQueues(queues);
    this.watchClock(functions);
    this.watchNews(functions);
    this.watchMail();
    this.watch('api-errors', {
      metric: site.api.metricServerError({ period: Duration.minutes(15) }),
      threshold: 3,
    });
    this.dashboard(functions, queues);
  }

  /** A policy of ours replaces SNS's own, which lets CloudWatch publish: without the grants the alarms are mute. */
  private alarmTopic(masterKey: Key): Topic {
    const topic = new Topic(this, 'Alarms', { masterKey, enforceSSL: true });
    const ourAlarms = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    });
    topic.grantPublish(ourAlarms);
    masterKey.addToResourcePolicy(
      new PolicyStatement({
        principals: [ourAlarms],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    return topic;
  }

  /** The name is the heading in RUNBOOK.md. */
  private watch(name: string, { metric, threshold, periods = 1, below = false }: AlarmRule): void {
    const alarm = new Alarm(this, name, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `See "${name}" in infra/aws/RUNBOOK.md`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  private watchQueues(queues: Queues): void {
    const working: [string, WorkQueue][] = [
      ['visit', queues.visit],
      ['ingest', queues.ingest],
      ['story', queues.story],
      ['digest', queues.digest],
    ];
    const dead: [string, IQueue][] = [
      ...working.map(([name, work]): [string, IQueue] => [name, work.deadLetters]),
      ['missed-ticks', queues.schedulerDeadLetters],
      ['lost-feedback', queues.lostFeedback],
    ];
    for (const [name, queue] of dead)
      this.watch(`${name}-dead-letters`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
        threshold: 1,
      });
    // Planned within five minutes of its hour, an edition that waits for 25 is 30 minutes late.
    for (const [name, { queue }] of working)
      this.watch(`${name}-waits`, {
        metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }),
        threshold: 1_500,
      });
  }

  /** A stage that the clock no longer starts raises no error: it just does not run. */
  private watchClock(functions: StageFunction[]): void {
    for (const stage of functions.filter((each) => each.stage in schedules)) {
      this.watch(`${stage.stage}-silent`, {
        metric: stage.metricInvocations({ period: Duration.minutes(15) }),
        threshold: 1,
        periods: 2,
        below: true,
      });
    }
  }

  /** Counted from log lines that the stages write anyway: no metric is sent. */
  private watchNews(functions: StageFunction[]): void {
    const stage = (name: StageFunction['stage']) => functions.filter((each) => each.stage === name);
    this.watch('no-news', {
      metric: this.counted('ArticlesNew', stage('ingest-feed'), { events: ['feed-read'], field: 'new' }),
      threshold: 1,
      periods: 6,
      below: true,
    });
    const late = this.counted('FeedsLate', stage('publish-site'), {
      events: ['feeds-checked'],
      field: 'late',
    }).with({ statistic: 'Maximum' });
    this.watch('feeds-late', { metric: late, threshold: 5, periods: 2 });
    this.watch('edition-lost', {
      metric: this.counted('EditionsLost', [...stage('plan-digests'), ...stage('send-digest')], {
        events: ['digest-lost', 'digest-refused'],
      }),
      threshold: 1,
    });
    this.watch('breaker-open', {
      // A complaint stops nothing, but the owner hears of each.
      metric: this.counted('BreakerOpened', stage('suppress'), {
        events: ['reputation-breaker-open', 'sign-ups-tightened', 'reader-complained'],
      }),
      threshold: 1,
    });
  }

  /** The hourly sum of the events in the logs of the stages, or of a field of theirs. */
  private counted(
    metricName: string,
    stages: StageFunction[],
    { events, field }: { events: string[]; field?: string },
  ): Metric {
    const metricNamespace = 'CaucasusWire';
    for (const { stage, logGroup } of stages) {
      new MetricFilter(this, `${metricName}-${stage}`, {
        logGroup,
        metricNamespace,
        metricName,
        filterPattern: FilterPattern.any(
          ...events.map((event) => FilterPattern.stringValue('$.event', '=', event)),
        ),
        metricValue: field === undefined ? '1' : `$.${field}`,
      });
    }
    return new Metric({
      namespace: metricNamespace,
      metricName,
      statistic: 'Sum',
      period: Duration.hours(1),
    });
  }

  /** SES puts accounts under review at 5 % and 0.1 %; we stop before. */
  private watchMail(): void {
    const rate = (metricName: string) =>
      new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Maximum', period: Duration.hours(1) });
    this.watch('bounces', { metric: rate('Reputation.BounceRate'), threshold: 0.04 });
    this.watch('complaints', { metric: rate('Reputation.ComplaintRate'), threshold: 0.0008 });
  }

  private dashboard(functions: StageFunction[], queues: Queues): void {
    const all = [queues.visit, queues.ingest, queues.story, queues.digest].map((work) => work.queue);
    new Dashboard(this, 'Dashboard', {
      widgets: [
        [
          new TextWidget({
            markdown: '# Caucasus Wire\nRead from left to right: started, waited, failed.',
            width: 24,
            height: 2,
          }),
        ],
        [
          new GraphWidget({
            title: 'Started',
            left: functions.map((stage) => stage.metricInvocations({ label: stage.stage })),
            width: 8,
          }),
          new GraphWidget({
            title: 'Oldest message, seconds',
            left: all.map((queue) => queue.metricApproximateAgeOfOldestMessage()),
            width: 8,
          }),
          new GraphWidget({
            title: 'Failed',
            left: functions.map((stage) => stage.metricErrors({ label: stage.stage })),
            width: 8,
          }),
        ],
        [
          new GraphWidget({
            title: 'Took, ms (p95)',
            left: functions.map((stage) => stage.metricDuration({ label: stage.stage, statistic: 'p95' })),
            width: 24,
          }),
        ],
      ],
    });
  }
}
