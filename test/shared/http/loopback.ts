import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll } from 'vitest';
import type { Network } from '../../../shared/http/address-guard.ts';
import { type ClientSettings, outletClient } from '../../../shared/http/outlet-client.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that plays every host of the public internet. */
export async function loopbackServer(
  listener: RequestListener,
): Promise<{ port: number; sockets: Set<Socket>; requests: IncomingMessage[] }> {
  const sockets = new Set<Socket>();
  const requests: IncomingMessage[] = [];
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, sockets, requests };
}

export const publicAddress = '93.184.216.34';

/** Names resolve as given, else to a public address; every dial is recorded and goes to the loopback server. */
export function fakeNetwork(
  port: number,
  names: Record<string, string[] | (() => string[])> = {},
): Network & { dials: string[]; lookups: string[] } {
  const dials: string[] = [];
  const lookups: string[] = [];
  return {
    dials,
    lookups,
    resolve: async (host) => {
      lookups.push(host);
      const told = names[host] ?? [publicAddress];
      return typeof told === 'function' ? told() : told;
    },
    dialled: ({ address, port: asked }) => {
      dials.push(`${address}:${asked}`);
      return { address: '127.0.0.1', port };
    },
  };
}

export function client(network: Network, more: Partial<ClientSettings> = {}) {
  const made = outletClient({
    contact: 'https://wire.example/about',
    allowed: new Set(),
    network,
    hopGap: 0,
    ...more,
  });
  afterAll(() => made.close());
  return made;
}
