import { parentPort } from 'node:worker_threads';
import { mainText, type PageSource } from './main-text.ts';

interface PageOrder {
  id: number;
  body: Uint8Array;
  source: PageSource;
}

/** The thread side of parse-thread.ts for articles' pages. A page that throws ends the thread. */
parentPort?.on('message', ({ id, body, source }: PageOrder) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage({ id, parsed: mainText(body, source) });
});
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage('ready');
