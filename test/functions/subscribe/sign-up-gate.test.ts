import { describe, expect, it } from 'vitest';
import { signUpLimits } from '../../../functions/subscribe/sign-up.ts';
import { parseSignUpPolicy } from '../../../shared/domain/subscriber/sign-up-policy.ts';
import { subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';
import { answerTo, form, keys, PagesInMemory } from './pages-in-memory.ts';

const [id = ''] = subscriberIdsOf(form.email, keys);
const ipOf = (n: number): string => `${1 + (n % 200)}.${Math.floor(n / 200)}.7.1`;

describe('sign-ups that were tightened', () => {
  it('ask a question first, and take the right answer for this address only', async () => {
    const desk = new PagesInMemory();
    await desk.reputation.setGate({ level: 'challenge', reason: 'bounces' }, desk.now);
    const asked = await desk.post('/s/subscribe', form);
    expect([asked.status, desk.letters.length]).toEqual([422, 0]);
    expect(asked.body).toContain('value="reader@example.org"');
    const right = answerTo(asked.body);
    for (const wrong of [{ answer: '1' }, { ticket: 'x' }, { email: 'other@example.org' }, { answer: '' }])
      expect((await desk.post('/s/subscribe', { ...form, ...right, ...wrong })).status).toBe(422);
    expect((await desk.post('/s/subscribe', { ...form, ...right })).status).toBe(202);
    expect(desk.letters).toHaveLength(1);
    desk.now = new Date(desk.now.getTime() + 31 * 60_000);
    expect((await desk.post('/s/subscribe', { ...form, ...right })).status).toBe(422);
  });
  it('say try later when they are closed, and leave readers alone', async () => {
    const desk = new PagesInMemory();
    desk.store.subscribers.set(id, JSON.stringify(readerOf({ id, address: form.email })));
    await desk.reputation.setGate({ level: 'closed', reason: 'bounces' }, desk.now);
    const before = desk.dump();
    const closed = await desk.post('/s/subscribe', form);
    expect([closed.status, closed.headers['retry-after']]).toEqual([503, '86400']);
    expect(closed.body).toContain('Editions go out as usual');
    expect(desk.dump()).toBe(before);
  });
});

describe('the budget of everybody', () => {
  it('spent by a stranger from many networks, still lets a person in who answers', async () => {
    const desk = new PagesInMemory();
    let asked = 0;
    for (let n = 0; n < signUpLimits.everywhere + 200; n++) {
      const answer = await desk.post(
        '/s/subscribe',
        { ...form, email: `r${n}@example.org` },
        { ip: ipOf(n) },
      );
      if (answer.status === 422) asked++;
    }
    expect([desk.letters.length, asked]).toEqual([signUpLimits.everywhere, 200]);
    const question = await desk.post('/s/subscribe', form, { ip: '99.99.99.9' });
    expect(question.status).toBe(422);
    const answered = { ...form, ...answerTo(question.body) };
    expect((await desk.post('/s/subscribe', answered, { ip: '99.99.99.9' })).status).toBe(202);
  });
  it('spent with answers too, still has a place for the first of a network', async () => {
    const desk = new PagesInMemory();
    const hour = desk.now.toISOString().slice(0, 13);
    const expiresAt = '2026-11-25T00:00:00.000Z';
    desk.store.counters.set(`everywhere all ${hour}`, { n: signUpLimits.everywhere, expiresAt });
    desk.store.counters.set(`answered all ${hour}`, { n: signUpLimits.answered, expiresAt });
    const signUp = async (email: string, ip: string): Promise<number> => {
      const asked = await desk.post('/s/subscribe', { ...form, email }, { ip });
      return (await desk.post('/s/subscribe', { ...form, email, ...answerTo(asked.body) }, { ip })).status;
    };
    expect([
      await signUp('a@example.org', '9.9.9.9'),
      await signUp('b@example.org', '9.9.9.10'),
      await signUp('c@example.org', '9.8.9.9'),
    ]).toEqual([202, 429, 202]);
  });
  it('of one network ends for the day after forty, of its neighbours for the hour after two hundred', async () => {
    const desk = new PagesInMemory();
    const taken: number[] = [];
    for (let hour = 0; hour < 4; hour++) {
      desk.now = new Date(Date.parse('2026-11-24T10:00:00Z') + hour * 3_600_000);
      let count = 0;
      for (let n = 0; n < 30; n++)
        if ((await desk.post('/s/subscribe', { ...form, email: `r${hour}-${n}@example.org` })).status === 202)
          count++;
      taken.push(count);
    }
    expect(taken).toEqual([20, 20, 0, 0]);
    const neighbours = new PagesInMemory();
    let reached = 0;
    for (let n = 0; n < 250; n++) {
      const email = `r${n}@example.org`;
      if ((await neighbours.post('/s/subscribe', { ...form, email }, { ip: `7.7.${n}.1` })).status === 202)
        reached++;
    }
    expect(reached).toBe(signUpLimits.neighboursHour);
  });
});

describe('an address with a slip', () => {
  it.each([
    ['r@gmial.com', 'r@gmail.com'],
    ['r@gmail.con', 'r@gmail.com'],
    ['r@yandx.ru', 'r@yandex.ru'],
    ['r@mial.ru', 'r@mail.ru'],
    ['r@hotmal.com', 'r@hotmail.com'],
  ])('%s is asked about once; both answers are one press', async (typed, meant) => {
    const desk = new PagesInMemory();
    const asked = await desk.post('/s/subscribe', { ...form, email: typed });
    expect([asked.status, asked.body.includes(`value="${meant}"`), desk.letters]).toEqual([422, true, []]);
    for (const [field, address] of [
      ['corrected', meant],
      ['sure', typed],
    ] as const) {
      const other = new PagesInMemory();
      const answer = await other.post('/s/subscribe', { ...form, email: typed, [field]: address });
      expect(answer.status).toBe(202);
      expect([...other.store.subscribers.values()].join()).toContain(`"${address}"`);
    }
  });
  it.each(['r@gmail.com', 'r@mail.com', 'r@mail.ru', 'r@example.org', 'r@ymail.com', 'r@gmx.at'])(
    '%s is none',
    async (email) => {
      expect((await new PagesInMemory().post('/s/subscribe', { ...form, email })).status).toBe(202);
    },
  );
});

describe('a closed list', () => {
  const outcome = async (signUps: string, email: string): Promise<number> => {
    const desk = new PagesInMemory();
    desk.signUps = signUps;
    desk.store.subscribers.set(id, JSON.stringify(readerOf({ id, address: form.email })));
    const answer = await desk.post('/s/subscribe', { ...form, email });
    expect(answer.status).toBe(202);
    return [...desk.store.subscribers.values()].filter((text) => text.includes('"state":"due"')).length;
  };
  it('lets in whom it names, answers all others alike, and keeps its readers', async () => {
    const list = 'newsroom.example, ann@example.net';
    expect(await outcome(list, 'anyone@newsroom.example')).toBe(1);
    expect(await outcome(list, 'Ann@example.net')).toBe(1);
    expect(await outcome(list, 'bob@example.net')).toBe(0);
    expect(await outcome(list, 'x@sub.newsroom.example')).toBe(0);
    expect(await outcome('invited', 'anyone@newsroom.example')).toBe(0);
    expect(await outcome('invited', form.email)).toBe(1);
  });
  it('says so on the form, and stores nothing of who is not on it', async () => {
    const desk = new PagesInMemory();
    desk.signUps = 'invited';
    expect((await desk.ask('/s/subscribe')).body).toContain('closed list');
    await desk.post('/s/subscribe', form);
    expect(desk.store.subscribers.size).toBe(0);
  });
  it('that is misspelled stops the start by name', () => {
    expect(() => parseSignUpPolicy('newsroom.example, nonsense')).toThrow(/SIGN_UPS.*'nonsense'/);
    expect(parseSignUpPolicy(undefined)).toEqual({ kind: 'open' });
  });
});

describe('time zones', () => {
  it('have their present names, their offset and the reader’s own first; old names are still taken', async () => {
    const desk = new PagesInMemory();
    const { body } = await desk.ask('/s/subscribe', {
      headers: { 'cloudfront-viewer-time-zone': 'Europe/Kiev' },
    });
    expect(body).toContain(
      '<select name="timezone"><option value="Europe/Kyiv" selected>Kyiv (UTC+02:00)</option>',
    );
    for (const name of ['Asia/Kolkata', 'Asia/Yangon', 'America/Nuuk', 'Asia/Yerevan', 'UTC'])
      expect(body).toContain(`<option value="${name}">`);
    for (const old of ['Europe/Kiev', 'Asia/Calcutta', 'Asia/Rangoon', 'America/Godthab'])
      expect(body).not.toContain(`"${old}"`);
    expect((await desk.post('/s/subscribe', { ...form, timezone: 'Asia/Calcutta' })).status).toBe(202);
    desk.now = new Date('2026-07-01T10:00:00Z');
    expect((await desk.ask('/s/subscribe')).body).toContain('Europe/Kyiv (UTC+03:00)');
  });
});

it('the form shows topics, languages, frequency and hour, the rest folded away', async () => {
  const { body } = await new PagesInMemory().ask('/s/subscribe');
  const folded = body.slice(body.indexOf('<details>'), body.indexOf('</details>'));
  const open = body.replace(folded, '');
  expect(open.match(/type="checkbox"/g)).toHaveLength(8);
  for (const name of ['languages', 'frequency', 'hour', 'timezone', 'email'])
    expect(open).toContain(`name="${name}"`);
  expect(folded).toContain('name="weekday"');
  expect(folded).toContain('value="armenia-azerbaijan.border"');
});
