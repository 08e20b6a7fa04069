import * as sdk from '@aws-sdk/client-s3';
import { firstTry } from './first-try.ts';
import { triedFirst } from './tried-first.ts';

/** The SDK's commands for the objects of a feed's bodies, each tried once by the short way: see first-try.ts. */

const pathOf = (key: unknown): string => `/${String(key).split('/').map(encodeURIComponent).join('/')}`;

/** The short way knows these fields of the input and no others. */
const plainInput = (input: Record<string, unknown>, known: readonly string[]): boolean =>
  Object.keys(input).every((name) => known.includes(name));

const putFields = ['Bucket', 'Key', 'Body', 'ContentType', 'Metadata'];

const metadataHeaders = (metadata: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [
      `x-amz-meta-${name.toLowerCase()}`,
      String(value),
    ]),
  );

export const PutObjectCommand = triedFirst(sdk.PutObjectCommand, async (config, { input, command }) => {
  const { Bucket, Key, Body, ContentType, Metadata } = input;
  if (!plainInput(input, putFields) || !(Body instanceof Uint8Array)) return undefined;
  const headers = {
    ...(typeof ContentType === 'string' && { 'content-type': ContentType }),
    ...metadataHeaders(Metadata),
  };
  const call = { command, input, method: 'PUT' as const, path: pathOf(Key), headers, body: Body };
  const answer = await firstTry(config, call, String(Bucket));
  return answer?.status === 200 ? { ETag: answer.headers.etag } : undefined;
});

export const GetObjectCommand = triedFirst(sdk.GetObjectCommand, async (config, { input, command }) => {
  const { Bucket, Key } = input;
  if (!plainInput(input, ['Bucket', 'Key'])) return undefined;
  const call = { command, input, method: 'GET' as const, path: pathOf(Key), headers: {} };
  const answer = await firstTry(config, call, String(Bucket));
  if (answer?.status !== 200) return undefined;
  const { body, headers } = answer;
  return { ETag: headers.etag, Body: { transformToByteArray: () => Promise.resolve(new Uint8Array(body)) } };
});
