import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../../functions/subscribe/request.ts';

interface Given {
  headers?: Record<string, string>;
  ip?: string;
  path?: string;
  body?: string;
  base64?: boolean;
}
const read = ({
  headers = {},
  ip = '203.0.113.77',
  path = '/s/subscribe',
  body,
  base64 = false,
}: Given = {}) =>
  readRequest(
    {
      rawPath: path,
      rawQueryString: 'a=1&b=x+y',
      headers,
      isBase64Encoded: base64,
      ...(body !== undefined && { body }),
      requestContext: { http: { method: 'POST', sourceIp: ip } },
    } as APIGatewayProxyEventV2,
    'https://w.example',
  );

it('a bare request has an address, a network and nothing else', () => {
  const { query, form, ...rest } = read();
  expect(rest).toStrictEqual({
    method: 'POST',
    path: '/s/subscribe',
    bodySize: 0,
    prefix: '203.0.113.0/24',
    neighbours: '203.0.0.0/16',
    crossSite: false,
    language: 'en',
    ifNoneMatch: null,
    zone: null,
  });
  expect([...query]).toEqual([
    ['a', '1'],
    ['b', 'x y'],
  ]);
  expect([...form]).toEqual([]);
});

it('headers are read in whatever case they came', () => {
  const headers = { 'If-None-Match': '"x"', 'CloudFront-Viewer-Time-Zone': 'Asia/Yerevan' };
  expect(read({ headers })).toMatchObject({ ifNoneMatch: '"x"', zone: 'Asia/Yerevan' });
});

it.each([
  ['/', '/'],
  ['/s/x/', '/s/x'],
  ['/s/x//', '/s/x'],
  ['//', '//'],
])('the path %s is %s', (path, clean) => expect(read({ path }).path).toBe(clean));

describe('the network of a caller', () => {
  it.each([
    ['203.0.113.77:1234', '203.0.113.0/24', '203.0.0.0/16'],
    ['2001:db8:1:2::3:4567', '2001:db8:1::/48', '2001:db8::/32'],
    ['[2001:db8:1:2::3]:4567', '2001:db8:1::/48', '2001:db8::/32'],
    ['::ffff:203.0.113.77:99', '203.0.113.0/24', '203.0.0.0/16'],
    ['nobody:1', 'unknown', 'unknown'],
  ])('that CloudFront names as %s is %s in %s', (viewer, prefix, neighbours) => {
    expect(read({ headers: { 'CloudFront-Viewer-Address': viewer } })).toMatchObject({ prefix, neighbours });
  });
  it('without CloudFront is that of the socket', () =>
    expect(read({ ip: '2001:db8:1:2::3' }).prefix).toBe('2001:db8:1::/48'));
});

describe('a form', () => {
  const form = { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' };
  it.each([
    [{ headers: form, body: 'a=1&b=%D5%A1' }, 'a=1&b=%D5%A1', 12],
    [{ headers: form, body: Buffer.from('a=ա').toString('base64'), base64: true }, 'a=%D5%A1', 4],
    [{ headers: { 'content-type': 'application/json' }, body: 'a=1' }, '', 3],
    [{ body: 'a=1' }, '', 3],
    [{ headers: { 'content-type': 'text/x; application/x-www-form-urlencoded' }, body: 'a=1' }, '', 3],
  ])('%# is read', (given, fields, size) => {
    const request = read(given);
    expect([request.form.toString(), request.bodySize]).toEqual([fields, size]);
  });
});

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['hy', 'hy'],
  ['KA-ge', 'ka'],
  ['fr, de', 'en'],
  ['fr, tr;q=0.8', 'tr'],
  ['ru;q=0.5, az;q=0.9', 'az'],
  ['ru, az', 'ru'],
  ['ru;q=0, az;q=0.1', 'az'],
  ['ru;q=0', 'en'],
  ['ru; q=0.1 , az;level=1;q=0.2', 'az'],
  ['ru;q=2, az;q=0.9', 'ru'],
  [`${'x'.repeat(499)},hy`, 'en'],
  [`${'x'.repeat(497)},hy`, 'hy'],
])('a browser that accepts «%s» is answered in %s', (accepted, language) => {
  expect(read({ headers: accepted === undefined ? {} : { 'Accept-Language': accepted } }).language).toBe(
    language,
  );
});

it.each([
  [{ 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ 'sec-fetch-site': 'same-site' }, true],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://w.example' }, true],
  [{ origin: 'null' }, false],
  [{ origin: 'https://w.example' }, false],
  [{ origin: 'http://w.example' }, true],
  [{ origin: 'https://evil.example' }, true],
])('%j is of another site: %s', (headers, crossSite) => {
  expect(read({ headers }).crossSite).toBe(crossSite);
});
