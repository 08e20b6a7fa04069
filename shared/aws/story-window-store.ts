import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { BookState } from '../domain/story/book-state.ts';
import { errorText, log } from '../log.ts';
import { s3 } from './clients.ts';
import { storyWindowKey } from './keys.ts';
import { gunzip, gzip } from '../zip.ts';

/** 50,000 live articles take 100 MB; more is not ours. */
const windowLimit = 512 * 1024 * 1024;

interface StoryWindowStore {
  /** The saved state; 'unchanged' when it is the one this process read or saved last; null when there is none that can be read: it is remade from the table. */
  read(): Promise<BookState | 'unchanged' | null>;
  /** Forgets which state it knows, so that the next read answers in full: after a batch that failed half-way. */
  forget(): void;
  save(state: BookState): Promise<void>;
}

/**
 * The open stories as one object: free of write units, and it survives the process. Another process may have saved
 * meanwhile, so each batch asks whether the object is still the one it knows.
 */
export function storyWindowStore(bucket: string): StoryWindowStore {
  let known: string | undefined;
  return {
    read: async () => {
      const object = await windowObject(bucket, known);
      if (object === 'unchanged') return 'unchanged';
      const body = (await object?.Body?.transformToByteArray()) ?? new Uint8Array();
      if (known !== undefined && object?.ETag === known) return 'unchanged';
      known = object?.ETag;
      return object === null ? null : stateIn(body);
    },
    forget: () => {
      known = undefined;
    },
    save: async (state) => {
      const Body = await gzip(JSON.stringify(state));
      const ContentType = 'application/gzip';
      const saved = await s3().send(
        new PutObjectCommand({ Bucket: bucket, Key: storyWindowKey, Body, ContentType }),
      );
      known = saved.ETag;
    },
  };
}

async function windowObject(
  bucket: string,
  known: string | undefined,
): Promise<GetObjectCommandOutput | 'unchanged' | null> {
  const condition = known !== undefined && { IfNoneMatch: known };
  try {
    return await s3().send(new GetObjectCommand({ Bucket: bucket, Key: storyWindowKey, ...condition }));
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return 'unchanged';
    if (error instanceof NoSuchKey) return null;
    throw error;
  }
}

const savedState = z.object({ version: z.literal(2), stories: z.array(z.looseObject({ id: z.string() })) });

/** The border. A derived object stops nobody: what is cut, damaged or of another version is null. */
async function stateIn(body: Uint8Array): Promise<BookState | null> {
  try {
    const state: unknown = JSON.parse((await gunzip(body, windowLimit)).toString());
    savedState.parse(state);
    return state as BookState;
  } catch (error) {
    log('story-window-damaged', { key: storyWindowKey, because: errorText(error) });
    return null;
  }
}
