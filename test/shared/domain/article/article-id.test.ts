import { expect, it } from 'vitest';
import { articleId } from '../../../../shared/domain/article/article-id.ts';

it('an article’s id is the first 24 hex digits of the SHA-256 of its identity, for ever: addresses and rows hold it', () => {
  // printf %s abc | sha256sum
  expect(articleId('abc')).toBe('ba7816bf8f01cfea414140de');
  expect(articleId('Ереван')).not.toBe(articleId('ереван'));
});
