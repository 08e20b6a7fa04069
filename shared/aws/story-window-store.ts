import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { BookState } from '../domain/story/book-state.ts';
import { s3 } from './clients.ts';
import { storyWindowKey } from './keys.ts';
import { gunzip, gzip } from '../zip.ts';

/** 50,000 live articles take 100 MB; more is not ours. */
const windowLimit = 512 * 1024 * 1024;

interface StoryWindowStore {
  /** The saved state; 'unchanged' when it is the one this process read or saved last; null when there is none. */
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
      try {
        const object = await s3().send(
          new GetObjectCommand({
            Bucket: bucket,
            Key: storyWindowKey,
            ...(known !== undefined && { IfNoneMatch: known }),
          }),
        );
        const body = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
        if (known !== undefined && object.ETag === known) return 'unchanged';
        known = object.ETag;
        // The border: only save() writes this key. What another version wrote is remade from the table.
        const state = JSON.parse((await gunzip(body, windowLimit)).toString()) as Pick<
          BookState,
          'stories'
        > & {
          version: number;
        };
        return state.version === 2 ? { ...state, version: 2 } : null;
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 304) return 'unchanged';
        if (!(error instanceof NoSuchKey)) throw error;
        known = undefined;
        return null;
      }
    },
    forget: () => {
      known = undefined;
    },
    save: async (state) => {
      const body = await gzip(JSON.stringify(state));
      const saved = await s3().send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: storyWindowKey,
          Body: body,
          ContentType: 'application/gzip',
        }),
      );
      known = saved.ETag;
    },
  };
}
