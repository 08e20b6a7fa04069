import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SESv2Client } from '@aws-sdk/client-sesv2';

/**
 * One client of each kind per process. Endpoints, region and credentials come from the SDK's own variables
 * (`AWS_ENDPOINT_URL_*`, `AWS_REGION` …), so the same code runs on AWS and against embedded endpoints.
 */
const lazy = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

export const dynamo = /* @__PURE__ */ lazy(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
);
export const s3 = /* @__PURE__ */ lazy(() => new S3Client({}));
/** Local queues answer with host names that do not resolve; the endpoint variable is the truth. */
export const sqs = /* @__PURE__ */ lazy(
  () =>
    new SQSClient({
      useQueueUrlAsEndpoint: (process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL) === undefined,
    }),
);
/** One attempt: a retry after a lost reply would be a second mail. */
export const ses = /* @__PURE__ */ lazy(() => new SESv2Client({ maxAttempts: 1 }));
