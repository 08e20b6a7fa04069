import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { testCloud } from '../../embedded.ts';

const cloud = await testCloud({ mail: true });
const key = cloud.env.AWS_ACCESS_KEY_ID ?? '';
const services = Object.entries(cloud.env).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL_'));

interface Got {
  status: number;
  body: string;
  headers: Record<string, unknown>;
}

const ask = (url: string, path: string, headers: Record<string, string>): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, headers: response.headers }),
      );
    })
      .on('error', reject)
      .end();
  });

/** Local addresses, in hex, on which this process listens. */
function listeningAddresses(): string[] {
  const own = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === '0A' && own.has(inode ?? ''))
      .map(([, address = '']) => address.split(':')[0] ?? ''),
  );
}

it.runIf(process.platform === 'linux')('every embedded service is bound to 127.0.0.1', () => {
  const addresses = listeningAddresses();
  expect(addresses.length).toBeGreaterThanOrEqual(services.length);
  expect(new Set(addresses)).toEqual(new Set(['0100007F']));
});

it.each(services)(
  '%s answers neither a stranger, nor a web page, nor another name of this host',
  async (_, url) => {
    const signed = {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261128/eu-central-1/x/aws4_request`,
    };
    const refused = [
      {},
      { authorization: signed.authorization.replace(key, 'S3RVER') },
      { ...signed, origin: 'https://evil.example' },
      { ...signed, 'sec-fetch-site': 'cross-site' },
      { ...signed, host: 'evil.example' },
    ];
    for (const headers of refused) {
      const got = await ask(url, '/', headers);
      expect(got.status).toBe(403);
      expect(got.headers).not.toHaveProperty('access-control-allow-origin');
      expect(got.body).toBe('This service answers its own wire only.\n');
    }
    expect((await ask(url, '/', signed)).body).not.toBe('This service answers its own wire only.\n');
  },
);

it('the inbox opens by its address, and its page then by the cookie', async () => {
  const inbox = cloud.inboxUrl ?? '';
  const { origin, pathname } = new URL(inbox);
  expect((await ask(origin, '/store', {})).status).toBe(403);
  const page = await ask(origin, `${pathname}/`, {});
  expect(page.status).toBe(200);
  const [cookie = ''] = String(page.headers['set-cookie']).split(';');
  expect(JSON.parse((await ask(origin, '/store', { cookie })).body)).toMatchObject({ emails: [] });
});
