import { Aws, CfnOutput, Fn, type Stack } from 'aws-cdk-lib';
import { outputName } from './output-name.ts';
import type { Queues } from './queues.ts';
import type { CloudSettings } from './settings.ts';
import type { StageFunction } from './node-function.ts';

export interface OutputParts {
  /** One output each, `TABLE_FEEDS` as `TableFeeds`; not the token keys, which are secrets. */
  settings: CloudSettings;
  functions: StageFunction[];
  queues: Queues;
  /** What goes by no setting, by output name. */
  others: Record<string, string>;
}

/**
 * Where everything is that a command on a deployed stack needs; the names are kept from release to release:
 *
 * - of each setting: TableFeeds TableStories TableSubscribers BucketArchive BucketSite SiteUrl WireContact QueueVisitUrl
 *   QueueIngestUrl QueueStoryUrl QueueDigestUrl DeadLettersStoryUrl MailFrom MailConfigurationSet
 * - DeadLettersVisitUrl DeadLettersIngestUrl DeadLettersDigestUrl MissedTicksUrl LostFeedbackUrl
 * - of each stage its function's name and log group: FunctionDueFeeds LogDueFeeds …
 * - ScheduleGroup, AlarmTopic (ARN), ApiUrl, MailIdentity (domain), TokenSecrets (`k1=ARN,k2=ARN`), AnalysisDatabase,
 *   AnalysisWorkGroup
 * - Account, Region, ZoneFile (the DNS records to set, one a line), NextStep
 */
export function printOutputs(stack: Stack, { settings, functions, queues, others }: OutputParts): void {
  const { TOKEN_KEYS: _secret, ...open } = settings;
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(open).map(([name, value]) => [outputName(name), value])),
    ...deadLetters(queues),
    ...Object.fromEntries(
      functions.flatMap(({ stage, functionName, logGroup }) => [
        [outputName(`FUNCTION_${stage}`), functionName],
        [outputName(`LOG_${stage}`), logGroup.logGroupName],
      ]),
    ),
    ...others,
    Account: Aws.ACCOUNT_ID,
    Region: Aws.REGION,
    NextStep: Fn.join(' ', ['npm run -s wire -- --aws', Aws.STACK_NAME, 'doctor']),
  };
  for (const [name, value] of Object.entries(values)) new CfnOutput(stack, name, { value });
}

function deadLetters(queues: Queues): Record<string, string> {
  return {
    DeadLettersVisitUrl: queues.visit.deadLetters.queueUrl,
    DeadLettersIngestUrl: queues.ingest.deadLetters.queueUrl,
    DeadLettersDigestUrl: queues.digest.deadLetters.queueUrl,
    MissedTicksUrl: queues.schedulerDeadLetters.queueUrl,
    LostFeedbackUrl: queues.lostFeedback.queueUrl,
  };
}
