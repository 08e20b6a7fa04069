import { parentPort, workerData } from 'node:worker_threads';
import { compileOverlayText } from '../../shared/catalogue/overlaid-packs.ts';

// A file of its own in the bundle, with all packs in it: loaded only where an operator changed them.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(compileOverlayText(String(workerData)));
