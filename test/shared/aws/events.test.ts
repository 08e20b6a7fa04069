import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { busWay, eventTeller } from '../../../shared/aws/events.ts';
import type { WireEvent } from '../../../shared/domain/site/wire-event.ts';
import { eventTellerFrom } from '../../../shared/event-ways.ts';

const s3 = mockClient(S3Client);
const bridge = mockClient(EventBridgeClient);
beforeEach(() => {
  s3.reset();
  bridge.reset();
  s3.on(PutObjectCommand).resolves({});
  bridge.on(PutEventsCommand).resolves({ Entries: [{ EventId: 'e' }] });
});

describe('an event is told at most once', () => {
  let number = 0;
  const fresh = (): WireEvent => ({
    id: `story-started.t${++number}`,
    type: 'story-started',
    at: '2026-11-24T08:00:00.000Z',
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

  it('goes its other way though the bus fails, once', async () => {
    const event = fresh();
    const fetched = vi.fn(() => Promise.resolve(new Response(null, { status: 204 })));
    vi.stubGlobal('fetch', fetched);
    bridge.on(PutEventsCommand).rejects(new Error('reset'));
    const tell = eventTellerFrom({
      BUCKET_SITE: 'site',
      EVENT_BUS: 'bus',
      EVENT_WEBHOOK: 'https://hook.example/',
      EVENT_WEBHOOK_SECRET: 'sixteen-or-more-letters',
    });
    await tell?.([event]);
    await tell?.([event]);
    vi.unstubAllGlobals();
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(eventTellerFrom({ BUCKET_SITE: 'site' })).toBeUndefined();
  });
});
