import { describe, expect, test } from 'vitest';
import { allowedHosts, checkUrl, isPublicAddress } from '../../../shared/domain/visit/public-address.ts';
import type { Network } from '../../../shared/http/address-guard.ts';
import { client, fakeNetwork, loopbackServer, publicAddress } from './loopback.ts';

/** Every special-purpose block of the IANA registries for IPv4 and IPv6 (2024), one address each, and cloud metadata addresses. */
const special4 = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.254',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '127.8.8.8',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.254',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.254',
  '198.18.0.1',
  '198.19.255.254',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
];
const special6 = [
  '::',
  '::1',
  '::a9fe:a9fe',
  '::7f00:1',
  '::808:808',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'ff02::1',
];

function spellings4(address: string): string[] {
  const parts = address.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const whole = ((a << 24) >>> 0) + (b << 16) + (c << 8) + d;
  const hex = (n: number) => n.toString(16).padStart(2, '0');
  const wide = address.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  return [
    `http://${address}/`,
    `https://${whole}/`,
    `http://0x${hex(a)}${hex(b)}${hex(c)}${hex(d)}/`,
    `http://${parts.map((part) => `0${part.toString(8)}`).join('.')}/`,
    `http://${a}.${b}.${c * 256 + d}/`,
    `http://${wide}/`,
    `http://[::ffff:${address}]/`,
    `http://[::ffff:${hex(a)}${hex(b)}:${hex(c)}${hex(d)}]/`,
  ];
}
function spellings6(address: string): string[] {
  const short = new URL(`http://[${address}]/`).hostname;
  const [left = '', right = ''] = short.slice(1, -1).split('::');
  const groups = (half: string) => (half === '' ? [] : half.split(':'));
  const filled = short.includes('::')
    ? [
        ...groups(left),
        ...Array.from({ length: 8 - groups(left).length - groups(right).length }, () => '0'),
        ...groups(right),
      ]
    : groups(short.slice(1, -1));
  const padded = filled.map((group) => group.padStart(4, '0')).join(':');
  return [
    `http://[${address}]/`,
    `https://[${address}]/`,
    `http://[${padded}]/`,
    `http://[${padded.toUpperCase()}]/`,
    `http://[${filled.join(':')}]/`,
    `http://[${address}]:80/`,
    `https://[${address}]:443/x?y`,
    `http://[${address.toUpperCase()}]/#z`,
  ];
}

const server = await loopbackServer((_request, response) => response.end('<rss/>'));

describe('special-purpose addresses are never dialled', () => {
  const literals = [...special4.flatMap(spellings4), ...special6.flatMap(spellings6)];

  test(`${literals.length} literals: ${special4.length + special6.length} addresses in 8 spellings`, async () => {
    const network = fakeNetwork(server.port);
    const outlets = client(network);
    for (const url of literals)
      expect((await outlets.visit({ url, validators: [] })).kind, url).toBe('refused');
    expect(network.dials).toEqual([]);
    expect(literals.length).toBeGreaterThanOrEqual(280);
  });

  test(`${special4.length + special6.length} names that resolve to them, alone or beside a public address`, async () => {
    for (const address of [...special4, ...special6]) {
      const network = fakeNetwork(server.port, {
        'one.example': [address],
        'two.example': [publicAddress, address],
        'three.example': [address, publicAddress],
      });
      const outlets = client(network);
      for (const host of ['one', 'two', 'three'])
        expect(
          await outlets.visit({ url: `http://${host}.example/`, validators: [] }),
          address,
        ).toMatchObject({ kind: 'refused', reason: 'forbidden-address' });
      expect(network.dials).toEqual([]);
    }
  });

  test('the rule is unicast and nothing else; what is no address is not public', () => {
    expect(
      [
        ...special4,
        ...special6,
        '',
        'localhost',
        '1.2.3',
        '::ffff:8.8.8.8',
        '1.2.3.4.5',
        'fe80::1%eth0',
      ].filter(isPublicAddress),
    ).toEqual([]);
    expect(
      ['8.8.8.8', publicAddress, '2606:4700::1111', '1.1.1.1'].filter((address) => !isPublicAddress(address)),
    ).toEqual([]);
  });
});

describe('URLs that are refused before any name is looked up', () => {
  test.each([
    'file:///etc/passwd',
    'gopher://feed.example/',
    'dict://feed.example:2628/',
    'ftp://feed.example/',
    'ldap://feed.example/',
    'data:text/xml,<rss/>',
    'javascript:alert(1)',
    'about:blank',
    'blob:http://feed.example/x',
    'ws://feed.example/',
    'jar:http://feed.example!/',
    'view-source:http://feed.example/',
    'urn:x',
    'http://a@feed.example/',
    'http://a:b@feed.example/',
    'http://feed.example@127.0.0.1/',
    'http://feed.example:22/',
    'http://feed.example:25/',
    'https://feed.example:8443/',
    'http://feed.example:6379/',
    'http://feed.example:443/',
    'https://feed.example:80/',
    'http://feed.example:0/',
    'http://',
    'http:///',
    'feed.example/rss',
    '',
    '//feed.example/',
    'http://[::1',
    'http://feed .example/',
    'http://fe\u0000ed.example/',
    `http://feed.example/${'a'.repeat(2_048)}`,
    'http://0177.1/',
    'http://\\\\127.0.0.1\\',
    'http://127.1/',
    'http://0/',
  ])('%j', async (url) => {
    const network = fakeNetwork(server.port);
    expect((await client(network).visit({ url, validators: [] })).kind).toBe('refused');
    expect([network.dials, network.lookups]).toEqual([[], []]);
  });

  test('white space that URL parsing drops does not change what is checked', async () => {
    const network = fakeNetwork(server.port);
    expect((await client(network).visit({ url: 'ht\ntp://127.0.\t0.1/', validators: [] })).kind).toBe(
      'refused',
    );
    expect(network.dials).toEqual([]);
  });
});

describe('names', () => {
  test('are looked up once, and the checked address is the dialled one', async () => {
    let calls = 0;
    const network = fakeNetwork(server.port, {
      'flip.example': () => (calls++ === 0 ? [publicAddress] : ['127.0.0.1']),
    });
    expect((await client(network).visit({ url: 'http://flip.example/', validators: [] })).kind).toBe(
      'answer',
    );
    expect([network.dials, calls]).toEqual([[`${publicAddress}:80`], 1]);
  });

  test('that flip to loopback for the next connection are refused then', async () => {
    let calls = 0;
    const network = fakeNetwork(server.port, {
      'flip.example': () => (calls++ === 0 ? [publicAddress] : ['127.0.0.1']),
    });
    await client(network).visit({ url: 'http://flip.example/', validators: [] });
    expect((await client(network).visit({ url: 'http://flip.example/', validators: [] })).kind).toBe(
      'refused',
    );
    expect(network.dials).toHaveLength(1);
  });

  test('without an address, or that fail, are not dialled', async () => {
    const network = fakeNetwork(server.port, {
      'none.example': [],
      'fails.example': () => {
        throw new Error('SERVFAIL');
      },
    });
    const outlets = client(network);
    for (const host of ['none', 'fails'])
      expect(await outlets.visit({ url: `http://${host}.example/`, validators: [] })).toMatchObject({
        kind: 'unanswered',
        fault: 'dns',
      });
    expect(network.dials).toEqual([]);
  });

  test('IPv4 is dialled before IPv6', async () => {
    const network = fakeNetwork(server.port, { 'both.example': ['2606:4700::1111', publicAddress] });
    await client(network).visit({ url: 'http://both.example/', validators: [] });
    expect(network.dials).toEqual([`${publicAddress}:80`]);
  });
});

describe('every redirect hop is checked anew', () => {
  const forbidden = [
    'http://127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]/',
    'http://[fd00:ec2::254]/',
    'http://2130706433/',
    'file:///etc/passwd',
    'http://inside.example/',
    'http://out.example:25/',
    'http://u:p@out.example/',
    'gopher://out.example/',
    'http://0x7f.1/',
    'http://[::ffff:127.0.0.1]/',
  ];

  for (const depth of [1, 2, 3, 4, 5])
    test(`${forbidden.length} targets at hop ${depth}`, async () => {
      for (const target of forbidden) {
        let left = depth;
        const hopping = await loopbackServer((_request, response) =>
          response.writeHead(302, { location: --left === 0 ? target : `http://hop${left}.example/` }).end(),
        );
        const network = fakeNetwork(hopping.port, { 'inside.example': ['10.0.0.8'] });
        expect(
          (await client(network).visit({ url: 'http://start.example/', validators: [] })).kind,
          target,
        ).toBe('refused');
        expect(network.dials).toEqual(Array.from({ length: depth }, () => `${publicAddress}:80`));
      }
    });
});

describe('what bodies send a visit to is checked like a redirect', () => {
  const ways: [string, (target: string) => { headers?: Record<string, string>; body: string }][] = [
    ['a meta element', (to) => ({ body: `<html><meta http-equiv="refresh" content="0; url=${to}"></html>` })],
    [
      'a Refresh header',
      (to) => ({ headers: { refresh: `0; url=${to}` }, body: '<html><p>moved</p></html>' }),
    ],
    [
      'an index of sitemaps',
      (to) => ({ body: `<sitemapindex><sitemap><loc>${to}</loc></sitemap></sitemapindex>` }),
    ],
  ];
  test.each(ways)('%s leads to none of the forbidden', async (_name, answer) => {
    const targets = [
      'http://127.0.0.1/',
      'http://169.254.169.254/latest/',
      'http://[::1]/',
      'file:///etc/passwd',
    ];
    for (const target of [
      ...targets,
      'http://inside.example/',
      'http://out.example:25/',
      'http://start.example:22/',
    ]) {
      const made = await loopbackServer((_request, response) => {
        const { headers = {}, body } = answer(target);
        response.writeHead(200, headers).end(body);
      });
      const network = fakeNetwork(made.port, { 'inside.example': ['10.0.0.8'] });
      const reply = await client(network).visit({ url: 'http://start.example/', validators: [] });
      expect(network.dials, target).toEqual([`${publicAddress}:80`]);
      expect(['refused', 'answer'], target).toContain(reply.kind);
    }
  });
});

describe("the operator's list", () => {
  test('lets one host and port pass, and no other', () => {
    const allowed = allowedHosts({ WIRE_ALLOW_HOSTS: ' 127.0.0.1:4401, feeds.lan:8080 ' });
    expect(checkUrl('http://127.0.0.1:4401/a', allowed)).toHaveProperty('url');
    expect(
      [
        'http://127.0.0.1:4402/',
        'http://127.0.0.1/',
        'http://localhost:4401/',
        'http://feeds.lan:8081/',
        'http://x@127.0.0.1:4401/',
      ].filter((url) => 'url' in checkUrl(url, allowed)),
    ).toEqual([]);
  });

  test('is empty by default', () => expect(allowedHosts({})).toEqual(new Set()));
});

describe("what stands inside Lambda's sandbox is never dialled", () => {
  /** Addresses are dialled as they are, so that a hole would be heard by the canary. */
  async function sandbox(names: Record<string, string[]>) {
    const canary = await loopbackServer((_request, response) => response.end('{"AccessKeyId":"canary"}'));
    const dials: string[] = [];
    const network: Network = {
      resolve: async (host) => names[host] ?? [publicAddress],
      dialled: (target) => {
        dials.push(`${target.address}:${target.port}`);
        return target;
      },
    };
    return { canary, network, dials };
  }
  const local = {
    localhost: ['127.0.0.1'],
    'sandbox.localdomain': ['127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'pods.example': ['fd00:ec2::23'],
  };
  const spellings = (port: number): string[] =>
    [
      '127.0.0.1',
      'localhost',
      'sandbox.localdomain',
      '[::1]',
      '2130706433',
      '0x7f.1',
      '[::ffff:127.0.0.1]',
      '0',
    ].map((host) => `http://${host}:${port}/2018-06-01/runtime/invocation/next`);

  test.each(['AWS_LAMBDA_RUNTIME_API', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_XRAY_DAEMON_ADDRESS'])(
    '%s, even if the operator lists it',
    async (variable) => {
      const { canary, network } = await sandbox(local);
      const { port } = canary;
      const place = variable.endsWith('URI')
        ? `http://127.0.0.1:${port}/v1/credentials`
        : `127.0.0.1:${port}`;
      const allowed = allowedHosts({
        [variable]: place,
        WIRE_ALLOW_HOSTS: spellings(port)
          .map((url) => url.slice('http://'.length).split('/')[0])
          .join(','),
      });
      for (const url of spellings(port))
        expect((await client(network, { allowed }).visit({ url, validators: [] })).kind, url).toBe('refused');
      expect(canary.requests).toEqual([]);
    },
  );

  test('the same through a redirect', async () => {
    const { canary, network, dials } = await sandbox(local);
    const { port } = canary;
    const redirecting = await loopbackServer((request, response) =>
      response.writeHead(302, { location: decodeURIComponent(request.url?.slice(1) ?? '') }).end(),
    );
    const led: Network = {
      ...network,
      dialled: (target) =>
        target.address === publicAddress
          ? { address: '127.0.0.1', port: redirecting.port }
          : network.dialled(target),
    };
    const allowed = allowedHosts({
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      WIRE_ALLOW_HOSTS: `localhost:${port},127.0.0.1:${port}`,
    });
    for (const url of [
      ...spellings(port),
      'http://169.254.170.2/v2/credentials/x',
      'http://metadata.example/latest/meta-data/',
      'http://[fd00:ec2::254]/',
    ]) {
      expect(
        (
          await client(led, { allowed }).visit({
            url: `http://outlet.example/${encodeURIComponent(url)}`,
            validators: [],
          })
        ).kind,
        url,
      ).toBe('refused');
    }
    expect([canary.requests, dials]).toEqual([[], []]);
  });

  test("credentials on link-local addresses, whatever the operator's list says", async () => {
    const { network, dials } = await sandbox(local);
    const hosts = [
      '169.254.169.254:80',
      '169.254.170.2:80',
      '[fd00:ec2::254]:80',
      'metadata.example:80',
      'pods.example:80',
    ];
    const allowed = allowedHosts({ WIRE_ALLOW_HOSTS: hosts.join(',') });
    for (const host of hosts)
      expect(
        (await client(network, { allowed }).visit({ url: `http://${host}/`, validators: [] })).kind,
        host,
      ).toBe('refused');
    expect(dials).toEqual([]);
  });
});
