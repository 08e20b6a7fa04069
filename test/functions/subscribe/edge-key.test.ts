import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { beforeAll, expect, it } from 'vitest';

const http = {
  method: 'GET',
  path: '/s/subscribe',
  protocol: 'HTTP/1.1',
  sourceIp: '192.0.2.1',
  userAgent: 'test',
};
const request = (headers: Record<string, string>): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: http.path,
  rawQueryString: '',
  headers,
  isBase64Encoded: false,
  requestContext: {
    accountId: '',
    apiId: '',
    domainName: '',
    domainPrefix: '',
    http,
    requestId: '',
    routeKey: '',
    stage: '',
    time: '',
    timeEpoch: 0,
  },
});

beforeAll(() =>
  Object.assign(process.env, {
    TABLE_SUBSCRIBERS: 'people',
    BUCKET_SITE: 'site',
    SITE_URL: 'https://wire.example',
    QUEUE_DIGEST_URL: 'http://q',
    AWS_REGION: 'eu-central-1',
    TOKEN_KEYS: 'k1:c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
    EDGE_KEY: 'only-cloudfront-knows',
  }),
);

it('answers CloudFront, and nobody who goes round it', async () => {
  const { handler } = await import('../../../functions/subscribe/handler.ts');
  expect((await handler(request({ 'x-wire-edge': 'only-cloudfront-knows' }))).statusCode).toBe(200);
  expect(await handler(request({ 'cloudfront-viewer-address': '198.51.100.7:1' }))).toMatchObject({
    statusCode: 403,
    body: '',
  });
  expect((await handler(request({ 'x-wire-edge': 'guess' }))).statusCode).toBe(403);
});
