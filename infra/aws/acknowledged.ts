import { Stack, Validations } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { stages } from './settings.ts';

/** One decision against a rule of cdk-nag or CDK. `at` matches the construct's path. */
interface Acknowledged {
  at: RegExp;
  rules: string[];
  reason: string;
}

const stageFunctions = new RegExp(`/(${stages.join('|')})/Resource$`);

/** Every finding we live with, and why. Whatever is not listed fails the synth. */
const acknowledged: Acknowledged[] = [
  {
    at: /\/Storage\/(Archive|Site)\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-S1', 'NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled'],
    reason:
      'Both buckets are closed to the public and reached by our roles and CloudFront only; an access log of the site would be a record of who reads what on a political conflict.',
  },
  {
    at: /\/Site\/Distribution\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-CFR3'],
    reason:
      'No access log on purpose: what a reader looks at hints at opinion and origin (GDPR Art. 9), and we keep none of it.',
  },
  {
    at: /\/Site\/Distribution\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-CFR4'],
    reason:
      'The default certificate of *.cloudfront.net fixes the policy; a site with a domain of its own (siteDomain) gets TLS 1.2 by the setting next to it.',
  },
  {
    at: /\/Site\/Distribution$/,
    rules: ['Annotation::@aws-cdk/aws-cloudfront:minimumProtocolVersionWithoutCertificate'],
    reason: 'It takes effect with a certificate of its own (siteDomain).',
  },
  {
    at: /\/Site\/Distribution\/Origin1$/,
    rules: ['Annotation::@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk'],
    reason:
      'defaultRootObject is set, so no URL lists the bucket; without LIST a missing page would be a 403.',
  },
  {
    at: /\/Site\/Distribution\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-CFR1'],
    reason: 'News for the whole region and its diaspora: no country is shut out.',
  },
  {
    at: /\/Site\/Distribution\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-CFR2'],
    reason:
      'A web ACL costs more a month than all the rest ($5 and more). Pages are static; the API is throttled, takes 4 KB bodies and limits each address and prefix.',
  },
  {
    at: /\/Site\/Api\/.*proxy.*\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-APIG4'],
    reason:
      'Anyone may sign up; everything past that needs a signed token bound to one purpose and one subscriber, checked in the function (RFC 8058 forbids a login for one-click unsubscribe).',
  },
  {
    at: /\/Mail\/TokenKey-.*\/Resource$/,
    rules: [
      'AwsSolutions::AwsSolutions-SMG4',
      'NIST.800.53.R5::NIST.800.53.R5-SecretsManagerRotationEnabled',
    ],
    reason:
      'Rotated by hand in two deploys (RUNBOOK "Token keys"): links in mails already sent must go on working, which a timer does not know.',
  },
  {
    at: /\/send-digest-role\/DefaultPolicy\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    reason: 'ses:GetAccount alone, to learn the sending rate; the service defines no resource for it.',
  },
  {
    at: /\/Events\/Undelivered\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-SQS3', 'Serverless::Serverless-SQSRedrivePolicy'],
    reason: 'This is the dead-letter queue of rules; an event is public news, and its page is there.',
  },
  {
    at: /\/Events\/Topic\/Resource$/,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-SNSEncryptedKMS'],
    reason:
      'Public news: the key for people has no business here, and EventBridge names no account to a key.',
  },
  {
    at: /\/publish-site-role\/DefaultPolicy\/Resource$/,
    rules: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    reason: 'Amazon Translate, where it was chosen: translating a text names no resource.',
  },
  {
    at: /\/Queues\/.*(DeadLetters|MissedTicks|LostFeedback)\/Resource$/,
    rules: ['Serverless::Serverless-SQSRedrivePolicy'],
    reason: 'This is the dead-letter queue; an alarm watches it.',
  },
  {
    at: /\/(visit-feeds|ingest-feed|group-stories|send-digest|subscribe)\/Resource$/,
    rules: ['Serverless::Serverless-LambdaDLQ', 'NIST.800.53.R5::NIST.800.53.R5-LambdaDLQ'],
    reason:
      'Never started asynchronously: a queue (with dead letters of its own) or the API waits for the answer.',
  },
  {
    at: /\/SqsEventSource.*\/Resource$/,
    rules: ['Serverless::Serverless-LambdaEventSourceMappingDestination'],
    reason: 'Lambda takes failure destinations for streams only; the queue itself has a redrive policy.',
  },
  {
    at: /\/Monitoring\/Alarms\/Topic\/TokenSubscription.*\/Resource$/,
    rules: ['Serverless::Serverless-SNSRedrivePolicy'],
    reason: 'A mailbox: SNS retries for 20 minutes, and the state of the alarm stays visible in CloudWatch.',
  },
  {
    at: stageFunctions,
    rules: ['Serverless::Serverless-LambdaTracing'],
    reason:
      'Each stage is one hop between two queues and logs what it did; tracing would add a permission on "*" and a cost per message.',
  },
  {
    at: stageFunctions,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-LambdaConcurrency'],
    reason:
      'Queue consumers are limited at their event source mapping, the API by its throttle, the clock by its pace. Reserved concurrency starves pollers, and a new account (10 in all) could not deploy it.',
  },
  {
    at: stageFunctions,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-LambdaInsideVPC'],
    reason:
      'Nothing here lives in a network of its own: all calls go to AWS APIs by IAM, or to public feeds through the address guard. A NAT gateway would cost more a month than the rest of the stack.',
  },
  {
    at: /\/Storage\/(Feeds|Stories|Subscribers)\/Resource$/,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-DynamoDBInBackupPlan'],
    reason:
      'Point-in-time recovery covers 35 days; an older copy would keep people who asked to be forgotten.',
  },
  {
    at: /\/Storage\/(Archive|Site)\/Resource$/,
    rules: [
      'NIST.800.53.R5::NIST.800.53.R5-S3BucketReplicationEnabled',
      'NIST.800.53.R5::NIST.800.53.R5-S3DefaultEncryptionKMS',
    ],
    reason:
      'Public news and public pages: versioned, eleven nines within a region, encrypted with keys of S3. A second region or a key of our own protects nothing here.',
  },
  {
    at: /-log\/Resource$|\/ApiLog\/Resource$/,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-CloudWatchLogGroupEncrypted'],
    reason:
      'Encrypted with keys of CloudWatch; lines hold no address and no token (a test greps them), and go after 30 days.',
  },
  {
    at: /\/DefaultPolicy\/Resource$/,
    rules: ['NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy'],
    reason:
      'One role, one function, one policy: it is made and deleted with its role and cannot be attached elsewhere.',
  },
];

/** Writes the decisions onto the constructs they are about, so that the report names them as suppressed, with their reasons. */
export function acknowledgeFindings(root: IConstruct): void {
  for (const construct of root.node.findAll()) {
    for (const { at, rules, reason } of acknowledged) {
      if (at.test(construct.node.path))
        for (const id of rules) Validations.of(construct).acknowledge({ id, reason });
    }
    acknowledgeObjectWildcards(construct);
  }
}

const objectPaths: Record<string, string[]> = {
  Archive: ['bodies/*', 'state/*'],
  Site: ['*', '_state/events/*', 'editions/*', 'search/*', '_state/editions/*', '_state/erased/*'],
};

/** Grants on the objects of one bucket end in a star: object keys are not known when we deploy. Wildcard actions and other resources still fail. */
function acknowledgeObjectWildcards(construct: IConstruct): void {
  if (!construct.node.path.endsWith('/DefaultPolicy/Resource')) return;
  for (const bucket of Stack.of(construct)
    .node.findAll()
    .filter((each) => each instanceof CfnBucket)) {
    const name = bucket.node.scope?.node.id ?? '';
    for (const path of objectPaths[name] ?? []) {
      const id = `AwsSolutions::AwsSolutions-IAM5[Resource::<${Stack.of(construct).getLogicalId(bucket)}.Arn>/${path}]`;
      Validations.of(construct).acknowledge({
        id,
        reason: `Objects of the ${name} bucket under ${path}, with GetObject or PutObject only.`,
      });
    }
  }
}
