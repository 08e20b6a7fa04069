import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import type S3rverClass from 's3rver';

/**
 * s3rver 3.7.1 with two fixes: paging tokens (it uses single DES, which OpenSSL 3 dropped; DES = 3DES with one key thrice)
 * and conditional writes (`If-None-Match: *`, `If-Match`), which it ignores.
 */
export async function startS3(directory: string): Promise<{ url: string; close(): Promise<void> }> {
  mendPagingTokens();
  const S3rver = createRequire(import.meta.url)('s3rver') as typeof S3rverClass;
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    vhostBuckets: false,
    allowMismatchedSignatures: true,
  });
  addConditionalWrites(server);
  const { port } = await server.run();
  const close = async () => {
    const closed = server.close();
    server.httpServer.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

let mended = false;
function mendPagingTokens(): void {
  if (mended) return;
  mended = true;
  const mutable = createRequire(import.meta.url)('node:crypto') as {
    createCipheriv: unknown;
    createDecipheriv: unknown;
  };
  for (const name of ['createCipheriv', 'createDecipheriv'] as const) {
    const original = crypto[name] as (
      algorithm: string,
      key: Buffer,
      iv: Buffer,
      options?: object,
    ) => unknown;
    mutable[name] = (algorithm: string, key: Buffer, iv: Buffer, options?: object) =>
      algorithm === 'des'
        ? original('des-ede3-cbc', Buffer.concat([key, key, key]), iv, options)
        : original(algorithm, key, iv, options);
  }
}

const bucketSettings = ['lifecycle', 'versioning', 'publicAccessBlock', 'encryption', 'policy'];

function addConditionalWrites(server: InstanceType<typeof S3rverClass>): void {
  const inTurn = makeTurns();
  server.middleware.unshift(async (context, next) => {
    if (context.method !== 'PUT') return next();
    const [, bucket = '', ...rest] = context.path.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (key === '' && bucketSettings.some((setting) => setting in context.query)) {
      context.status = 200;
      context.body = '';
      return;
    }
    const wantsNone = context.get('if-none-match') === '*';
    const wantsMatch = context.get('if-match');
    if (key === '' || (!wantsNone && wantsMatch === '')) return next();
    return inTurn(`${bucket}/${key}`, async () => {
      const exists = await server.store.existsObject(bucket, key).catch(() => false);
      if (
        (wantsNone && exists) ||
        (wantsMatch !== '' && (!exists || (await currentETag(server, bucket, key)) !== wantsMatch))
      ) {
        context.status = 412;
        context.type = 'application/xml';
        context.body =
          '<Error><Code>PreconditionFailed</Code><Message>At least one of the pre-conditions you specified did not hold</Message></Error>';
        return;
      }
      await next();
    });
  });
}

/** Runs the works of one key one after the other. */
function makeTurns(): (key: string, work: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<void>>();
  return async (key, work) => {
    const before = last.get(key);
    const mine = (async () => {
      await before?.catch(() => undefined);
      await work();
    })();
    last.set(key, mine);
    try {
      await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}

async function currentETag(
  server: InstanceType<typeof S3rverClass>,
  bucket: string,
  key: string,
): Promise<string> {
  return (await server.store.getMetadata(bucket, key)).etag;
}
