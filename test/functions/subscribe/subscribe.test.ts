import { describe, expect, it, vi } from 'vitest';
import { readerLinks, confirmLink, subscribePaths } from '../../../shared/domain/digest/reader-links.ts';
import { subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { defaultPreferences } from '../../../functions/subscribe/form.ts';
import { answerTo, freshToken, PagesInMemory, form, keys, siteUrl } from './pages-in-memory.ts';

const [id = ''] = subscriberIdsOf(form.email, keys);
const place = { siteUrl, keys };
const tokenOf = (link: string): string => new URL(link).searchParams.get('t') ?? '';

async function signedUp(): Promise<{ desk: PagesInMemory; confirm: string }> {
  const desk = new PagesInMemory();
  expect((await desk.post('/s/subscribe', form)).status).toBe(202);
  const reader = await desk.store.readSubscriber(id);
  if (reader === null) throw new Error('nobody signed up');
  return { desk, confirm: confirmLink(reader, place, desk.now) };
}

/** A confirmed reader, with the links of their mails. */
async function reading() {
  const { desk, confirm } = await signedUp();
  await desk.post('/s/confirm', { t: tokenOf(confirm) });
  const reader = await desk.store.readSubscriber(id);
  if (reader === null) throw new Error('nobody confirmed');
  return { desk, confirm, reader, links: readerLinks(reader, place) };
}
const stateIn = async (desk: PagesInMemory): Promise<string | undefined> =>
  (await desk.store.readSubscriber(id))?.state;

it('the pages are in the colours that the operator chose', async () => {
  vi.stubEnv('WIRE_ACCENT', '#1a5fb4');
  vi.stubEnv('WIRE_ACCENT_DARK', '#8fb8f0');
  const { body } = await new PagesInMemory().ask(subscribePaths.style);
  vi.unstubAllEnvs();
  expect(body).toContain('a{color:#1a5fb4}');
  expect(body).not.toContain('#7a2318');
});

describe('subscribing', () => {
  it('takes the form of the site, guesses what it leaves out, and confirms by the button', async () => {
    const { desk, reader } = await reading();
    expect(desk.letters).toHaveLength(1);
    expect(reader).toMatchObject({
      state: 'confirmed',
      dueDate: '2026-11-25',
      preferences: {
        topics: ['csto'],
        languages: ['hy', 'az', 'ru', 'en', 'ka', 'tr'],
        weekday: 1,
        zone: 'Asia/Yerevan',
      },
    });
  });
  it('offers all topics and languages, daily at seven in the zone of its language, without a note on quiet weeks', () => {
    const given = defaultPreferences('ka', null);
    expect(given).toEqual({
      topics: ['csto', 'armenia-azerbaijan'],
      languages: ['hy', 'az', 'ru', 'en', 'ka', 'tr'],
      interface: 'ka',
      frequency: 'daily',
      weekday: 1,
      hour: 7,
      zone: 'Asia/Tbilisi',
      quietNote: false,
    });
    expect(['Asia/Tokyo', 'Nowhere/Else'].map((zone) => defaultPreferences('hy', zone).zone)).toEqual([
      'Asia/Tokyo',
      'Asia/Yerevan',
    ]);
  });
  it('says the same for the second press of the button', async () => {
    const { desk, confirm } = await reading();
    const again = await desk.post('/s/confirm', { t: tokenOf(confirm) });
    expect([again.status, again.body.includes('already subscribed')]).toEqual([200, true]);
  });
  it('shows the form again, with what was chosen and what is wrong, in the reader’s language', async () => {
    const desk = new PagesInMemory();
    const answer = await desk.post('/s/subscribe', [
      ['email', 'no address'],
      ['language', 'ru'],
      ['frequency', 'weekly'],
      ['timezone', 'Mars/Base'],
    ]);
    expect(answer.status).toBe(422);
    for (const text of [
      'lang="ru"',
      'На такой адрес нельзя отправить письмо',
      'Выберите хотя бы одну тему',
      'Выберите часовой пояс',
      '<option value="weekly" selected',
      'value="no address"',
    ])
      expect(answer.body).toContain(text);
    expect(desk.letters).toEqual([]);
  });
  it('asks whoever fills the trap, robot or browser, and takes the sign-up with the answer', async () => {
    const desk = new PagesInMemory();
    const asked = await desk.post('/s/subscribe', { ...form, 'leave-blank': 'http://spam.example' });
    expect([asked.status, desk.letters, desk.store.subscribers.size]).toEqual([422, [], 0]);
    const answered = { ...form, 'leave-blank': 'http://spam.example', ...answerTo(asked.body) };
    expect((await desk.post('/s/subscribe', { ...answered, answer: '0' })).status).toBe(422);
    expect((await desk.post('/s/subscribe', { ...answered, email: 'other@example.org' })).status).toBe(422);
    expect((await desk.post('/s/subscribe', answered)).status).toBe(202);
    expect(desk.letters).toHaveLength(1);
  });
  it('speaks all six languages, by what the browser accepts', async () => {
    const titles = await Promise.all(
      ['hy', 'az', 'ru', 'en', 'ka', 'tr'].map(async (language) =>
        /<html lang="(\w+)">.*<h1>(.*)<\/h1>/s
          .exec(
            (
              await new PagesInMemory().ask('/s/subscribe', {
                headers: { 'accept-language': `fr, ${language};q=0.8, en;q=0.1` },
              })
            ).body,
          )
          ?.slice(1),
      ),
    );
    expect(titles).toEqual([
      ['hy', 'Ամփոփում էլ. փոստով'],
      ['az', 'İcmal e-poçtla'],
      ['ru', 'Дайджест по электронной почте'],
      ['en', 'The digest by email'],
      ['ka', 'დაიჯესტი ელფოსტით'],
      ['tr', 'E-posta bülteni'],
    ]);
  });
});

describe('a reader’s pages', () => {
  it('change preferences and the next edition with them', async () => {
    const { desk, links } = await reading();
    const answer = await desk.post('/s/preferences', [
      ['t', tokenOf(links.preferences)],
      ['topics', 'armenia-azerbaijan.border'],
      ['languagesShown', 'yes'],
      ['languages', 'hy'],
      ['language', 'hy'],
      ['frequency', 'weekly'],
      ['weekday', '3'],
      ['hour', '21'],
      ['timezone', 'Asia/Tokyo'],
      ['quietNote', 'yes'],
    ]);
    expect([answer.status, answer.body.includes('Պահպանված է')]).toEqual([200, true]);
    expect(await desk.store.readSubscriber(id)).toMatchObject({
      dueAt: '2026-11-25T12:00:00.000Z',
      preferences: {
        topics: ['armenia-azerbaijan.border'],
        languages: ['hy'],
        interface: 'hy',
        frequency: 'weekly',
        weekday: 3,
        hour: 21,
        zone: 'Asia/Tokyo',
        quietNote: true,
      },
    });
  });
  it('pause and resume', async () => {
    const { desk, links } = await reading();
    await desk.post('/s/pause', { t: tokenOf(links.preferences) });
    expect([await stateIn(desk), await desk.store.due('regular', '2030-01-01T00:00:00.000Z')]).toEqual([
      'paused',
      [],
    ]);
    await desk.post('/s/resume', { t: tokenOf(links.preferences) });
    expect([await stateIn(desk), await desk.store.due('regular', '2030-01-01T00:00:00.000Z')]).toEqual([
      'confirmed',
      [id],
    ]);
  });
  it('let go in one press of a button, no more steps than joining took', async () => {
    const { desk, links } = await reading();
    const asked = await desk.ask(links.unsubscribe);
    expect(asked.body.match(/<button/g)).toHaveLength(1);
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    expect(await stateIn(desk)).toBe('left');
  });
  it('give the whole record as a file, without our own marks', async () => {
    const { desk, links } = await reading();
    await desk.store.putEdition({
      subscriberId: id,
      editionId: '2026-11-24',
      state: 'sent',
      content: 'c',
      from: 'f',
      until: 'u',
      seen: { s: 't' },
      plannedAt: '2026-11-24T03:00:00.000Z',
      claim: 'x',
    });
    const answer = await desk.post('/s/export', { t: await freshToken(desk, links) });
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(JSON.parse(answer.body)).toMatchObject({
      address: 'reader@example.org',
      state: 'confirmed',
      consent: { wording: '2026-11', confirmedAt: '2026-11-24T10:00:00.000Z' },
      editions: [{ editionId: '2026-11-24', seen: { s: 't' } }],
    });
    expect(answer.body).not.toContain('tokenVersion');
  });
  it('erase everything but a keyed code, also when pressed twice', async () => {
    const { desk, links } = await reading();
    await desk.store.putEdition({
      subscriberId: id,
      editionId: '2026-11-24',
      state: 'sent',
      content: 'c',
      from: 'f',
      until: 'u',
      seen: {},
      plannedAt: '2026-11-24T03:00:00.000Z',
    });
    const fresh = await freshToken(desk, links);
    for (let press = 0; press < 2; press++)
      expect((await desk.post('/s/erase', { t: fresh })).status).toBe(200);
    expect(JSON.parse(desk.store.subscribers.get(id) ?? '')).toEqual({
      id,
      state: 'erased',
      address: null,
      preferences: null,
      tokenVersion: 1,
      consent: null,
      changedAt: '2026-11-24T10:00:00.000Z',
      revision: 4,
    });
    expect([desk.store.editions.size, new Set(desk.erasures)]).toEqual([0, new Set([id])]);
    expect(desk.dump()).not.toContain('example.org');
  });
  it('refuse an old or cut link and offer the form', async () => {
    const { desk, confirm } = await signedUp();
    desk.now = new Date('2026-11-26T10:00:01Z');
    for (const link of [
      confirm,
      confirm.slice(0, -1),
      '/s/preferences',
      '/s/preferences?t=',
      '/s/unsubscribe?t=x.y.z',
    ]) {
      const answer = await desk.ask(link);
      expect([answer.status, answer.body.includes('action="/s/subscribe"')]).toEqual([410, true]);
    }
    expect(await stateIn(desk)).toBe('pending');
  });
});

describe('one-click unsubscribe (RFC 8058)', () => {
  it.each([
    ['urlencoded', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
    ['bare', 'text/plain', ''],
  ])('works %s, from anywhere, without cookie or redirect, again and again', async (_name, type, body) => {
    const { desk, links } = await reading();
    for (let time = 0; time < 3; time++) {
      const answer = await desk.ask(links.unsubscribe, {
        method: 'POST',
        body,
        headers: { 'content-type': type, origin: 'https://mail.example', 'sec-fetch-site': 'cross-site' },
      });
      expect([answer.status, answer.headers.location, answer.headers['set-cookie']]).toEqual([
        200,
        undefined,
        undefined,
      ]);
    }
    expect([await stateIn(desk), await desk.store.due('regular', '2030-01-01T00:00:00.000Z')]).toEqual([
      'left',
      [],
    ]);
  });
});

describe('what must never happen', () => {
  const paths = Object.values(subscribePaths);

  it('GET, HEAD and OPTIONS change nothing, whoever asks, as often as they like', async () => {
    const { desk, links, confirm } = await reading();
    const all = [
      ...Object.values(links),
      confirm,
      ...paths.map((path) => `${path}?t=${tokenOf(links.unsubscribe)}`),
      ...paths,
    ];
    const before = desk.dump();
    for (const agent of ['Barracuda', 'Microsoft Office SafeLinks', 'Mozilla/5.0']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        for (const url of all) await desk.ask(url, { method, headers: { 'user-agent': agent } });
    }
    expect(desk.dump()).toBe(before);
  });
  it('a scanner that follows the confirmation link leaves it pending', async () => {
    const { desk, confirm } = await signedUp();
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await desk.ask(confirm, { method });
    expect(await stateIn(desk)).toBe('pending');
  });
  it('another site’s page posts to us, but for the one-click route', async () => {
    const { desk, links } = await reading();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]) {
      for (const path of paths.filter((candidate) => candidate !== subscribePaths.oneClick)) {
        expect([403, 405]).toContain(
          (await desk.post(path, { ...form, t: tokenOf(links.privacy) }, { headers })).status,
        );
      }
    }
    expect(await stateIn(desk)).toBe('confirmed');
    expect(
      (
        await desk.post(
          '/s/pause',
          { t: tokenOf(links.preferences) },
          { headers: { 'sec-fetch-site': 'same-origin', origin: 'null' } },
        )
      ).status,
    ).toBe(200);
  });
  it('an answer without the safe headers, whatever the path, method and status', async () => {
    const { desk, links } = await reading();
    for (const path of [...paths, '/s/', '/s/nothing', '/s/../x', links.preferences]) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const { headers, status } = await desk.ask(path, {
          method,
          body: 'x'.repeat(method === 'PUT' ? 5_000 : 3),
        });
        expect([200, 202, 400, 403, 404, 405, 410, 413, 422]).toContain(status);
        expect(headers['content-security-policy']).toMatch(
          /^default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'$/,
        );
        expect([
          headers['x-content-type-options'],
          headers['referrer-policy'],
          Number(/max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1]) >= 31_536_000,
        ]).toEqual(['nosniff', 'no-referrer', true]);
      }
    }
  });
  it('an inline script, style or outside resource in a page', async () => {
    const { desk, links } = await reading();
    for (const url of ['/s/subscribe', links.preferences, links.privacy, links.unsubscribe, '/s/nothing']) {
      const { body } = await desk.ask(url);
      expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|<img|https?:\/\/(?!wire\.example)/i);
    }
  });
  it('a body above 4 KB is read', async () => {
    const { desk } = await signedUp();
    expect((await desk.post('/s/subscribe', { ...form, x: 'y'.repeat(4_096) })).status).toBe(413);
  });
  it('a stranger’s text is run: what was typed comes back as text', async () => {
    const answer = await new PagesInMemory().post('/s/subscribe', {
      ...form,
      email: '"><script>alert(1)</script>',
      timezone: '<b>',
      language: '"><img src=x>',
    });
    expect(answer.body).not.toContain('<script');
    expect(answer.body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
  });
});
