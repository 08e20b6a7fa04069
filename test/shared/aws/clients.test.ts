import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';

/** Takes a request whole and breaks the connection: whether it was carried out nobody can tell. */
let requests = 0;
const server: Server = createServer((request) => {
  requests++;
  request.resume().on('end', () => request.socket.destroy());
}).listen(0, '127.0.0.1');
await once(server, 'listening');
afterAll(() => void server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(() => {
  requests = 0;
  vi.resetModules();
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'x');
});

it('a mail whose reply is lost is not sent again: that could be a second mail', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_SESV2', url);
  const { sendMail } = await import('../../../shared/aws/mail.ts');
  const mail = { to: 'a@example.org', subject: '', text: '', html: '', headers: [], tags: {} };
  const options = { from: 'b@example.org', configurationSet: 'wire' };
  expect(await sendMail(mail, options)).toMatchObject({ kind: 'unknown' });
  expect(requests).toBe(1);
});

it('a store whose reply is lost is asked again', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_S3', url);
  const { readSiteFile } = await import('../../../shared/aws/site-bucket.ts');
  await expect(readSiteFile('site', 'a')).rejects.toThrow('cannot read a from the site bucket');
  expect(requests).toBeGreaterThan(1);
});

it('each client is made once', async () => {
  const { dynamo, s3, ses, sqs } = await import('../../../shared/aws/clients.ts');
  for (const client of [dynamo, s3, ses, sqs]) expect(client()).toBe(client());
});

it('a queue is asked at the URL it has on AWS, and at the endpoint where one is set: local host names do not resolve', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', undefined);
  const onAws = await import('../../../shared/aws/clients.ts');
  expect(onAws.sqs().config.useQueueUrlAsEndpoint).toBe(true);
  vi.resetModules();
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', url);
  const local = await import('../../../shared/aws/clients.ts');
  expect(local.sqs().config.useQueueUrlAsEndpoint).toBe(false);
});

it('fields that are undefined are left out of a row', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', url);
  const { dynamo } = await import('../../../shared/aws/clients.ts');
  expect(dynamo().config.translateConfig?.marshallOptions).toMatchObject({ removeUndefinedValues: true });
});
