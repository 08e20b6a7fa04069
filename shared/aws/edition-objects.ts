import { wordsOf } from '../catalogue/mail-words.ts';
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { type Edition, editionSchema } from '../domain/digest/edition.ts';
import { inLook } from '../domain/text/look.ts';
import { wireLook } from '../env.ts';
import { mailCss } from '../domain/digest/mail-style.ts';
import { editionPage, editionStyleKey } from '../domain/digest/mail.ts';
import { renderEdition } from '../domain/digest/render-edition.ts';
import type { Clock } from '../clock.ts';
import { errorText, log } from '../log.ts';
import { s3 } from './clients.ts';
import { editionContentKey, publicEditionKey, erasedKey } from './keys.ts';
import { readSiteFile, siteFilePages } from './site-bucket.ts';

/** Pages of editions never change: their name is the hash of their content. */
const forever = 'public, max-age=31536000, immutable';

/**
 * Writes an object unless it is there. 412 = it is; 409 = another writer of the same name is at it: same name, same bytes.
 * @returns whether this call wrote it
 */
export async function putOnce(
  bucket: string,
  key: string,
  { body, contentType, cacheControl }: { body: string; contentType: string; cacheControl: string },
): Promise<boolean> {
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
    return true;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== 412 && status !== 409) throw new Error(`cannot write ${key}`, { cause: error });
    return false;
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
      Body: inLook(mailCss, wireLook()),
      ContentType: 'text/css; charset=utf-8',
      CacheControl: 'public, max-age=3600',
    }),
  );
  styled = bucket;
}

/** @returns null where the object is missing or damaged: the log names it */
export async function readEditionContent(
  bucket: string,
  date: string,
  content: string,
): Promise<Edition | null> {
  const key = editionContentKey(date, content);
  const bytes = await readSiteFile(bucket, key);
  try {
    if (bytes === null) throw new Error('it is not in the site bucket');
    return editionSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    log('edition-content-damaged', { key, error: errorText(error) });
    return null;
  }
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

/** A listing ends after this; a page of a thousand takes some 50 ms. */
const listingMs = 10_000;

/** So many are asked for by name; a page of the listing costs as much, and says it of all. */
const askedByName = 12;

/** Who asked to be forgotten. */
export interface Erasures {
  /** When last (ISO 8601 UTC); null for who never did. */
  lastAskedAt(subscriberId: string): Promise<string | null>;
}

/**
 * Asks for nobody but those that a run asks about: the first dozen by name; after them all names are listed once, and
 * read for who is among them. What a run costs does not grow with the erasures held.
 */
export function openErasures(bucket: string, clock: Clock): Erasures {
  let asked = 0;
  let mayHave: Promise<(id: string) => boolean> | undefined;
  return {
    lastAskedAt: async (id) => {
      if (++asked > askedByName && !(await (mayHave ??= listErased(bucket, clock)))(id)) return null;
      const bytes = await readSiteFile(bucket, erasedKey(id));
      return bytes === null ? null : new TextDecoder().decode(bytes);
    },
  };
}

/** Names come in order: behind the last one listed in time anybody may be. @returns false for who certainly never asked */
async function listErased(bucket: string, clock: Clock): Promise<(id: string) => boolean> {
  const prefix = erasedKey('');
  const end = clock().getTime() + listingMs;
  const listed = new Set<string>();
  let upTo = '';
  let isWhole = true;
  for await (const page of siteFilePages(bucket, prefix)) {
    for (const key of page) listed.add(key.slice(prefix.length));
    upTo = page.at(-1)?.slice(prefix.length) ?? upTo;
    isWhole = clock().getTime() <= end;
    if (!isWhole) break;
  }
  return (id) => listed.has(id) || !(isWhole || id <= upTo);
}
