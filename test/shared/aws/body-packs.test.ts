import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { archiveBodies, ingestRequestOf, ingestRequestsOf, readBody } from '../../../shared/aws/archive.ts';
import { bodyOfPack } from '../../../shared/aws/body-packs.ts';
import { Together } from '../../../shared/aws/together.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
/** What was put, served again. */
const stored = new Map<string, Buffer>();
beforeEach(() => {
  s3.reset();
  stored.clear();
  s3.on(PutObjectCommand).callsFake(({ Key, Body }: { Key: string; Body: Buffer }) => {
    stored.set(Key, Body);
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }: { Key: string }) => {
    const bytes = stored.get(Key);
    if (bytes === undefined) throw noSuchKey();
    return { Body: objectBody(bytes) };
  });
});

const bodyOf = (feedId: string, text: string, day = '2026-11-24') => ({
  body: Buffer.from(text),
  facts: { feedId, visitedAt: `${day}T10:00:00.000Z`, url: `https://${feedId}.example/`, contentType: null },
});

describe('bodies that came together', () => {
  it('are one object under their day, and each is read by its own key, the object once', async () => {
    const bodies = [bodyOf('a.hy', 'երկու'), bodyOf('b.ru', ''), bodyOf('c.tr', 'üç')];
    const keys = await archiveBodies('archive', bodies);
    expect(stored.size).toBe(1);
    const [object = ''] = stored.keys();
    expect(object).toMatch(/^bodies\/2026-11-24\/_packs\/[0-9a-f]{32}$/);
    expect(keys).toEqual([`${object}#0`, `${object}#1`, `${object}#2`]);
    const read = await Promise.all(keys.map((key) => readBody('archive', key)));
    expect(read.map((body) => Buffer.from(body).toString())).toEqual(['երկու', '', 'üç']);
    expect(s3).toHaveReceivedCommandTimes(GetObjectCommand, 1);
  });

  it('say later, all or one, with which message they are read again', async () => {
    const bodies = [bodyOf('a.hy', '1'), bodyOf('b.ru', '2')];
    const keys = await archiveBodies('archive', bodies);
    const requests = bodies.map(({ facts }, at) => ({ ...facts, archiveKey: keys[at] }));
    expect(await ingestRequestsOf('archive', keys[0]?.split('#')[0] ?? '')).toEqual(requests);
    expect(await ingestRequestOf('archive', keys[1] ?? '')).toEqual(requests[1]);
    expect(s3).not.toHaveReceivedCommand(HeadObjectCommand);
  });

  it('lie with their own day at midnight, and one alone as ever', async () => {
    const bodies = [bodyOf('a.hy', '1'), bodyOf('b.ru', '2', '2026-11-25'), bodyOf('c.tr', '3')];
    const keys = await archiveBodies('archive', bodies);
    expect(keys[0]?.split('#')[0]).toBe(keys[2]?.split('#')[0]);
    expect(keys[1]).toMatch(/^bodies\/2026-11-25\/b\.ru\/[0-9a-f]{64}\.gz$/);
  });

  it('are an error by name where the pack is gone, cut, or has no such place', async () => {
    const [first = '', second = ''] = await archiveBodies('archive', [
      bodyOf('a.hy', 'x'.repeat(900)),
      bodyOf('b.ru', 'y'.repeat(900)),
    ]);
    const [object = '', bytes = Buffer.alloc(0)] = [...stored][0] ?? [];
    await expect(bodyOfPack(bytes, 2, 1_000)).rejects.toThrow('2 bodies and none at 2');
    await expect(bodyOfPack(bytes, 0, 100)).rejects.toThrow('larger than');
    stored.set(object, bytes.subarray(0, -8));
    expect(await readBody('archive', first)).toHaveLength(900);
    await expect(readBody('archive', second)).rejects.toThrow(`cannot read ${second} from the archive`);
    await expect(readBody('archive', 'bodies/2026-11-24/_packs/0#1')).rejects.toThrow('_packs/0#1');
  });
});

describe('work done together', () => {
  const asked: number[][] = [];
  const twice = (numbers: readonly number[]) => {
    asked.push([...numbers]);
    return Promise.resolve(numbers.map((number) => 2 * number));
  };
  beforeEach(() => {
    asked.length = 0;
  });

  it('begins when all who are under way wait or have ended', async () => {
    const together = new Together(3, 60_000, twice);
    const answers = [together.add(1), together.add(2)];
    expect(asked).toEqual([]);
    together.ended();
    expect(await Promise.all(answers)).toEqual([2, 4]);
    expect(asked).toEqual([[1, 2]]);
  });

  it('waits no longer than it may for who is slow', async () => {
    vi.useFakeTimers();
    const together = new Together(2, 1_000, twice);
    const first = together.add(1);
    await vi.advanceTimersByTimeAsync(999);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await first).toBe(2);
    vi.useRealTimers();
    together.ended();
    expect(await together.add(2)).toBe(4);
  });

  it('that fails fails for each who waited, and not for the next', async () => {
    const failing = vi.fn(twice).mockRejectedValueOnce(new Error('S3 is down'));
    const together = new Together(2, 60_000, failing);
    const both = await Promise.allSettled([together.add(1), together.add(2)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await Promise.all([together.add(3), together.add(4)])).toEqual([6, 8]);
  });
});
