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
