import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { z } from 'zod';
import { gunzip, gzip } from '../zip.ts';
import { s3 } from './clients.ts';

/** What a batch of ten changed takes some 100 KB; more is not ours. */
const objectLimit = 64 * 1024 * 1024;

/** A derived object that is missing, cut or of another version: it is remade from the table. */
export class Damaged extends Error {}

interface Found {
  body: Uint8Array;
  etag: string | undefined;
}

/** @param etag of what is known of it */
export async function getDerived(
  bucket: string,
  key: string,
  etag?: string,
): Promise<Found | 'unchanged' | null> {
  const condition = etag !== undefined && { IfNoneMatch: etag };
  try {
    const { Body, ETag } = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key, ...condition }));
    if (etag !== undefined && ETag === etag) return 'unchanged';
    return { body: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return 'unchanged';
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

export const zipped = (value: object): Promise<Buffer> => gzip(JSON.stringify(value), { level: 1 });

/** @returns the object's ETag */
export async function putDerived(bucket: string, key: string, Body: Uint8Array): Promise<string | undefined> {
  const ContentType = 'application/octet-stream';
  const { ETag } = await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType }));
  return ETag;
}

/** The border. A derived object stops nobody. @throws Damaged */
export async function parsed<T>(body: Uint8Array, schema: z.ZodType<T>): Promise<T> {
  try {
    const value: unknown = JSON.parse((await gunzip(body, objectLimit)).toString());
    schema.parse(value);
    return value as T;
  } catch (error) {
    throw new Damaged('an object cannot be read', { cause: error });
  }
}
