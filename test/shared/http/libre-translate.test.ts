import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { libreTranslate } from '../../../shared/http/libre-translate.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** LibreTranslate's POST /translate: `q` in, `translatedText` out, errors as `{"error": …}`. */
async function service(answer: (q: string[], tries: number) => { status?: number; body: object }) {
  const asked: Record<string, unknown>[] = [];
  const running = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { q: string[] };
      asked.push({ path: request.url, method: request.method, ...body });
      const { status = 200, body: said } = answer(body.q, asked.length);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    });
  });
  server = running;
  await new Promise<void>((resolve) => running.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(running.address() as AddressInfo).port}/`, asked };
}

it('sends a list of texts and gives theirs in order, with the key of the operator', async () => {
  const { url, asked } = await service((q) => ({ body: { translatedText: q.map((text) => `${text}!`) } }));
  const libre = libreTranslate({ url, key: 'k' });
  expect(await libre.translate(['один', 'два'], 'ru', 'en')).toEqual(['один!', 'два!']);
  expect(asked).toEqual([
    {
      path: '/translate',
      method: 'POST',
      q: ['один', 'два'],
      source: 'ru',
      target: 'en',
      format: 'text',
      api_key: 'k',
    },
  ]);
});

it('asks again when the server is busy, and not when it refuses', async () => {
  const busy = await service((_q, tries) =>
    tries === 1 ? { status: 429, body: { error: 'slow down' } } : { body: { translatedText: ['one'] } },
  );
  expect(await libreTranslate(busy).translate(['один'], 'ru', 'en')).toEqual(['one']);
  server?.close();
  const refusing = await service(() => ({ status: 400, body: { error: 'hy is not supported' } }));
  await expect(libreTranslate(refusing).translate(['մեկ'], 'hy', 'en')).rejects.toThrow(
    'hy is not supported',
  );
  expect(refusing.asked).toHaveLength(1);
});

it('takes no answer of another length for translations', async () => {
  const { url } = await service(() => ({ body: { translatedText: ['one', 'two'] } }));
  await expect(libreTranslate({ url }).translate(['один'], 'ru', 'en')).rejects.toThrow('2 texts for 1');
});
