import { Aws, type Duration, Fn } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** One cause: its metric, and the value from which it is one. */
export interface Cause {
  metric: IMetric;
  limit: number;
}

/** Mails about what a person should do. The name of each alarm is a heading in RUNBOOK.md. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { address, key }: { address: string; key: Key }) {
    super(scope, id);
    this.topic = this.mailed(key);
    this.topic.addSubscription(new EmailSubscription(address));
  }

  /**
   * Red when any of the causes has reached its limit for so many periods. Several causes that mean one act are one alarm:
   * how far the worst is, in limits. (A composite alarm does the same for 50 cents more a month.)
   */
  whenAny(
    name: string,
    causes: readonly Cause[],
    { period, periods = 1 }: { period: Duration; periods?: number },
  ): void {
    const using = Object.fromEntries(causes.map(({ metric }, at) => [`m${at}`, metric]));
    const [only, ...others] = causes;
    const worst = `MAX([${causes.map(({ limit }, at) => `FILL(m${at}, 0) / ${limit}`).join(', ')}])`;
    this.alarm(name, {
      metric:
        only !== undefined && others.length === 0
          ? only.metric
          : new MathExpression({ expression: worst, usingMetrics: using, period, label: name }),
      threshold: only !== undefined && others.length === 0 ? only.limit : 1,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Red when the metric stays below the limit, or is not there at all, for so many periods. */
  whenLess(name: string, { metric, limit }: Cause, periods: number): void {
    this.alarm(name, {
      metric,
      threshold: limit,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  private alarm(name: string, props: Omit<ConstructorParameters<typeof Alarm>[2], 'alarmName'>): void {
    const alarm = new Alarm(this, name, {
      ...props,
      alarmName: Fn.join('-', [Aws.STACK_NAME, name]),
      alarmDescription: `See "${name}" in infra/aws/RUNBOOK.md`,
    });
    const mail = new SnsAction(this.topic);
    alarm.addAlarmAction(mail);
    alarm.addOkAction(mail);
  }

  /** A policy of ours replaces SNS's own, which lets CloudWatch publish: without the grants the alarms are mute. */
  private mailed(masterKey: Key): Topic {
    const topic = new Topic(this, 'Topic', { masterKey, enforceSSL: true });
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
}
