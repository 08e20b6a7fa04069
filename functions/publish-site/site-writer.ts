import { createHash } from 'node:crypto';
import type { SiteFile } from './ports.ts';

/** Paths of what is in the bucket, with a hash of its bytes. */
export type Hashes = Record<string, string>;

/** How long browsers and CloudFront may keep a file. Short on what moves, so that no invalidation is ever needed. */
const cacheControlOf = {
  /** A name that changes with its content. */
  fixed: 'public, max-age=31536000, immutable',
  /** Fronts, lists, feeds: at most a minute old. */
  moving: 'public, max-age=60, stale-while-revalidate=300',
  /** A story, a day of the past. */
  settled: 'public, max-age=300, stale-while-revalidate=86400',
} as const;

export type CacheLifetime = keyof typeof cacheControlOf;

const contentTypes: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  xml: 'application/xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  gz: 'application/gzip',
};

function contentType(path: string): string {
  if (path.startsWith('feeds/') && path.endsWith('.json')) return 'application/feed+json; charset=utf-8';
  if (path.endsWith('.csl.json')) return 'application/vnd.citationstyles.csl+json; charset=utf-8';
  return contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** Files are told apart by 96 bits: 10⁹ of them collide with p < 10⁻¹¹. */
export const hashOf = (body: string | Uint8Array): string =>
  createHash('sha256').update(body).digest('base64url').slice(0, 16);

/** Puts files into the bucket, but only those whose bytes changed: an unchanged page costs nothing. */
export class SiteWriter {
  written = 0;
  unchanged = 0;
  readonly #write: (file: SiteFile) => Promise<void>;

  constructor(write: (file: SiteFile) => Promise<void>) {
    this.#write = write;
  }

  /** @param hashes what the bucket holds; the file's entry is updated once it is written */
  async putIfChanged(
    path: string,
    body: string | Uint8Array,
    lifetime: CacheLifetime,
    hashes: Hashes,
  ): Promise<void> {
    const hash = hashOf(body);
    if (hashes[path] === hash) {
      this.unchanged++;
      return;
    }
    await this.#write({ path, body, contentType: contentType(path), cacheControl: cacheControlOf[lifetime] });
    hashes[path] = hash;
    this.written++;
  }
}
