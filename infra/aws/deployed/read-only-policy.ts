interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: Record<string, Record<string, string[]>>;
}

const running = [
  'scheduler:ListSchedules',
  'lambda:GetAccountSettings',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricStatistics',
];

/**
 * What the commands that only read ask of AWS. CloudFormation begins the names of what it makes with the stack's, buckets in
 * small letters; where AWS knows no resource for a question it is `*`.
 */
export function readOnlyPolicy(stack: string): { Version: '2012-10-17'; Statement: Statement[] } {
  const own = (service: string, name: string): string => `arn:aws:${service}:*:*:${name}`;
  const buckets = `arn:aws:s3:::${stack.toLowerCase()}-`;
  const tables = (name: string): string[] => [
    own('dynamodb', `table/${stack}-${name}*`),
    own('dynamodb', `table/${stack}-${name}*/index/*`),
  ];
  const read = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:Scan'];
  return {
    Version: '2012-10-17',
    Statement: [
      allow('Stack', ['cloudformation:DescribeStacks'], [own('cloudformation', `stack/${stack}/*`)]),
      allow('News', read, [...tables('StorageFeeds'), ...tables('StorageStories')]),
      allow('Files', ['s3:GetObject', 's3:ListBucket'], [`${buckets}*`, `${buckets}*/*`]),
      allow('Queues', ['sqs:GetQueueAttributes'], [own('sqs', `${stack}-*`)]),
      // To look at failed messages with `redrive --dry-run`.
      allow('Failed', ['sqs:ReceiveMessage'], [own('sqs', `${stack}-*DeadLetters*`)]),
      allow('People', read, tables('StorageSubscribers')),
      allow('PeopleKeys', ['lambda:GetFunctionConfiguration'], [own('lambda', `function:${stack}-*`)]),
      {
        ...allow('PeopleSeal', ['kms:Decrypt'], ['*']),
        // Only what DynamoDB and Lambda unseal for the caller.
        Condition: {
          StringLike: { 'kms:ViaService': ['dynamodb.*.amazonaws.com', 'lambda.*.amazonaws.com'] },
        },
      },
      allow('Mail', ['ses:GetAccount', 'ses:GetEmailIdentity', 'ses:GetSuppressedDestination'], ['*']),
      allow('Alarms', ['sns:ListSubscriptionsByTopic'], [own('sns', `${stack}-*`)]),
      allow('Running', running, ['*']),
    ],
  };
}

const allow = (Sid: string, Action: string[], Resource: string[]): Statement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
});
