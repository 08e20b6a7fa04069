import { describe, expect, it } from 'vitest';
import { confirmLink, manageLink, readerLinks } from '../../../shared/domain/digest/reader-links.ts';
import { afterTrouble } from '../../../shared/domain/subscriber/delivery-trouble.ts';
import type { Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { freshToken, PagesInMemory, form, keys, siteUrl } from './pages-in-memory.ts';

const [id = ''] = subscriberIdsOf(form.email, keys);
const place = { siteUrl, keys };
const tokenOf = (link: string): string => new URL(link).searchParams.get('t') ?? '';
const start = new Date('2026-11-24T10:00:00Z');
const hours = (n: number): Date => new Date(start.getTime() + n * 3_600_000);

async function stored(desk: PagesInMemory): Promise<Subscriber> {
  const subscriber = await desk.store.readSubscriber(id);
  if (subscriber === null) throw new Error('nobody is stored');
  return subscriber;
}
const stateIn = async (desk: PagesInMemory): Promise<string> => (await stored(desk)).state;

/** Whether a letter came of this sign-up: its id is the one that the queue holds. */
async function letterAfter(desk: PagesInMemory, fields = form): Promise<boolean> {
  const before = desk.letters.length;
  const answer = await desk.post('/s/subscribe', fields);
  expect(answer.status).toBe(202);
  return (await desk.store.readSubscriber(id))?.letter?.id === desk.letters[before]?.letterId;
}

async function confirmNow(desk: PagesInMemory): Promise<ReturnType<typeof readerLinks>> {
  await desk.post('/s/subscribe', form);
  await desk.post('/s/confirm', { t: tokenOf(confirmLink(await stored(desk), place, desk.now)) });
  expect(await stateIn(desk)).toBe('confirmed');
  return readerLinks(await stored(desk), place);
}

/** A reader with a mail of the first subscription, who left and came back 30 hours later. */
async function backAgain() {
  const desk = new PagesInMemory();
  const links = await confirmNow(desk);
  await desk.ask(links.unsubscribe, { method: 'POST', body: 'List-Unsubscribe=One-Click' });
  expect(await stateIn(desk)).toBe('left');
  desk.now = hours(30);
  await confirmNow(desk);
  return { desk, links };
}

describe('the links of an earlier subscription', () => {
  it('leave by one click, 60 days later too', async () => {
    for (const at of [30, 60 * 24]) {
      const { desk, links } = await backAgain();
      desk.now = hours(at);
      const answer = await desk.ask(links.unsubscribe, {
        method: 'POST',
        body: 'List-Unsubscribe=One-Click',
      });
      expect([answer.status, await stateIn(desk)]).toEqual([200, 'left']);
    }
  });
  it('open the pages of leaving and of one’s data, and both work', async () => {
    const { desk, links } = await backAgain();
    expect((await desk.ask(links.unsubscribe)).status).toBe(200);
    expect((await desk.ask(links.privacy)).status).toBe(200);
    const fresh = await freshToken(desk, links);
    expect((await desk.post('/s/export', { t: fresh })).headers['content-type']).toContain('json');
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    expect(await stateIn(desk)).toBe('left');
  });
  it('do not open the preferences of the new one, nor confirm anything', async () => {
    const { desk, links } = await backAgain();
    expect((await desk.ask(links.preferences)).status).toBe(410);
    expect((await desk.post('/s/pause', { t: tokenOf(links.preferences) })).status).toBe(410);
    expect((await desk.post('/s/undo', { t: tokenOf(links.unsubscribe) })).status).toBe(410);
    expect(await stateIn(desk)).toBe('confirmed');
  });
  it('say that one is out, also when nothing is stored any more', async () => {
    const desk = new PagesInMemory();
    const links = readerLinks({ id, tokenVersion: 3 }, place);
    expect((await desk.ask(links.unsubscribe)).status).toBe(200);
    const answer = await desk.ask(links.unsubscribe, { method: 'POST', body: '' });
    expect([answer.status, answer.body]).toEqual([200, 'You are unsubscribed\n']);
  });
});

describe('the preferences page', () => {
  it('of a letter names the address, lets go, exports and erases', async () => {
    const desk = new PagesInMemory();
    await confirmNow(desk);
    const t = tokenOf(manageLink(await stored(desk), 'preferences', { ...place, now: desk.now }));
    const { body } = await desk.ask(`/s/preferences?t=${t}`);
    expect(body).toContain('reader@example.org');
    for (const action of ['unsubscribe', 'export', 'erase', 'pause'])
      expect(body).toContain(`action="/s/${action}"`);
    expect(JSON.parse((await desk.post('/s/export', { t })).body)).toMatchObject({
      address: 'reader@example.org',
    });
    await desk.post('/s/unsubscribe', { t });
    expect(await stateIn(desk)).toBe('left');
    await desk.post('/s/erase', { t });
    expect(await stateIn(desk)).toBe('erased');
  });
  it('of a digest, which may have been passed on, masks the address and offers a letter for the data', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    const { body } = await desk.ask(links.preferences);
    expect(body).toContain('r•••••@example.org');
    expect(body).not.toContain('reader@example.org');
    expect(body).toContain('action="/s/unsubscribe"');
    for (const path of ['/s/export', '/s/erase']) {
      for (const link of [links.privacy, links.preferences]) {
        const answer = await desk.post(path, { t: tokenOf(link) });
        expect(answer.body).not.toContain('reader@example.org');
      }
    }
    expect(await stateIn(desk)).toBe('confirmed');
    expect((await desk.post('/s/privacy', { t: tokenOf(links.preferences) })).status).toBe(202);
    expect((await stored(desk)).letter?.kind).toBe('data');
  });
  it('lets a paused reader leave and erase, and says when the next edition comes', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    expect((await desk.ask(links.preferences)).body).toContain('Your next edition comes on 25 November');
    await desk.post('/s/pause', { t: tokenOf(links.preferences) });
    desk.now = hours(72);
    expect(await letterAfter(desk)).toBe(true);
    const t = tokenOf(manageLink(await stored(desk), 'preferences', { ...place, now: desk.now }));
    expect((await desk.post('/s/unsubscribe', { t })).status).toBe(200);
    expect(await stateIn(desk)).toBe('left');
  });
  it('keeps languages in the order that the reader gave them', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    const order = [
      ['languages', 'hy'],
      ['languages', 'ru'],
      ['languages', 'en'],
      ['languages', 'ka'],
      ['place-ru', '1'],
      ['place-en', '2'],
    ] as [string, string][];
    await desk.post('/s/preferences', [
      ['t', tokenOf(links.preferences)],
      ['topics', 'csto'],
      ['languagesShown', 'yes'],
      ...order,
    ]);
    expect((await stored(desk)).preferences?.languages).toEqual(['ru', 'en', 'hy', 'ka']);
    expect((await desk.ask(links.preferences)).body).toMatch(
      /name="place-ru">.*?<option value="1" selected>/s,
    );
  });
  it('of a letter is closed two days later', async () => {
    const desk = new PagesInMemory();
    await confirmNow(desk);
    const t = tokenOf(manageLink(await stored(desk), 'preferences', { ...place, now: desk.now }));
    desk.now = hours(48);
    for (const path of ['/s/export', '/s/erase', '/s/unsubscribe'])
      expect((await desk.post(path, { t })).status).toBe(410);
  });
});

describe('after leaving', () => {
  it('the preferences link says when, and takes it back for 24 hours', async () => {
    for (const link of ['preferences', 'unsubscribe'] as const) {
      const desk = new PagesInMemory();
      const links = await confirmNow(desk);
      await desk.ask(links.unsubscribe, { method: 'POST', body: '' });
      desk.now = hours(24);
      const page = await desk.ask(links[link]);
      expect([page.status, page.body.includes('You left on 24 November')]).toEqual([200, true]);
      expect(page.body).toContain('action="/s/undo"');
      expect((await desk.post('/s/undo', { t: tokenOf(links[link]) })).status).toBe(200);
      expect(await desk.store.due('regular', '2030-01-01T00:00:00.000Z')).toEqual([id]);
    }
  });
  it('not longer, and a paused reader is paused again', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    await desk.post('/s/pause', { t: tokenOf(links.preferences) });
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    await desk.post('/s/undo', { t: tokenOf(links.unsubscribe) });
    expect(await stateIn(desk)).toBe('paused');
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    desk.now = hours(24.1);
    expect((await desk.ask(links.unsubscribe)).body).not.toContain('/s/undo');
    await desk.post('/s/undo', { t: tokenOf(links.unsubscribe) });
    expect(await stateIn(desk)).toBe('left');
  });
  it('erasure works for who can get no letter any more, by the link of any mail', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    await desk.store.changeSubscriber(id, (current) =>
      current === null
        ? null
        : afterTrouble(current, { kind: 'bounced', at: '2026-11-24T11:00:00.000Z' }, hours(1)),
    );
    await desk.post('/s/export', { t: tokenOf(links.privacy) });
    expect(await stateIn(desk)).toBe('bounced');
    await desk.post('/s/erase', { t: tokenOf(links.privacy) });
    expect(await stateIn(desk)).toBe('erased');
  });
});

describe('a lost letter can be asked for again', () => {
  it('by who never confirmed: after more than an hour, and never three months without', async () => {
    const desk = new PagesInMemory();
    const sent: boolean[] = [];
    for (const at of [0, 1, 25, 50, 75, 30 * 24, 80 * 24]) {
      desk.now = hours(at);
      sent.push(await letterAfter(desk));
    }
    expect(sent).toEqual([true, false, true, true, true, true, true]);
    desk.now = hours(80 * 24 + 1.1);
    expect(await letterAfter(desk)).toBe(true);
  });
  it('by a reader on six days in a row', async () => {
    const desk = new PagesInMemory();
    await confirmNow(desk);
    for (let day = 1; day <= 6; day++) {
      desk.now = hours(25 * day);
      expect(await letterAfter(desk)).toBe(true);
      expect((await stored(desk)).letter?.kind).toBe('manage');
    }
  });
  it('by who left and comes back the same day', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    desk.now = hours(22);
    expect(await letterAfter(desk)).toBe(true);
    desk.now = hours(23);
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    desk.now = hours(24);
    expect([await letterAfter(desk), await stateIn(desk)]).toEqual([true, 'pending']);
  });
  it('and a sign-up that causes none leaves who left as they are', async () => {
    const desk = new PagesInMemory();
    const links = await confirmNow(desk);
    await desk.post('/s/subscribe', form);
    await desk.post('/s/unsubscribe', { t: tokenOf(links.unsubscribe) });
    const before = (await stored(desk)).tokenVersion;
    await desk.post('/s/subscribe', form);
    expect([await stateIn(desk), (await stored(desk)).tokenVersion]).toEqual(['left', before]);
  });
  it('and the page says how often, in the same words whether one was sent or not', async () => {
    const desk = new PagesInMemory();
    const first = await desk.post('/s/subscribe', form);
    const second = await desk.post('/s/subscribe', form);
    expect(second).toEqual(first);
    expect(first.body).toContain('at most once an hour, three times a day and ten times a month');
  });
});

describe('a pending sign-up', () => {
  const stranger = { ...form, language: 'tr', frequency: 'breaking', topics: 'armenia-azerbaijan' };
  it('cannot be overwritten: each letter confirms what its own form said, and the page shows it first', async () => {
    const desk = new PagesInMemory();
    await desk.post('/s/subscribe', form);
    const own = confirmLink(await stored(desk), place, desk.now);
    desk.now = hours(2);
    await desk.post('/s/subscribe', stranger);
    const other = confirmLink(await stored(desk), place, desk.now);
    const page = (await desk.ask(own)).body;
    for (const text of ['reader@example.org', 'Every day', 'lang="en"']) expect(page).toContain(text);
    expect((await desk.ask(other)).body).toContain('lang="tr"');
    await desk.post('/s/confirm', { t: tokenOf(own) });
    expect((await stored(desk)).preferences).toMatchObject({
      interface: 'en',
      frequency: 'daily',
      topics: ['csto'],
    });
    expect((await desk.post('/s/confirm', { t: tokenOf(other) })).body).toContain('lang="en"');
    expect((await stored(desk)).preferences?.interface).toBe('en');
  });
  it('keeps its choices where the second form caused no letter', async () => {
    const desk = new PagesInMemory();
    await desk.post('/s/subscribe', form);
    await desk.post('/s/subscribe', stranger);
    expect((await stored(desk)).preferences?.interface).toBe('en');
  });
});

describe('many addresses of one mailbox', () => {
  const bombing = async (address: (n: number) => string): Promise<number> => {
    const desk = new PagesInMemory();
    const lettersDue = new Set<string>();
    for (let n = 0; n < 140; n++)
      await desk.post('/s/subscribe', { ...form, email: address(n) }, { ip: `198.${n % 7}.100.${n}` });
    for (const text of desk.store.subscribers.values()) {
      const { letter } = JSON.parse(text) as Subscriber;
      if (letter !== undefined) lettersDue.add(letter.id);
    }
    return lettersDue.size;
  };
  it.each([
    ['tags', (n: number) => `victim+${n}@mail.example`],
    ['dots', (n: number) => `${'victimvictim'.split('').join(n % 2 === 0 ? '' : '.')}+${n}@gmail.com`],
    ['names of the domain', (n: number) => `victim+${n}@${n % 2 === 0 ? 'googlemail.com' : 'gmail.com'}`],
    [
      'hyphens',
      (n: number) => `vic${n % 2 === 0 ? '-' : '.'}tim+${n}@${n % 3 === 0 ? 'ya.ru' : 'yandex.ru'}`,
    ],
    ['capitals', (n: number) => (n % 2 === 0 ? 'Victim@mail.example' : 'vIctim@mail.example')],
  ])('spelled with other %s get one letter', async (_what, address) => {
    expect(await bombing(address)).toBe(1);
  });
  it('are still people of their own: only the limit takes them for one', async () => {
    const desk = new PagesInMemory();
    await desk.post('/s/subscribe', { ...form, email: 'reader+wire@example.org' });
    desk.now = hours(2);
    await desk.post('/s/subscribe', { ...form, email: 'reader@example.org' });
    expect(desk.store.subscribers.size).toBe(2);
  });
});
