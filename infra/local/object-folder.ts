import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { access, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** The headers of a PUT that its GET gives back, `content-type` and metadata among them. */
export type ObjectHeaders = Record<string, string>;

export interface StoredObject {
  body: Buffer;
  etag: string;
  modified: Date;
  headers: ObjectHeaders;
}

/** Suffixes keep the object `a` and the folder of `a/b` apart. They are s3rver's, whose folders earlier versions wrote. */
const bodySuffix = '._S3rver_object';
const headersSuffix = '._S3rver_metadata.json';

const isMissing = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const etagOf = (body: Uint8Array): string => `"${createHash('md5').update(body).digest('hex')}"`;

/**
 * Objects as files, `BUCKET/KEY` below one folder. Each file is written beside and renamed, so a process that dies leaves
 * the object as it was or as it should be.
 */
export class ObjectFolder {
  readonly #root: string;
  /** On the same file system, or a rename would copy. */
  readonly #drafts: string;

  constructor(root: string) {
    this.#root = root;
    this.#drafts = join(root, '.drafts');
    rmSync(this.#drafts, { recursive: true, force: true });
    mkdirSync(this.#drafts, { recursive: true });
  }

  async makeBucket(bucket: string): Promise<void> {
    await mkdir(join(this.#root, bucket), { recursive: true });
  }

  hasBucket(bucket: string): Promise<boolean> {
    return access(join(this.#root, bucket)).then(
      () => true,
      () => false,
    );
  }

  /** @returns null where there is no such object */
  async read(bucket: string, key: string): Promise<StoredObject | null> {
    const path = join(this.#root, bucket, key);
    try {
      const [body, { mtime }, headers] = await Promise.all([
        readFile(path + bodySuffix),
        stat(path + bodySuffix),
        readHeaders(path + headersSuffix),
      ]);
      return { body, etag: etagOf(body), modified: mtime, headers };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** @returns the ETag */
  async write(bucket: string, key: string, body: Uint8Array, headers: ObjectHeaders): Promise<string> {
    const path = join(this.#root, bucket, key);
    await mkdir(dirname(path), { recursive: true });
    // The headers first: a key keeps its type, so new headers fit an old body, but not a body none.
    await this.#writeWhole(path + headersSuffix, JSON.stringify(headers));
    await this.#writeWhole(path + bodySuffix, body);
    return etagOf(body);
  }

  /** Keys with this prefix, in byte order. */
  async keys(bucket: string, prefix: string): Promise<string[]> {
    const root = join(this.#root, bucket);
    const from = join(root, prefix.slice(0, prefix.lastIndexOf('/') + 1));
    const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    return entries
      .filter((entry) => entry.name.endsWith(bodySuffix))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .map((path) => path.slice(0, -bodySuffix.length))
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  async #writeWhole(path: string, content: string | Uint8Array): Promise<void> {
    const draft = join(this.#drafts, randomUUID());
    await writeFile(draft, content);
    await rename(draft, path);
  }
}

/** Headers that cannot be read are none: the body is what counts. */
async function readHeaders(path: string): Promise<ObjectHeaders> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ObjectHeaders;
  } catch {
    return {};
  }
}
