import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TranslateClient } from '@aws-sdk/client-translate';
import { afterEach, expect, it } from 'vitest';
import { amazonTranslate } from '../../../shared/aws/translate.ts';

/** Speaks AWS JSON 1.1 as the service does: the operation in X-Amz-Target, errors by `__type`. */
interface Asked {
  operation: string;
  body: Record<string, unknown>;
}
let server: Server | undefined;

async function service(answer: (asked: Asked) => { status?: number; body: object }) {
  const asked: Asked[] = [];
  const running = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const one = { operation, body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'] };
      asked.push(one);
      const { status = 200, body } = answer(one);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  server = running;
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  const client = new TranslateClient({
    endpoint: `http://127.0.0.1:${(running.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 3,
  });
  return { client, asked };
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const csv = 'hy,en\nՀԱՊԿ,CSTO\n';
const missing = { status: 400, body: { __type: 'ResourceNotFoundException', message: 'none' } };

it('imports the names once, names them in each request, and gives the texts in their order', async () => {
  const { client, asked } = await service(({ operation, body }) => {
    if (operation === 'GetTerminology') return missing;
    if (operation === 'ImportTerminology') return { body: { TerminologyProperties: {} } };
    return {
      body: { TranslatedText: `${String(body.Text)}!`, SourceLanguageCode: 'hy', TargetLanguageCode: 'en' },
    };
  });
  const amazon = amazonTranslate(csv, client);
  expect(await amazon.translate(['մեկ', 'երկու'], 'hy', 'en')).toEqual(['մեկ!', 'երկու!']);
  await amazon.translate(['երեք'], 'hy', 'en');
  expect(amazon.engine).toBe('Amazon Translate');
  const [, imported] = asked;
  expect(asked.map(({ operation }) => operation)).toEqual([
    'GetTerminology',
    'ImportTerminology',
    'TranslateText',
    'TranslateText',
    'TranslateText',
  ]);
  const data = imported?.body.TerminologyData as { File: string; Directionality: string };
  expect(Buffer.from(data.File, 'base64').toString()).toBe(csv);
  expect(data.Directionality).toBe('MULTI');
  expect(asked[2]?.body).toEqual({
    Text: 'մեկ',
    SourceLanguageCode: 'hy',
    TargetLanguageCode: 'en',
    TerminologyNames: ['caucasus-wire'],
  });
});

it('leaves names alone that the account has, asks again when throttled, and says what failed', async () => {
  let version = '';
  let throttled = 0;
  const { client, asked } = await service(({ operation, body }) => {
    if (operation === 'GetTerminology') return { body: { TerminologyProperties: { Description: version } } };
    if (operation === 'ImportTerminology') {
      version = String(body.Description);
      return { body: {} };
    }
    if (body.Text === 'bad')
      return { status: 400, body: { __type: 'InvalidRequestException', message: 'no' } };
    if (throttled++ === 0)
      return { status: 400, body: { __type: 'TooManyRequestsException', message: 'slow' } };
    return { body: { TranslatedText: 'one' } };
  });
  expect(await amazonTranslate(csv, client).translate(['մեկ'], 'hy', 'en')).toEqual(['one']);
  await amazonTranslate(csv, client).translate(['մեկ'], 'hy', 'en');
  expect(asked.filter(({ operation }) => operation === 'ImportTerminology')).toHaveLength(1);
  await expect(amazonTranslate(csv, client).translate(['bad'], 'hy', 'en')).rejects.toThrow('no');
});
