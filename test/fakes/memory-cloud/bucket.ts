import { createHash } from 'node:crypto';
import { NoSuchKey, S3ServiceException } from '@aws-sdk/client-s3';
import { KeysInOrder } from './keys-in-order.ts';

/** Its hash is made when somebody asks: most objects are put and never compared. */
class Stored {
  readonly body: Uint8Array;
  readonly at: number;
  readonly given: Omit<Put, 'Body'>;
  private made: string | undefined;

  constructor({ Body = '', ...given }: Put) {
    this.body = typeof Body === 'string' ? Buffer.from(Body) : Uint8Array.from(Body);
    this.at = Date.now();
    this.given = given;
  }

  get etag(): string {
    return (this.made ??= `"${createHash('md5').update(this.body).digest('hex')}"`);
  }
}

export interface Put {
  Key: string;
  Body?: Uint8Array | string;
  ContentType?: string;
  CacheControl?: string;
  Metadata?: Record<string, string>;
  IfNoneMatch?: string;
  IfMatch?: string;
}

const refusal = (name: string, status: number): S3ServiceException =>
  new S3ServiceException({ name, $fault: 'client', message: name, $metadata: { httpStatusCode: status } });

/** A bucket in memory. */
export class MemoryBucket {
  bytes = 0;
  private readonly objects = new Map<string, Stored>();
  /** All keys in order, so that a listing costs what it lists and not what is held. */
  private readonly order = new KeysInOrder();

  get size(): number {
    return this.objects.size;
  }

  /** @throws S3ServiceException 412 where a condition does not hold */
  put(given: Put): { readonly ETag: string } {
    const { Key, IfNoneMatch, IfMatch } = given;
    const before = this.objects.get(Key);
    if ((IfNoneMatch === '*' && before !== undefined) || (IfMatch !== undefined && before?.etag !== IfMatch))
      throw refusal('PreconditionFailed', 412);
    const stored = new Stored(given);
    if (before === undefined) this.order.add(Key);
    this.bytes += stored.body.length - (before?.body.length ?? 0);
    this.objects.set(Key, stored);
    return {
      get ETag() {
        return stored.etag;
      },
    };
  }

  /** @throws NoSuchKey, or S3ServiceException 304 */
  get({ Key, IfNoneMatch }: { Key: string; IfNoneMatch?: string }) {
    const found = this.objects.get(Key);
    if (found === undefined)
      throw new NoSuchKey({ message: 'The specified key does not exist.', $metadata: {} });
    if (IfNoneMatch !== undefined && IfNoneMatch === found.etag) throw refusal('NotModified', 304);
    const { ContentType, CacheControl, Metadata = {} } = found.given;
    const own = new Uint8Array(found.body);
    return {
      Body: {
        transformToByteArray: () => Promise.resolve(own),
        transformToString: () => Promise.resolve(Buffer.from(own).toString()),
      },
      get ETag() {
        return found.etag;
      },
      ContentType,
      CacheControl,
      Metadata,
      ContentLength: own.length,
    };
  }

  /** A thousand keys at most, in order. */
  list({ Prefix = '', ContinuationToken }: { Prefix?: string; ContinuationToken?: string }) {
    const { keys } = this.order;
    const page: string[] = [];
    let at = this.order.from(ContinuationToken === undefined ? Prefix : `${ContinuationToken}\0`);
    for (; page.length < 1_000 && keys[at]?.startsWith(Prefix) === true; at++) page.push(keys[at] ?? '');
    const isTruncated = keys[at]?.startsWith(Prefix) === true;
    return {
      Contents: page.map((Key) => ({ Key })),
      KeyCount: page.length,
      IsTruncated: isTruncated,
      ...(isTruncated && { NextContinuationToken: page.at(-1) }),
    };
  }

  /** As a lifecycle rule does: forgets what was put before an instant (ms) under a prefix. */
  expire(prefix: string, before: number): void {
    for (const [key, { at, body }] of this.objects)
      if (at < before && key.startsWith(prefix)) {
        this.objects.delete(key);
        this.bytes -= body.length;
        this.order.delete(key);
      }
  }
}
