import { expect, it } from 'vitest';
import { answerRecordOf, answerRecordSchema } from '../../../../shared/domain/visit/answer-record.ts';
import type { HttpResponse } from '../../../../shared/domain/visit/outcome.ts';

const answer = (headers: HttpResponse['headers'], hops: HttpResponse['hops'] = []): HttpResponse => ({
  url: 'https://a.example/rss',
  status: 200,
  headers,
  hops,
  conditional: false,
});

it('keeps what tells when and as what a body was sent, first; then the rest by name; and no cookie', () => {
  const record = answerRecordOf(
    answer({
      'x-b': 'b',
      'x-a': ['1', '2'],
      'set-cookie': 'reader=somebody',
      'content-type': 'text/xml',
      date: 'Tue, 24 Nov 2026 07:00:00 GMT',
      gone: undefined,
    }),
  );
  expect(record).toEqual({
    status: 200,
    headers: [
      ['date', 'Tue, 24 Nov 2026 07:00:00 GMT'],
      ['content-type', 'text/xml'],
      ['x-a', '1'],
      ['x-a', '2'],
      ['x-b', 'b'],
    ],
  });
  expect(answerRecordSchema.parse(record)).toEqual(record);
});

it('is small, whatever a server sends', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`x-${n}`, 'v'.repeat(5_000)]));
  const hop = { url: 'https://a.example/', status: 301, to: 'https://b.example/', headers: {} };
  const record = answerRecordOf(
    answer(
      { ...many, date: 'now' },
      Array.from({ length: 9 }, () => hop),
    ),
  );
  expect(record.headers[0]).toEqual(['date', 'now']);
  expect(JSON.stringify(record.headers).length).toBeLessThan(1_100);
  expect(record.redirects).toHaveLength(3);
});
