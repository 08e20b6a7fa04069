import { wordsOf } from '../catalogue/mail-words.ts';
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { type Edition, editionSchema } from '../domain/digest/edition.ts';
import { mailCss } from '../domain/digest/mail-style.ts';
import { editionPage, editionStyleKey } from '../domain/digest/mail.ts';
import { renderEdition } from '../domain/digest/render-edition.ts';
import { s3 } from './clients.ts';
import { editionContentKey, publicEditionKey, erasedKey } from './keys.ts';
import { listSiteFiles, readSiteFile } from './site-bucket.ts';

/** Pages of editions never change: their name is the hash of their content. */
const forever = 'public, max-age=31536000, immutable';

/** Writes an object unless it is there. 412 = it is; 409 = another writer of the same name is at it: same name, same bytes. */
async function putOnce(
  bucket: string,
  key: string,
  { body, contentType, cacheControl }: { body: string; contentType: string; cacheControl: string },
): Promise<void> {
  try {
    await s3().send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
        IfNoneMatch: '*',
      }),
    );
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== 412 && status !== 409) throw new Error(`cannot write ${key}`, { cause: error });
  }
}

/** Keeps an edition's frozen content, and the style of the pages that show it. It is a reader's own: no public page is made of it. */
export async function keepEdition(bucket: string, content: string, edition: Edition): Promise<void> {
  await putOnce(bucket, editionContentKey(edition.date, content), {
    body: JSON.stringify(edition),
    contentType: 'application/json',
    cacheControl: 'private',
  });
  await putStyle(bucket);
}

/** Keeps a day's edition for everybody: one topic, one language, nobody's choices. The first of a day stays. */
export async function keepPublicEdition(
  { bucket, siteUrl }: { bucket: string; siteUrl: string },
  name: string,
  edition: Edition,
): Promise<void> {
  await putOnce(bucket, publicEditionKey(edition.date, name), {
    body: editionPage(renderEdition(edition, wordsOf(edition.interface), siteUrl, Infinity)),
    contentType: 'text/html; charset=utf-8',
    cacheControl: forever,
  });
  await putStyle(bucket);
}

let styled: string | undefined;
async function putStyle(bucket: string): Promise<void> {
  if (styled === bucket) return;
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: editionStyleKey,
      Body: mailCss,
      ContentType: 'text/css; charset=utf-8',
      CacheControl: 'public, max-age=3600',
    }),
  );
  styled = bucket;
}

/** @throws Error naming the object when it is missing or not an edition */
export async function readEditionContent(bucket: string, date: string, content: string): Promise<Edition> {
  const key = editionContentKey(date, content);
  const bytes = await readSiteFile(bucket, key);
  if (bytes === null) throw new Error(`${key} is not in the site bucket`);
  return editionSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

/** Writes down that this subscriber asked to be forgotten, where a restored table cannot lose it. */
export async function recordErasure(bucket: string, subscriberId: string, at: string): Promise<void> {
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: erasedKey(subscriberId),
      Body: at,
      ContentType: 'text/plain',
      CacheControl: 'private',
    }),
  );
}

/** Who asked to be forgotten, and when last. */
export async function readErasures(bucket: string): Promise<ReadonlyMap<string, string>> {
  const erasures = new Map<string, string>();
  const prefix = erasedKey('');
  for (const key of await listSiteFiles(bucket, prefix)) {
    const bytes = await readSiteFile(bucket, key);
    if (bytes !== null) erasures.set(key.slice(prefix.length), new TextDecoder().decode(bytes));
  }
  return erasures;
}
