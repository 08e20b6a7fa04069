import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { FeedDocument, FeedSource, NotAFeed } from '../../shared/domain/feed/document.ts';

/** The parser timed out or died: the body is poison. */
interface Unreadable {
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

const fromSource = import.meta.url.endsWith('.ts');

/** In a bundle the worker is beside the handler. */
const parseWorker = new URL(fromSource ? './parse-worker.ts' : './parse-worker.mjs', import.meta.url);

/** From source the worker is TypeScript; Node 20 does not hand tsx's loader on to threads, so the thread registers it itself. */
function threadOf(script: URL, options: WorkerOptions): Worker {
  if (!script.pathname.endsWith('.ts')) return new Worker(script, options);
  const tsx = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href;
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(script.href)}); })`;
  return new Worker(start, { ...options, eval: true });
}

interface ParseReply {
  id: number;
  parsed: FeedDocument | NotAFeed;
}

/** Waits for one message of a worker; on a deadline, an error or its death the worker is gone. */
function messageOf<T>(worker: Worker, milliseconds: number): Promise<T | Unreadable> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const end = (result: T | Unreadable): void => {
      clearTimeout(timer);
      listening.abort();
      resolve(result);
    };
    const fail = (reason: string): void => {
      void worker.terminate();
      end({ kind: 'unreadable', reason });
    };
    const timer = setTimeout(() => fail(`no end after ${milliseconds} ms`), milliseconds);
    const onError = (error: Error): void => fail(`the parser failed: ${error.message}`);
    const onExit = (): void => fail('the parser died');
    worker.on('message', end).on('error', onError).on('exit', onExit);
    // removeAllListeners would also cut the worker off from its own port
    listening.signal.addEventListener('abort', () =>
      worker.off('message', end).off('error', onError).off('exit', onExit),
    );
  });
}

const isUnreadable = (value: unknown): value is Unreadable =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'unreadable';

/**
 * Parses in threads that can be killed: I/O timeouts cannot stop a CPU loop. Threads are kept for the next body; the one that
 * overran its deadline or its heap is replaced.
 */
export function parseThreads(
  limits: Partial<ThreadLimits> = {},
  script: URL = parseWorker,
): (body: Uint8Array, source: FeedSource) => Promise<Parsed> {
  const { deadlineMs, heapMb } = { ...defaultLimits, ...limits };
  const idle: Worker[] = [];
  let orders = 0;
  const start = async (): Promise<Worker | Unreadable> => {
    const worker = threadOf(script, {
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      env: {},
      execArgv: [],
    });
    // an idle thread that dies must not take the process with it
    worker.on('error', () => {});
    const ready = await messageOf<string>(worker, startMs);
    return isUnreadable(ready) ? ready : worker;
  };
  return async (body, source) => {
    const worker = idle.pop() ?? (await start());
    if (isUnreadable(worker)) throw new Error(`the parse thread does not start: ${worker.reason}`);
    worker.ref();
    const id = ++orders;
    const answer = messageOf<ParseReply>(worker, deadlineMs);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage({ id, body, source });
    const result = await answer;
    if (isUnreadable(result)) return result;
    worker.unref();
    idle.push(worker);
    return result.parsed;
  };
}
