import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { busWay, eventTeller } from '../../../shared/aws/events.ts';
import { eventTellerFrom } from '../../../shared/event-ways.ts';
import { postEvent, signatureOf } from '../../../shared/http/event-webhook.ts';
import { storyEvents, type WireEvent, wireEventSchema } from '../../../shared/domain/site/wire-event.ts';
import type { Card } from '../../../shared/domain/site/card.ts';
import { memorySite, now, site } from './memory-site.ts';

const s3 = mockClient(S3Client);
const bridge = mockClient(EventBridgeClient);
beforeEach(() => {
  s3.reset();
  bridge.reset();
  s3.on(PutObjectCommand).resolves({});
  bridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'e' }] });
});

const at = (hoursAgo: number): string => new Date(now.getTime() - hoursAgo * 3_600_000).toISOString();
const card = (more: Partial<Card>): Card => ({
  id: 's1',
  topics: ['csto'],
  subtopics: [],
  entities: [],
  firstSeenAt: at(1),
  lastSeenAt: at(1),
  firstPublishedAt: at(1),
  lastPublishedAt: at(1),
  changedAt: at(1),
  languages: ['en'],
  phase: 'developing',
  headlines: { ru: { title: 'ru', outletId: 'o' }, en: { title: 'en', outletId: 'o' } },
  sides: [{ side: 'yerevan', articles: 1, independent: 1 }],
  countries: [],
  kinds: [],
  independent: 1,
  reprints: 0,
  volume: {},
  silences: 0,
  ...more,
});
const ids = (more: Partial<Card>): string[] =>
  storyEvents(card(more), { siteUrl: 'https://w.example', now }).map(({ id }) => id);

describe('a changed story tells', () => {
  it.each([
    ['that it started', {}, ['story-started.s1']],
    ['that it grew past five', { independent: 7, firstSeenAt: at(20) }, ['story-grew.s1.5']],
    ['the highest mark only', { independent: 30, firstSeenAt: at(20) }, ['story-grew.s1.20']],
    ['that a side is silent', { silences: 1, firstSeenAt: at(20) }, ['story-silent.s1']],
    [
      'nothing that is old: an archive rendered again is no news',
      { changedAt: at(7), independent: 30, silences: 1 },
      [],
    ],
  ])('%s', (_name, more, told) => {
    expect(ids(more)).toEqual(told);
  });

  it('what the published schema says, with the English headline where there is one', () => {
    const [event] = storyEvents(card({}), { siteUrl: 'https://w.example', now });
    expect(wireEventSchema.parse(event)).toMatchObject({
      title: 'en',
      url: 'https://w.example/stories/s1.html',
    });
  });
});

it('events are told when their pages are there, and again after a round that died before its end', async () => {
  const { ports, files } = memorySite();
  const told: { event: WireEvent; page: boolean }[] = [];
  const pathOf = (event: WireEvent): string => new URL(event.url).pathname.slice(1);
  const tell = (events: readonly WireEvent[]): Promise<void> => {
    told.push(...events.map((event) => ({ event, page: files.has(pathOf(event)) })));
    return told.length === events.length ? Promise.reject(new Error('killed')) : Promise.resolve();
  };
  await expect(publishSite({ ...ports, tell }, site(), now)).rejects.toThrow('killed');
  await publishSite({ ...ports, tell }, site(), now);
  const rounds = told.length / 2;
  expect(rounds).toBeGreaterThan(0);
  expect(told.slice(0, rounds).map(({ event }) => event.id)).toEqual(
    told.slice(rounds).map(({ event }) => event.id),
  );
  expect(told.filter(({ page }) => !page)).toEqual([]);
});

describe('an event is told at most once', () => {
  let number = 0;
  const fresh = (): WireEvent => ({
    id: `story-started.t${++number}`,
    type: 'story-started',
    at: at(1),
    title: 't',
    language: 'en',
    url: 'https://w.example/',
    topics: [],
  });
  const taken = new S3ServiceException({
    name: 'PreconditionFailed',
    $fault: 'client',
    $metadata: { httpStatusCode: 412 },
  });
  const sends = (): number => bridge.commandCalls(PutEventsCommand).length;

  it.each([
    ['without faults', () => undefined, 1],
    ['where another worker claimed it', () => s3.on(PutObjectCommand).rejects(taken), 0],
    ['where the bus does not answer', () => bridge.on(PutEventsCommand).rejects(new Error('reset')), 1],
    [
      'where the bus refuses it',
      () => bridge.on(PutEventsCommand).resolves({ Entries: [{ ErrorCode: 'Throttled' }] }),
      1,
    ],
    [
      'where its claim fails once',
      () => s3.on(PutObjectCommand).rejectsOnce(new Error('reset')).resolves({}),
      1,
    ],
    [
      'where the reply to its claim is lost',
      () => s3.on(PutObjectCommand).rejectsOnce(new Error('reset')).rejects(taken),
      0,
    ],
  ])('%s', async (_name, fault, told) => {
    const event = fresh();
    fault();
    const tell = eventTeller('site', [busWay('bus')]);
    for (let times = 0; times < 3; times++) await tell([event]);
    expect(sends()).toBe(told);
  });

  it('under its own name on the bus, with itself as the detail', async () => {
    const event = fresh();
    await eventTeller('site', [busWay('bus')])([event]);
    expect(bridge).toHaveReceivedCommandExactlyOnceWith(PutEventsCommand, {
      Entries: [
        {
          EventBusName: 'bus',
          Source: 'caucasus-wire',
          DetailType: 'story-started',
          Detail: JSON.stringify(event),
        },
      ],
    });
    expect(s3).toHaveReceivedCommandWith(PutObjectCommand, {
      Bucket: 'site',
      Key: `_state/events/2026-11-24/${event.id}`,
      IfNoneMatch: '*',
    });
  });
});

describe('a signed webhook', () => {
  /** A receiver that answers by the list, and what it was posted. */
  async function receiver(...answers: number[]) {
    const posted: { headers: IncomingHttpHeaders; body: string }[] = [];
    const server = createServer((request, response) => {
      void (async () => {
        posted.push({ headers: request.headers, body: await text(request) });
        response.writeHead(answers[posted.length - 1] ?? 200).end();
      })();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { url: `http://127.0.0.1:${port}/hook`, posted, close: () => server.close() };
  }
  const secret = 'sixteen-or-more-letters';
  const event = { id: 'story-started.s1', title: 'Ծ' };

  it.each([
    ['is taken at once', [200], 1, null],
    ['is tried again where the receiver was too busy', [503, 429, 204], 3, null],
    ['ends after three tries', [503, 503, 503, 200], 3, 'answered 503'],
    ['is not posted twice where it may have been taken', [500, 200], 1, 'answered 500'],
    ['follows nobody elsewhere', [302], 1, 'fetch failed'],
  ] as const)('%s', async (_name, answers, times, fault) => {
    const { url, posted, close } = await receiver(...answers);
    const outcome = await postEvent({ url, secret }, event, {
      now: () => 1_795_500_000_000,
      pauseMs: 1,
    }).then(
      () => null,
      (error: unknown) => String(error),
    );
    close();
    expect(outcome ?? '').toContain(fault ?? '');
    expect(outcome === null).toBe(fault === null);
    expect(posted).toHaveLength(times);
    for (const { headers, body } of posted) {
      expect(JSON.parse(body)).toEqual(event);
      expect(headers['idempotency-key']).toBe(event.id);
      expect(headers['wire-signature']).toBe(signatureOf(body, 1_795_500_000, secret));
    }
  });

  it('is signed as HMAC-SHA-256 of time and body', () => {
    // printf '1.{}' | openssl dgst -sha256 -hmac key
    expect(signatureOf('{}', 1, 'key')).toBe(
      `t=1,v1=${createHmac('sha256', 'key').update('1.{}').digest('hex')}`,
    );
  });

  it('goes its way though the bus fails, once', async () => {
    const { url, posted, close } = await receiver();
    bridge.on(PutEventsCommand).rejects(new Error('reset'));
    const settings = {
      BUCKET_SITE: 'site',
      EVENT_BUS: 'bus',
      EVENT_WEBHOOK: url,
      EVENT_WEBHOOK_SECRET: secret,
    };
    const tell = eventTellerFrom(settings);
    const one: WireEvent = {
      id: 'story-started.w',
      type: 'story-started',
      at: at(1),
      title: 't',
      language: 'en',
      url: 'https://w.example/',
      topics: [],
    };
    await tell?.([one]);
    await tell?.([one]);
    close();
    expect(posted).toHaveLength(1);
    expect(eventTellerFrom({ BUCKET_SITE: 'site' })).toBeUndefined();
  });
});
