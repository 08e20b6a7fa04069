import { createHash } from 'node:crypto';

/** 24 hex digits of SHA-256: 96 bits, so 10⁹ articles collide with p < 10⁻¹¹. */
export function articleId(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 24);
}
