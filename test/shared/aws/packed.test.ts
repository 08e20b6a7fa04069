import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { expect, it, test } from 'vitest';
import { earlierDictionaries } from '../../../shared/aws/earlier-dictionaries.ts';
import { packBody, unpackBody } from '../../../shared/aws/packed.ts';
import { errorText } from '../../../shared/log.ts';
import { revisionBody } from '../../../shared/aws/row-bodies.ts';

const keys = { pk: 'ARTICLE#a', sk: 'REVISION#1' };
const revision = { at: '2026-11-20T08:00:00.000Z', title: 'Հանդիպում Երևանում', summary: 'Встреча — görüş.' };
const row = (body: Uint8Array) => ({ ...keys, body });

it('reads what it packed', () => {
  expect(unpackBody(row(packBody(revision)), revisionBody)).toEqual(revision);
});

/** Written by the release of 2026-11-24, one with each of its dictionaries. */
test.each([
  ['AqtWSoR73NBQ18ggxMAC1few4HvUMAVyCi00EB81TNFTqgUA', '—'],
  ['A6tWSoR73NBQ18ggxMAC1few4IOtnQWPmUBXOMAXgkMEIBf/QgOZCPV6SrUA', 'Հանդիպում Երևանում'],
  ['BKtWSoR73NBQ18ggxMAC1few4ANP3KYgBv4hV+5AQxRdUk+pFgA=', 'Bakıda görüş'],
  ['BatWSoR73NBQ18ggxMAC1few4LswCbEECdSP24SyweHCVsjl1NAQJqRYT6kWAA==', 'Встреча в Ереване'],
  ['BqtWSoR73NBQ18ggxMAC1few4HOED6xmwteaQC4ag4YqNgV6SrUA', 'A meeting in Yerevan'],
  ['B6tWSoR73NBQ18ggxMAC1few4MO6hgE+iYiyPhnS24VcUQsNcpJ16ynVAgA=', 'შეხვედრა ერევანში'],
  ['CKtWSoR73NBQ18ggxMAC1few4IPMEz5qmJmSiDT5Bbm6BRqu2JXoKdUCAA==', 'Erivan’da görüşme'],
  ['CatWSoR73NBQ18ggxMAC1few4POFlLsKh7YrXJgEW9p9sf3CBrAfYUGLU5WeUi0A', 'Meeting · Встреча'],
])('the earlier format is still read: %s', (stored, title) => {
  expect(unpackBody(row(Buffer.from(stored, 'base64')), revisionBody)).toEqual({
    at: '2026-11-20T08:00:00.000Z',
    title,
    summary: `${title}.`,
  });
});

it('the dictionaries of earlier rows never change', () => {
  const hash = createHash('sha256');
  for (const dictionary of earlierDictionaries()) hash.update(dictionary).update('\0');
  expect(hash.digest('hex').slice(0, 16)).toBe('d7fcf9fda0153fb7');
});

it.each([
  ['a damaged body', Buffer.of(0, 1, 2, 3)],
  ['no JSON', Buffer.concat([Buffer.of(0), deflateRawSync('{"at":')])],
  ['another shape', packBody({ at: 1, title: 'x' })],
])('%s is an error that names the row', (_, body) => {
  expect(() => unpackBody(row(body), revisionBody)).toThrow('cannot read the row ARTICLE#a REVISION#1');
});

it('a row without a body is an error that names the row', () => {
  expect(() => unpackBody(keys, revisionBody)).toThrow('cannot read the row ARTICLE#a REVISION#1');
});

it('a body of a later release is told from a damaged one', () => {
  const thrown = (() => {
    try {
      return unpackBody(row(Buffer.of(99, 1, 2, 3)), revisionBody);
    } catch (error) {
      return errorText(error);
    }
  })();
  expect(thrown).toBe(
    'cannot read the row ARTICLE#a REVISION#1 (because: its body is of format 99, written by a later release: deploy that again ("Rolling back" in RUNBOOK.md))',
  );
});
