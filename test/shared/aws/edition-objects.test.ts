import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import 'aws-sdk-client-mock-vitest/extend';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { quietEdition } from '../domain/digest/edition-fixture.ts';
import {
  keepEdition,
  keepPublicEdition,
  readEditionContent,
  openErasures,
  recordErasure,
} from '../../../shared/aws/edition-objects.ts';
import { logTo } from '../../../shared/log.ts';
import { noSuchKey, objectBody } from '../../mocked-aws.ts';

const s3 = mockClient(S3Client);
beforeEach(() => s3.reset());

const siteUrl = 'https://wire.example';
const puts = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const failure = (httpStatusCode: number) =>
  new S3ServiceException({ name: 'S3', message: 'no', $fault: 'client', $metadata: { httpStatusCode } });

describe('an edition', () => {
  it('is styled in the colours that the operator chose', async () => {
    s3.on(PutObjectCommand).resolves({});
    vi.stubEnv('WIRE_ACCENT', '#1a5fb4');
    vi.stubEnv('WIRE_ACCENT_DARK', '#8fb8f0');
    await keepEdition('site-in-blue', 'abc', quietEdition);
    vi.unstubAllEnvs();
    const [, style] = puts();
    expect(style?.Body).toContain('a{color:#1a5fb4}');
  });
  it('is kept as content that nobody may see, and no page is made of it', async () => {
    s3.on(PutObjectCommand).resolves({});
    await keepEdition('site-1', 'abc', quietEdition);
    const [content, style, ...more] = puts();
    expect(more).toEqual([]);
    expect(content).toMatchObject({
      Bucket: 'site-1',
      Key: '_state/editions/2026-11-24/abc.json',
      Body: JSON.stringify(quietEdition),
      ContentType: 'application/json',
      CacheControl: 'private',
      IfNoneMatch: '*',
    });
    expect(style).toMatchObject({ ContentType: 'text/css; charset=utf-8' });
    // The style may change with a release, so it is written again by each process.
    expect(style).not.toHaveProperty('IfNoneMatch');
  });

  it('of everybody is a page that never changes, written once', async () => {
    s3.on(PutObjectCommand).resolves({});
    await keepPublicEdition({ bucket: 'site-1', siteUrl }, 'csto-en', quietEdition);
    const [page] = puts();
    expect(page).toMatchObject({
      Key: 'editions/2026-11-24/csto-en.html',
      ContentType: 'text/html; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
      IfNoneMatch: '*',
    });
    expect(page?.Body).toContain('<html lang="en"');
  });

  it('puts the style of the pages once a process', async () => {
    s3.on(PutObjectCommand).resolves({});
    await keepEdition('site-2', 'abc', quietEdition);
    await keepEdition('site-2', 'def', quietEdition);
    expect(puts().filter(({ ContentType }) => ContentType?.startsWith('text/css'))).toHaveLength(1);
  });

  it.each([412, 409])('that is there already (%i) stays as it is', async (status) => {
    s3.on(PutObjectCommand).resolves({}).on(PutObjectCommand, { IfNoneMatch: '*' }).rejects(failure(status));
    await keepEdition('site-2', 'abc', quietEdition);
    expect(puts().map(({ Key }) => Key)).toEqual(['_state/editions/2026-11-24/abc.json']);
  });

  it.each([failure(503), new Error('ECONNRESET')])(
    'that cannot be written fails, by name: %o',
    async (cause) => {
      s3.on(PutObjectCommand).rejects(cause);
      await expect(keepEdition('site-2', 'abc', quietEdition)).rejects.toThrow(
        expect.objectContaining({ message: 'cannot write _state/editions/2026-11-24/abc.json', cause }),
      );
    },
  );

  it('is read back, checked', async () => {
    s3.on(GetObjectCommand, { Bucket: 'site', Key: '_state/editions/2026-11-24/abc.json' })
      .resolvesOnce({ Body: objectBody(JSON.stringify(quietEdition)) })
      .resolves({ Body: objectBody('{"kind":"quiet"}') });
    expect(await readEditionContent('site', '2026-11-24', 'abc')).toEqual(quietEdition);
    expect(await readEditionContent('site', '2026-11-24', 'abc')).toBeNull();
  });

  it.each([['missing'], ['empty'], ['cut short']])('that is %s is named and is none', async (what) => {
    const lines: string[] = [];
    logTo((line) => lines.push(line));
    if (what === 'missing') s3.on(GetObjectCommand).rejects(noSuchKey());
    else s3.on(GetObjectCommand).resolves({ Body: objectBody(what === 'empty' ? '' : '{"kind":"regu') });
    expect(await readEditionContent('site', '2026-11-24', 'abc')).toBeNull();
    expect(lines.join('')).toContain('"key":"_state/editions/2026-11-24/abc.json"');
  });

  it('that cannot be read for another reason fails: the message comes again', async () => {
    s3.on(GetObjectCommand).rejects(failure(503));
    await expect(readEditionContent('site', '2026-11-24', 'abc')).rejects.toThrow('cannot read');
  });
});

describe('an erasure', () => {
  it('is written down under the keyed id, where the public does not read', async () => {
    s3.on(PutObjectCommand).resolves({});
    await recordErasure('site', 'id1', '2026-11-24T00:00:00.000Z');
    expect(puts()).toEqual([
      {
        Bucket: 'site',
        Key: '_state/erased/id1',
        Body: '2026-11-24T00:00:00.000Z',
        ContentType: 'text/plain',
        CacheControl: 'private',
      },
    ]);
  });

  /** Asks about so many others first, who are asked for by name. */
  const askedByName = async (erasures: ReturnType<typeof openErasures>): Promise<void> => {
    for (let n = 0; n < 12; n++) expect(await erasures.lastAskedAt(`by-name-${n}`)).toBeNull();
    expect(s3).not.toHaveReceivedCommand(ListObjectsV2Command);
    s3.resetHistory();
  };

  it('of the first dozen that are asked about is read by name: nobody else is listed', async () => {
    s3.on(GetObjectCommand)
      .rejects(noSuchKey())
      .on(GetObjectCommand, { Key: '_state/erased/id1' })
      .resolves({ Body: objectBody('then') });
    const erasures = openErasures('site', () => new Date(0));
    expect(s3.calls()).toHaveLength(0);
    expect([await erasures.lastAskedAt('id1'), await erasures.lastAskedAt('id2')]).toEqual(['then', null]);
    expect(s3).not.toHaveReceivedCommand(ListObjectsV2Command);
  });

  it('is found again, on whatever page of the listing it is; only who is asked about is read', async () => {
    s3.on(ListObjectsV2Command)
      .resolves({
        Contents: [{ Key: '_state/erased/id1' }],
        NextContinuationToken: 'more',
        IsTruncated: true,
      })
      .on(ListObjectsV2Command, { ContinuationToken: 'more' })
      .resolves({ Contents: [{ Key: '_state/erased/id2' }, { Key: '_state/erased/gone' }] })
      .on(GetObjectCommand)
      .rejects(noSuchKey());
    const erasures = openErasures('site', () => new Date(0));
    await askedByName(erasures);
    for (const id of ['id1', 'id2'])
      s3.on(GetObjectCommand, { Key: `_state/erased/${id}` }).resolves({ Body: objectBody('then') });
    const asked = ['id1', 'id2', 'gone', 'other'];
    expect(await Promise.all(asked.map((id) => erasures.lastAskedAt(id)))).toEqual([
      'then',
      'then',
      null,
      null,
    ]);
    expect(s3).toHaveReceivedCommandTimes(GetObjectCommand, 3);
    expect(s3).toHaveReceivedCommandWith(ListObjectsV2Command, { Bucket: 'site', Prefix: '_state/erased/' });
  });

  it('of millions, those that the listing did not reach in its time are looked up by name', async () => {
    let now = 0;
    s3.on(ListObjectsV2Command)
      .callsFake(() => {
        now += 6_000;
        return {
          Contents: [{ Key: `_state/erased/id${now}` }],
          NextContinuationToken: 'x',
          IsTruncated: true,
        };
      })
      .on(GetObjectCommand)
      .rejects(noSuchKey())
      .on(GetObjectCommand, { Key: '_state/erased/id9' })
      .resolves({ Body: objectBody('late') });
    const erasures = openErasures('site', () => new Date(now));
    await askedByName(erasures);
    expect(await erasures.lastAskedAt('id11')).toBeNull();
    expect(s3).toHaveReceivedCommandTimes(ListObjectsV2Command, 2);
    expect(s3).toHaveReceivedCommandTimes(GetObjectCommand, 0);
    expect([await erasures.lastAskedAt('id9'), await erasures.lastAskedAt('other')]).toEqual(['late', null]);
  });
});
