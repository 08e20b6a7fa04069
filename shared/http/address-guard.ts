import { lookup } from 'node:dns/promises';
import { isIPv4 } from 'node:net';
import { buildConnector } from 'undici';
import {
  type AllowedHosts,
  isPublicAddress,
  literalAddress,
  servesCredentials,
} from '../domain/visit/public-address.ts';

/** A connection that our own rule forbids. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress';
}

/** A host name without an address. */
export class UnknownHost extends Error {
  override name = 'UnknownHost';
}

export interface Network {
  /** All addresses of a name. */
  resolve(host: string): Promise<string[]>;
  /** Where a checked address is really dialled: itself, except in tests. */
  dialled(target: { address: string; port: number }): { address: string; port: number };
}

export const realNetwork: Network = {
  resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  dialled: (target) => target,
};

const connectTimeout = 5_000;

/**
 * The only way to a socket. Names and literals alike come through here, at each new connection and so on each redirect hop:
 * looked up once, every address checked, and that very address dialled (undici's own `lookup` option never sees literals).
 */
export function guardedConnector(network: Network, allowed: AllowedHosts): buildConnector.connector {
  const connect = buildConnector({ timeout: connectTimeout, maxCachedSessions: 100 });
  return (options, callback) => {
    const dial = async () => {
      try {
        const target = network.dialled({
          address: await checkedAddress(options, network, allowed),
          port: Number(portOf(options)),
        });
        const servername = literalAddress(options.hostname) === null ? options.hostname : '';
        connect(
          {
            ...options,
            ...(servername !== '' && { servername }),
            hostname: target.address,
            port: String(target.port),
          },
          callback,
        );
      } catch (error) {
        callback(error instanceof Error ? error : new Error(String(error)), null);
      }
    };
    void dial();
  };
}

const portOf = (options: buildConnector.Options): string =>
  options.port || (options.protocol === 'https:' ? '443' : '80');

async function checkedAddress(
  options: buildConnector.Options,
  network: Network,
  allowed: AllowedHosts,
): Promise<string> {
  const addresses = await addressesOf(options.hostname, network);
  if (addresses.some(servesCredentials))
    throw new ForbiddenAddress(`${options.hostname} has an address that serves credentials`);
  if (allowed.has(`${options.hostname.toLowerCase()}:${portOf(options)}`)) return first(addresses);
  // One private address among public ones is a rebinding set-up: refuse the name.
  if (!addresses.every(isPublicAddress))
    throw new ForbiddenAddress(`${options.hostname} has an address that is not public`);
  return first(addresses);
}

async function addressesOf(hostname: string, network: Network): Promise<string[]> {
  const literal = literalAddress(hostname);
  if (literal !== null) return [literal];
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new UnknownHost(`no answer for the name ${hostname}`)), connectTimeout).unref();
  });
  try {
    const addresses = await Promise.race([network.resolve(hostname), timeout]);
    if (addresses.length > 0) return addresses;
  } catch (error) {
    throw new UnknownHost(`no address for ${hostname}`, { cause: error });
  }
  throw new UnknownHost(`no address for ${hostname}`);
}

/** IPv4 first: a Lambda outside a VPC has no way to IPv6. */
function first(addresses: readonly string[]): string {
  const address = addresses.find((each) => isIPv4(each)) ?? addresses[0];
  if (address === undefined) throw new UnknownHost('a name without addresses');
  return address;
}
