import type { Worker } from 'node:worker_threads';
import type { PageSource, PageText } from './main-text.ts';
import type { FeedDocument, FeedSource, NotAFeed } from '../../shared/domain/feed/document.ts';
import { isNoAnswer, messageOf, type NoAnswer, threadBeside, threadOf } from '../../shared/thread.ts';

/** The parser timed out or died: the body is poison. */
export interface Unreadable {
  kind: 'unreadable';
  reason: string;
}

export type Parsed = FeedDocument | NotAFeed | Unreadable;

export interface ThreadLimits {
  /** From handing over the body to the answer. */
  deadlineMs: number;
  heapMb: number;
}

/** Bodies of a batch that are read at once: one waits for its tables while another is parsed. Each has a thread of its own. */
export const bodiesAtOnce = 4;

const defaultLimits: ThreadLimits = { deadlineMs: 3_000, heapMb: 128 };
/** A thread takes its time to start; that is not the body's fault. */
const startMs = 20_000;

const parseWorker = threadBeside('parse-worker', import.meta.url);
const pageWorker = threadBeside('page-worker', import.meta.url);
const who = 'the parser';

interface ThreadReply<Read> {
  id: number;
  parsed: Read;
}

const unreadable = ({ reason }: NoAnswer): Unreadable => ({ kind: 'unreadable', reason });

/** Reads feeds and lists in threads. */
export const parseThreads = (
  limits: Partial<ThreadLimits> = {},
  script: URL = parseWorker,
): ((body: Uint8Array, source: FeedSource) => Promise<Parsed>) =>
  threads<FeedDocument | NotAFeed>(limits, script);

/** Reads the text of articles' pages in threads, whose code nobody loads who reads none. */
export const pageThreads = (
  limits: Partial<ThreadLimits> = {},
): ((body: Uint8Array, source: PageSource) => Promise<PageText | Unreadable>) =>
  threads<PageText>({ heapMb: 256, ...limits }, pageWorker);

/**
 * Works in threads that can be killed: I/O timeouts cannot stop a CPU loop. Threads are kept for the next body; the one that
 * overran its deadline or its heap is replaced.
 */
function threads<Read>(
  limits: Partial<ThreadLimits>,
  script: URL,
): (body: Uint8Array, source: FeedSource | PageSource) => Promise<Read | Unreadable> {
  const { deadlineMs, heapMb } = { ...defaultLimits, ...limits };
  const idle: Worker[] = [];
  let orders = 0;
  const start = async (): Promise<Worker | NoAnswer> => {
    const worker = threadOf(script, {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      env: {},
      execArgv: [],
    });
    // an idle thread that dies must not take the process with it
    worker.on('error', () => {});
    const ready = await messageOf<string>(worker, startMs, who);
    return isNoAnswer(ready) ? ready : worker;
  };
  return async (body, source) => {
    const worker = idle.pop() ?? (await start());
    if (isNoAnswer(worker)) throw new Error(`the parse thread does not start: ${worker.reason}`);
    worker.ref();
    const id = ++orders;
    const answer = messageOf<ThreadReply<Read>>(worker, deadlineMs, who);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id, body, source });
    const result = await answer;
    if (isNoAnswer(result)) return unreadable(result);
    worker.unref();
    idle.push(worker);
    return result.parsed;
  };
}
