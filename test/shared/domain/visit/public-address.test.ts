import { expect, test } from 'vitest';
import {
  allowedHosts,
  checkUrl,
  isPublicAddress,
  literalAddress,
  servesCredentials,
} from '../../../../shared/domain/visit/public-address.ts';

/** An address, whether it is public, and whether credentials may be served there. */
test.each([
  ['93.184.216.34', true, false],
  ['2606:4700::1111', true, false],
  ['127.0.0.1', false, false],
  ['10.0.0.1', false, false],
  ['100.64.0.1', false, false],
  ['169.254.169.254', false, true],
  ['169.254.170.2', false, true],
  ['224.0.0.1', false, false],
  ['::1', false, false],
  ['fe80::1', false, true],
  ['fd00:ec2::254', false, true],
  ['fd00:ec3::254', false, false],
  ['::ffff:169.254.169.254', false, true],
  ['::ffff:93.184.216.34', false, false],
  ['::169.254.169.254', false, true],
  ['::93.184.216.34', false, false],
  ['64:ff9b::5db8:d822', false, false],
  ['feed.example', false, false],
  ['', false, false],
])('%s: public %s, credentials %s', (address, open, credentials) => {
  expect([isPublicAddress(address), servesCredentials(address)]).toEqual([open, credentials]);
});

test.each([
  ['[::1]', '::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['feed.example', null],
  ['a[::1]', null],
])('the host %s is the address %s', (host, address) => {
  expect(literalAddress(host)).toBe(address);
});

const sandbox = {
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23:80/v1/credentials',
  AWS_XRAY_DAEMON_ADDRESS: '169.254.79.129:2000',
};
test.each([
  [undefined, {}, []],
  [' Feed.example:8080 ,, localhost:9000', {}, ['feed.example:8080', 'localhost:9000']],
  ['localhost:9001,a.example:9002,b.example:80,c.example:2000', sandbox, ['a.example:9002']],
  ['localhost', sandbox, ['localhost']],
  ['localhost:9001', {}, ['localhost:9001']],
])('of the list «%s» are allowed', (list, env, hosts) => {
  expect([...allowedHosts({ ...env, WIRE_ALLOW_HOSTS: list })]).toEqual(hosts);
});

const long = `https://feed.example/${'a'.repeat(2_048 - 21)}`;
test.each([
  ['https://feed.example/rss', null],
  ['http://feed.example/rss', null],
  ['http://feed.example:80/rss', null],
  ['https://feed.example:443/rss', null],
  ['http://93.184.216.34/rss', null],
  [long, null],
  [`${long}a`, 'bad-url'],
  ['feed.example', 'bad-url'],
  ['ftp://feed.example/', 'bad-url'],
  ['https://user@feed.example/', 'bad-url'],
  ['https://:word@feed.example/', 'bad-url'],
  ['https://feed.example:8443/', 'forbidden-port'],
  ['http://feed.example:443/', 'forbidden-port'],
  ['http://127.0.0.1/', 'forbidden-address'],
  ['http://0x7f.1/', 'forbidden-address'],
  ['http://[::1]/', 'forbidden-address'],
  ['http://localhost:8080/', null],
  ['http://10.0.0.1/', null],
  ['https://10.0.0.1/', 'forbidden-address'],
] as const)('%s', (url, refused) => {
  const checked = checkUrl(url, new Set(['localhost:8080', '10.0.0.1:80']));
  expect('url' in checked ? checked.url.href : checked.refused).toBe(refused ?? new URL(url).href);
});
