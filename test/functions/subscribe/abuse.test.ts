import { describe, expect, it } from 'vitest';
import { subscribePaths } from '../../../shared/domain/digest/reader-links.ts';
import { afterTrouble } from '../../../shared/domain/subscriber/delivery-trouble.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';
import { PagesInMemory, form, keys } from './pages-in-memory.ts';

const [id = ''] = subscriberIdsOf(form.email, keys);

describe('nobody can ask us who reads us', () => {
  const at = new Date('2026-11-24T10:00:00Z');
  const known: Record<string, Subscriber | null> = {
    new: null,
    pending: { ...readerOf({ id, state: 'pending', changedAt: at.toISOString(), address: form.email }) },
    confirmed: readerOf({ id, address: form.email }),
    paused: readerOf({ id, state: 'paused', address: form.email }),
    left: readerOf({ id, state: 'left' }),
    bounced: readerOf({ id, state: 'bounced' }),
    complained: afterTrouble(readerOf({ id }), { kind: 'complained', at: at.toISOString() }, at),
    erased: readerOf({ id, state: 'erased', address: null }),
  };
  it('the answer and the calls are the same for every state, the first and the second time', async () => {
    const seen = await Promise.all(
      Object.values(known).map(async (subscriber) => {
        const desk = new PagesInMemory();
        if (subscriber !== null) desk.store.subscribers.set(id, JSON.stringify(subscriber));
        const answers = [await desk.post('/s/subscribe', form), await desk.post('/s/subscribe', form)];
        return JSON.stringify([answers, desk.calls]);
      }),
    );
    expect(new Set(seen).size).toBe(1);
  });
});

describe('list-bombing', () => {
  it('2,000 posts for one address from ever new networks over five days cause three letters a day and ten in all', async () => {
    const desk = new PagesInMemory();
    const perDay: number[] = [];
    const granted = new Set<string>();
    for (let day = 0; day < 5; day++) {
      const before = granted.size;
      for (let post = 0; post < 400; post++) {
        desk.now = new Date(Date.parse('2026-11-24T10:00:00Z') + day * 86_401_000 + post * 60_000);
        const asked = desk.letters.length;
        await desk.post('/s/subscribe', form, { ip: `${10 + (post % 200)}.${post % 250}.${day}.1` });
        const { letter } = JSON.parse(desk.store.subscribers.get(id) ?? '{}') as Subscriber;
        if (letter !== undefined && letter.id === desk.letters[asked]?.letterId) granted.add(letter.id);
      }
      perDay.push(granted.size - before);
    }
    expect(perDay).toEqual([3, 3, 3, 1, 0]);
  });
  it('many addresses from one network stop at the network’s limit, and are told when to come back', async () => {
    const desk = new PagesInMemory();
    const statuses = new Map<number, number>();
    const retryAfter = new Set<string>();
    for (let post = 0; post < 200; post++) {
      const { status, headers } = await desk.post(
        '/s/subscribe',
        { ...form, email: `reader${post}@example.org` },
        { ip: `198.51.100.${post}` },
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      retryAfter.add(`${status} ${headers['retry-after']}`);
    }
    expect([...statuses]).toEqual([
      [202, 20],
      [429, 180],
    ]);
    expect([...retryAfter]).toEqual(['202 undefined', '429 3600']);
    expect(desk.store.subscribers.size).toBe(20);
  });
  it('counts an IPv6 household as one, and believes CloudFront about who called', async () => {
    const desk = new PagesInMemory();
    for (let post = 0; post < 20; post++)
      await desk.post(
        '/s/subscribe',
        { ...form, email: `r${post}@example.org` },
        { headers: { 'cloudfront-viewer-address': `[2001:db8:1:${post}::1]:443` } },
      );
    expect(
      (
        await desk.post('/s/subscribe', form, {
          headers: { 'cloudfront-viewer-address': '2001:db8:1:ffff::9:50000' },
        })
      ).status,
    ).toBe(429);
    expect(
      (
        await desk.post('/s/subscribe', form, {
          headers: { 'cloudfront-viewer-address': '2001:db8:2::1:443', 'x-forwarded-for': '2001:db8:1::1' },
        })
      ).status,
    ).toBe(202);
  });
});

it('answers 1,000 random bodies with 2xx or 4xx and never fails', async () => {
  const desk = new PagesInMemory();
  const names = [
    'email',
    'topics',
    'languages',
    'language',
    'frequency',
    'hour',
    'weekday',
    'timezone',
    'website',
    't',
    '__proto__',
    'constructor',
    '',
  ];
  const values = [
    '',
    'csto',
    'a@b.co',
    '\0',
    '😀',
    '%',
    '99',
    '-1',
    '__proto__',
    'Asia/Yerevan',
    'x'.repeat(300),
    'hy',
    '<b>',
    "'",
    'NaN',
    '7',
  ];
  const paths = Object.values(subscribePaths);
  const bad: number[] = [];
  for (let n = 0; n < 1_000; n++) {
    const fields = Array.from({ length: n % 9 }, (_, k): [string, string] => [
      names[(n * 7 + k * 3) % names.length] ?? '',
      values[(n * 5 + k * 11) % values.length] ?? '',
    ]);
    const body = n % 10 === 0 ? '%E0%A4%A&%%%=&=&&;'.repeat(n % 40) : new URLSearchParams(fields).toString();
    const { status } = await desk.ask(paths[n % paths.length] ?? '/', {
      method: 'POST',
      body,
      headers: { 'content-type': n % 3 === 0 ? 'text/plain' : 'application/x-www-form-urlencoded' },
      ip: `198.18.${n % 250}.1`,
    });
    if (!(status >= 200 && status < 300) && !(status >= 400 && status < 500)) bad.push(status);
  }
  expect(bad).toEqual([]);
});
