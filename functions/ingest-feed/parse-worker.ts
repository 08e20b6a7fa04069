import { parentPort } from 'node:worker_threads';
import type { FeedSource } from '../../shared/domain/feed/document.ts';
import { ItemMemo } from '../../shared/domain/feed/item-memo.ts';
import { parseFeed } from '../../shared/domain/feed/parse.ts';

export interface ParseOrder {
  id: number;
  body: Uint8Array;
  source: FeedSource;
}

const memo = new ItemMemo();

/** The thread side of parse-thread.ts: answers each order with the parsed feed. A parse that throws ends the thread. */
parentPort?.on('message', ({ id, body, source }: ParseOrder) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void parseFeed(body, source, memo).then((parsed) => parentPort?.postMessage({ id, parsed }));
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage('ready');
