import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, PutObjectCommand } from '@aws-sdk/client-s3';
import { s3 } from './clients.ts';

/** A file of the site as it goes into the bucket. */
interface SiteFile {
  path: string;
  body: string | Uint8Array;
  contentType: string;
  cacheControl: string;
}

export async function putSiteFile(
  bucket: string,
  { path, body, contentType, cacheControl }: SiteFile,
): Promise<void> {
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: path,
      Body: body,
      ContentType: contentType,
      CacheControl: cacheControl,
    }),
  );
}

/** @returns null when there is no such file */
export async function readSiteFile(bucket: string, path: string): Promise<Uint8Array | null> {
  try {
    const object = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: path }));
    return (await object.Body?.transformToByteArray()) ?? null;
  } catch (error) {
    if (error instanceof NoSuchKey) return null;
    throw new Error(`cannot read ${path} from the site bucket`, { cause: error });
  }
}

/** Every path under the prefix, in byte order; follows all pages of the listing. */
export async function listSiteFiles(bucket: string, prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const page of siteFilePages(bucket, prefix)) paths.push(...page);
  return paths;
}

/** The same, a page of at most a thousand at a time. */
export async function* siteFilePages(bucket: string, prefix: string): AsyncGenerator<string[]> {
  for await (const page of paginateListObjectsV2({ client: s3() }, { Bucket: bucket, Prefix: prefix }))
    yield (page.Contents ?? []).map(({ Key }) => Key).filter((key) => key !== undefined);
}
