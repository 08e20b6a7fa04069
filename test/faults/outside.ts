import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { feedAt } from './news.ts';

/** A mail that the provider took. */
interface TakenMail {
  edition: string;
  text: string;
}

/** The world around one wire: its outlets and its mail provider. They live longer than the wire's process. */
export interface Outside {
  port: number;
  mails: TakenMail[];
  close(): void;
}

const sendEmail = z.object({
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })),
  Content: z.object({ Simple: z.object({ Body: z.object({ Text: z.object({ Data: z.string() }) }) }) }),
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** `/clock/H` tells the outlets the hour, `/feed/N` is a feed with validators, `/v2/email/…` is SES. */
export async function openOutside(): Promise<Outside> {
  const mails: TakenMail[] = [];
  let hours = 0;
  const server = createServer((request, response) => {
    void (async () => {
      const [, what = '', which = ''] = (request.url ?? '').split('/');
      const body = await bodyOf(request);
      if (what === 'clock') {
        hours = Number(which);
        response.end();
      } else if (what === 'feed') {
        const feed = feedAt(Number(which), hours, `http://${request.headers.host ?? ''}`);
        const etag = `"${createHash('md5').update(feed).digest('hex')}"`;
        const isKnown = request.headers['if-none-match'] === etag;
        response.writeHead(isKnown ? 304 : 200, { etag, 'content-type': 'application/rss+xml' });
        response.end(isKnown ? undefined : feed);
      } else if (request.url?.endsWith('/outbound-emails') === true) {
        const { EmailTags, Content } = sendEmail.parse(JSON.parse(body));
        const edition = EmailTags.find(({ Name }) => Name === 'edition')?.Value ?? '';
        mails.push({ edition, text: Content.Simple.Body.Text.Data });
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ MessageId: `m-${mails.length}` }));
      } else response.writeHead(404).end('{}');
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
