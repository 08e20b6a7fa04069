import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetAccountCommand, GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { ses } from '../../../shared/aws/clients.ts';
import { dayMs } from '../../../shared/domain/text/time.ts';

/** What an operator's commands ask AWS around a deployed stack. All of it reads and changes nothing; each throws what the SDK throws. */

export interface MailAccount {
  /** Out of the sandbox. */
  production: boolean;
  sending: boolean;
  /** Mails a day that SES takes, and took in the last 24 hours. */
  perDay: number;
  sentLastDay: number;
}

export async function mailAccount(): Promise<MailAccount> {
  const { ProductionAccessEnabled, SendingEnabled, SendQuota } = await ses().send(new GetAccountCommand({}));
  return {
    production: ProductionAccessEnabled === true,
    sending: SendingEnabled === true,
    perDay: SendQuota?.Max24HourSend ?? 0,
    sentLastDay: SendQuota?.SentLast24Hours ?? 0,
  };
}

/** Statuses as SES names them: `SUCCESS`, `PENDING`, `FAILED`, `NOT_STARTED` … */
export async function mailIdentity(
  domain: string,
): Promise<{ verified: boolean; dkim: string; mailFrom: string; bounceDomain: string }> {
  const answer = await ses().send(new GetEmailIdentityCommand({ EmailIdentity: domain }));
  return {
    verified: answer.VerifiedForSendingStatus === true,
    dkim: answer.DkimAttributes?.Status ?? 'NOT_STARTED',
    mailFrom: answer.MailFromAttributes?.MailFromDomainStatus ?? 'NOT_STARTED',
    bounceDomain: answer.MailFromAttributes?.MailFromDomain ?? `bounce.${domain}`,
  };
}

/** Who gets the alarms; `pending` have not pressed the link in AWS's mail. */
export async function alarmSubscribers(topicArn: string): Promise<{ confirmed: number; pending: number }> {
  const client = new SNSClient({ maxAttempts: 2 });
  const counts = { confirmed: 0, pending: 0 };
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn }))
    for (const { SubscriptionArn } of page.Subscriptions ?? [])
      if (SubscriptionArn?.startsWith('arn:') === true) counts.confirmed++;
      else counts.pending++;
  return counts;
}

export async function schedulesOf(group: string): Promise<{ name: string; enabled: boolean }[]> {
  const client = new SchedulerClient({ maxAttempts: 2 });
  const found: { name: string; enabled: boolean }[] = [];
  for await (const page of paginateListSchedules({ client }, { GroupName: group }))
    for (const { Name = '', State } of page.Schedules ?? [])
      found.push({ name: Name, enabled: State === 'ENABLED' });
  return found;
}

/** How many invocations the account may run at once in this region. */
export async function concurrency(): Promise<number> {
  const { AccountLimit } = await new LambdaClient({ maxAttempts: 2 }).send(new GetAccountSettingsCommand({}));
  return AccountLimit?.ConcurrentExecutions ?? 0;
}

/** Names of the alarms that mail to the topic and are red now. */
export async function redAlarms(topicArn: string): Promise<string[]> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await new CloudWatchClient({ maxAttempts: 2 }).send(
    new DescribeAlarmsCommand({
      ActionPrefix: topicArn,
      StateValue: 'ALARM',
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    }),
  );
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = '' }) => AlarmName);
}

/** Dollars of the whole account this month, as AWS estimates; null where billing metrics are switched off. They live in us-east-1 alone. */
export async function billedThisMonth(now: Date): Promise<number | null> {
  const { Datapoints = [] } = await new CloudWatchClient({ maxAttempts: 2, region: 'us-east-1' }).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/Billing',
      MetricName: 'EstimatedCharges',
      Dimensions: [{ Name: 'Currency', Value: 'USD' }],
      StartTime: new Date(now.getTime() - dayMs),
      EndTime: now,
      Period: 6 * 3_600,
      Statistics: ['Maximum'],
    }),
  );
  const most = Math.max(...Datapoints.map(({ Maximum = 0 }) => Maximum));
  return Datapoints.length === 0 ? null : most;
}
