import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { overlayKeys } from '../../../shared/aws/keys.ts';
import {
  acceptOverlay,
  keptOverlay,
  type OverlayKind,
  putOverlay,
  readAcceptedOverlay,
  readAcceptedText,
  readGivenOverlay,
  readOverlayRefusal,
  readOverlayVersion,
  type Versioned,
  withOverlays,
} from '../../../shared/aws/overlay-objects.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
/** The objects of the bucket, and which were put, in order. */
const objects = new Map<string, string>();
const puts: string[] = [];
beforeEach(() => {
  s3.reset();
  objects.clear();
  puts.length = 0;
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const text = objects.get(Key);
    if (text === undefined) throw noSuchKey();
    return { Body: objectBody(text) };
  });
  s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: string }) => {
    objects.set(Key, Body);
    puts.push(Key);
    return {};
  });
});

const now = new Date('2026-11-24T06:00:00.000Z');
const none: Versioned = { version: 0 };
const used: Versioned[] = [];
const kind: OverlayKind<Versioned> = {
  name: 'overlay',
  keys: overlayKeys,
  none,
  read: (text) => (text.startsWith('{') ? (JSON.parse(text) as Versioned) : `not JSON: ${text}`),
  use: (overlay) => used.push(overlay),
  sizes: () => ({ outlets: 1 }),
};
const { given, accepted, refused } = overlayKeys;
const one = '{"version":1}';
/** What the stage works with after it looked. Each test has a bucket of its own: a process remembers what it looked at. */
async function afterLooking(bucket: string): Promise<Versioned | undefined> {
  used.length = 0;
  await acceptOverlay(bucket, kind, now);
  return used.at(-1);
}

it('a changed overlay is put by its version first, which stays', async () => {
  await putOverlay('put', overlayKeys, { version: 12, before: 11 });
  expect(puts).toEqual(['overlay/versions/00012.json', given]);
  expect(await readGivenOverlay('put', overlayKeys)).toBe('{\n "version": 12,\n "before": 11\n}');
  expect(await readOverlayVersion('put', overlayKeys, 12)).toBe(objects.get(given));
  expect(await readOverlayVersion('put', overlayKeys, 11)).toBeNull();
});

describe('the stage that runs each minute', () => {
  it('takes a good overlay, once, and forgets an earlier refusal', async () => {
    objects.set(given, one).set(refused, JSON.stringify({ reason: 'bad', at: 'then' }));
    expect(await afterLooking('take')).toEqual({ version: 1 });
    expect(puts).toEqual([accepted, refused]);
    expect(objects.get(accepted)).toBe(one);
    expect(await readOverlayRefusal('take', overlayKeys)).toBeNull();
    expect(await afterLooking('take')).toBeUndefined();
    expect(puts).toHaveLength(2);
  });

  it('writes nothing where it was taken before', async () => {
    objects.set(given, one).set(accepted, one);
    expect(await afterLooking('again')).toEqual({ version: 1 });
    expect(puts).toEqual([]);
  });

  it('refuses a bad one, says why, and goes on with what was taken', async () => {
    objects.set(given, 'x').set(accepted, one);
    expect(await afterLooking('refuse')).toEqual({ version: 1 });
    expect(await readOverlayRefusal('refuse', overlayKeys)).toEqual({
      reason: 'not JSON: x',
      at: '2026-11-24T06:00:00.000Z',
    });
    expect(objects.get(accepted)).toBe(one);
  });

  it('works without changes where there is none, or none was ever taken', async () => {
    expect(await afterLooking('empty')).toBe(none);
    objects.set(given, 'x');
    expect(await afterLooking('empty')).toBe(none);
    expect(puts).toEqual([refused]);
  });

  it('looks again where S3 did not answer', async () => {
    objects.set(given, one);
    s3.on(GetObjectCommand).rejectsOnce(new Error('reset'));
    expect(await afterLooking('reset')).toBeUndefined();
    s3.reset();
    s3.on(GetObjectCommand).callsFake(() => ({ Body: objectBody(one) }));
    expect(await afterLooking('reset')).toEqual({ version: 1 });
  });
});

it('what was taken and can no longer be read changes nothing', async () => {
  expect(await readAcceptedOverlay('b', kind)).toBe(none);
  objects.set(accepted, 'x');
  expect(await readAcceptedOverlay('b', kind)).toBe(none);
  expect(await readAcceptedText('b', overlayKeys)).toBe('x');
  objects.set(accepted, one);
  expect(await readAcceptedOverlay('b', kind)).toEqual({ version: 1 });
});

it('a process works with what was taken, and reads it again only where it changed', async () => {
  used.length = 0;
  const kept = keptOverlay(kind);
  objects.set(accepted, one);
  await kept.refresh('b');
  await kept.refresh('b');
  expect(used).toEqual([{ version: 1 }]);
  await kept.refresh('other');
  expect(used).toHaveLength(2);
  s3.on(GetObjectCommand).rejects(new Error('reset'));
  await kept.refresh('b');
  expect(used).toHaveLength(2);
});

it('a handler looks at most once a minute, before it works', async () => {
  vi.useFakeTimers({ now });
  const steps: string[] = [];
  const refresh = (bucket: string) => Promise.resolve(void steps.push(`look ${bucket}`));
  const handler = withOverlays('b', [{ refresh }], (event: string) => Promise.resolve(steps.push(event)));
  expect(await handler('first')).toBe(2);
  vi.setSystemTime(now.getTime() + 59_999);
  await handler('second');
  vi.setSystemTime(now.getTime() + 60_000);
  await handler('third');
  vi.useRealTimers();
  expect(steps).toEqual(['look b', 'first', 'second', 'look b', 'third']);
});
