import { isChallenge } from '../visit/challenge.ts';
import type { NotAFeed } from './document.ts';

/** Says what a body that is not a feed seems to be, in one line for the operator. */
export function notAFeed(body: Uint8Array, text: string): NotAFeed {
  const head = text.slice(0, 20_000);
  if (text.trim() === '') return { kind: 'not-feed', looksLike: 'empty', reason: 'the body is empty' };
  if (isChallenge(head) && /<html|<!doctype html/i.test(head))
    return { kind: 'not-feed', looksLike: 'challenge', reason: 'a robot check (challenge page), not a feed' };
  if (/<html|<!doctype html|<body|<head[\s>]/i.test(head))
    return { kind: 'not-feed', looksLike: 'html', reason: 'an HTML page, not a feed' };
  if (/^\s*[[{]/.test(head))
    return { kind: 'not-feed', looksLike: 'json', reason: 'JSON, but not a JSON Feed' };
  const sample = body.subarray(0, 1_000);
  if (sample.filter((byte) => byte < 9).length > 0 || /^(%PDF|PK|GIF8|.PNG)/.test(head))
    return { kind: 'not-feed', looksLike: 'binary', reason: 'binary data, not a feed' };
  const root = /<([a-zA-Z][\w:.-]*)/.exec(head)?.[1];
  if (root !== undefined)
    return {
      kind: 'not-feed',
      looksLike: 'xml',
      reason: `XML with the root '${root.slice(0, 40)}', not a feed`,
    };
  return { kind: 'not-feed', looksLike: 'text', reason: 'plain text, not a feed' };
}
