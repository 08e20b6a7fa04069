declare module 'dynalite' {
  import type { Server } from 'node:http';
  interface DynaliteServer extends Server {
    db?: { close(done: (error?: Error) => void): void };
  }
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): DynaliteServer;
}

declare module 's3rver' {
  import type { Server } from 'node:http';
  interface RequestContext {
    method: string;
    path: string;
    query: Record<string, string>;
    status: number;
    type: string;
    body: unknown;
    get(header: string): string;
  }
  type Middleware = (context: RequestContext, next: () => Promise<void>) => Promise<void>;
  export default class S3rver {
    constructor(options: {
      port: number;
      address: string;
      silent: boolean;
      directory: string;
      vhostBuckets: boolean;
      allowMismatchedSignatures: boolean;
    });
    middleware: Middleware[];
    store: {
      existsObject(bucket: string, key: string): Promise<boolean>;
      getMetadata(bucket: string, key: string): Promise<{ etag: string }>;
    };
    httpServer: Server;
    run(): Promise<{ port: number }>;
    close(): Promise<void>;
  }
}
