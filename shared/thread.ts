import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** The thread timed out or died. */
export interface NoAnswer {
  kind: 'no-answer';
  reason: string;
}

/** The script of a thread beside a module: in a bundle it is beside the handler. @param name without its ending @param from `import.meta.url` */
export const threadBeside = (name: string, from: string): URL =>
  new URL(`./${name}.${from.endsWith('.ts') ? 'ts' : 'mjs'}`, from);

/** From source the worker is TypeScript; Node 20 does not hand tsx's loader on to threads, so the thread registers it itself. */
export function threadOf(script: URL, options: WorkerOptions): Worker {
  if (!script.pathname.endsWith('.ts')) return new Worker(script, options);
  const tsx = new URL(
    './dist/esm/api/index.mjs',
    pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
  ).href;
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(script.href)}); })`;
  return new Worker(start, { ...options, eval: true });
}

/** Waits for one message of a worker; on a deadline, an error or its death the worker is gone. @param who for the reason: `the parser` */
export function messageOf<T>(worker: Worker, milliseconds: number, who: string): Promise<T | NoAnswer> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const end = (result: T | NoAnswer): void => {
      clearTimeout(timer);
      listening.abort();
      resolve(result);
    };
    const fail = (reason: string): void => {
      void worker.terminate();
      end({ kind: 'no-answer', reason });
    };
    const timer = setTimeout(() => fail(`no end after ${milliseconds} ms`), milliseconds);
    const onError = (error: Error): void => fail(`${who} failed: ${error.message}`);
    const onExit = (): void => fail(`${who} died`);
    worker.on('message', end).on('error', onError).on('exit', onExit);
    // removeAllListeners would also cut the worker off from its own port
    listening.signal.addEventListener('abort', () =>
      worker.off('message', end).off('error', onError).off('exit', onExit),
    );
  });
}

export const isNoAnswer = (value: unknown): value is NoAnswer =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'no-answer';
