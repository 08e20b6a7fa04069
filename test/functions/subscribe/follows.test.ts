import { describe, expect, it } from 'vitest';
import { transactionalMail } from '../../../shared/domain/digest/transactional-mail.ts';
import { readerLinks } from '../../../shared/domain/digest/reader-links.ts';
import { wordsOf } from '../../../shared/catalogue/mail-words.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { type Subscriber, subscriberSchema } from '../../../shared/domain/subscriber/subscriber.ts';
import { subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { readerOf, readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { form, freshToken, keys, PagesInMemory, rowsOf, siteUrl } from './pages-in-memory.ts';

const [id = ''] = subscriberIdsOf(form.email, keys);

function reading(more: Partial<Subscriber> = {}): { pages: PagesInMemory; t: string } {
  const pages = new PagesInMemory();
  const reader = { ...readerOf({ id }), address: form.email, ...more };
  pages.store.subscribers.set(id, JSON.stringify(reader));
  const link = readerLinks(reader, { siteUrl, keys }).preferences;
  return { pages, t: new URL(link).searchParams.get('t') ?? '' };
}
const stored = async (pages: PagesInMemory): Promise<Subscriber> =>
  subscriberSchema.parse(await pages.store.readSubscriber(id));
const keysOf = async (pages: PagesInMemory): Promise<string[]> =>
  ((await stored(pages)).preferences?.follows ?? []).map(
    ({ kind, of, alert }) => `${kind}:${of}${alert === true ? ' alert' : ''}`,
  );

describe('among the choices, a reader', () => {
  it('follows, is alerted, and lets go, one press each', async () => {
    const { pages, t } = reading();
    const press = (fields: Record<string, string>) => pages.post('/s/follow', { t, ...fields });
    const page = await press({ act: 'add', what: 'entity:syunik' });
    expect(page.status).toBe(200);
    expect(page.body).toContain('Syunik');
    expect(await keysOf(pages)).toEqual(['entity:syunik']);
    await press({ act: 'alert', what: 'entity:syunik' });
    await press({ act: 'alert', what: 'subtopic:csto.military' });
    expect(await keysOf(pages)).toEqual(['entity:syunik alert', 'subtopic:csto.military alert']);
    await press({ act: 'mail', what: 'entity:syunik' });
    await press({ act: 'remove', what: 'subtopic:csto.military' });
    expect(await keysOf(pages)).toEqual(['entity:syunik']);
    await press({ act: 'only' });
    expect((await stored(pages)).preferences?.onlyFollows).toBe(true);
    await press({ act: 'all' });
    expect((await stored(pages)).preferences).not.toHaveProperty('onlyFollows');
  });

  it('follows a query, and is told how much it finds', async () => {
    const { pages, t } = reading();
    const page = await pages.post('/s/follow', {
      t,
      act: 'add',
      query: ' (Syunik OR Zangezur) AND corridor -football ',
    });
    expect(page.body).toContain('3 of 90 stories');
    expect(await keysOf(pages)).toEqual(['query:(Syunik OR Zangezur) AND corridor -football']);
  });

  it.each([
    [
      'a query that finds half of everything',
      { query: 'Armenia' },
      { rows: rowsOf(45), all: 90, whole: true },
      '45 of 90 stories',
    ],
    ['a query with a fault', { query: 'corridor AND (Syunik' }, undefined, 'near: ('],
    ['a name nobody knows', { what: 'entity:nobody-at-all' }, undefined, 'role="alert"'],
    ['what is no follow', { what: 'email:somebody@example.org' }, undefined, 'role="alert"'],
  ])('is told why not: %s', async (_what, fields, answers, said) => {
    const { pages, t } = reading();
    if (answers !== undefined) pages.answers = answers;
    const before = pages.dump();
    const page = await pages.post('/s/follow', { t, act: 'add', ...fields });
    expect(page.status).toBe(422);
    expect(page.body).toContain(said);
    expect(pages.dump()).toBe(before);
  });

  it('follows no more than the limits allow', async () => {
    const follows = Array.from({ length: 5 }, (_, at) => ({ kind: 'query' as const, of: `word${at}` }));
    const { pages, t } = reading({ preferences: { ...readerPreferences, follows } });
    expect((await pages.post('/s/follow', { t, act: 'add', query: 'sixth' })).status).toBe(422);
    expect(await keysOf(pages)).toHaveLength(5);
  });

  it('keeps what is followed when other choices are saved, has it in the export, and loses it with all else', async () => {
    const follows = [{ kind: 'query' as const, of: 'corridor <b>' }];
    const { pages, t } = reading({ preferences: { ...readerPreferences, follows, onlyFollows: true } });
    const { body } = await pages.ask(`/s/preferences?t=${t}`);
    expect(body).toContain('«corridor &lt;b&gt;»');
    expect(body).toContain('href="/s/feed?q=corridor+%3Cb%3E&amp;format=atom&amp;lang=en"');
    await pages.post('/s/preferences', { ...form, t, frequency: 'weekly' });
    expect((await stored(pages)).preferences).toMatchObject({
      frequency: 'weekly',
      follows,
      onlyFollows: true,
    });
    const manage = await freshToken(pages, readerLinks(await stored(pages), { siteUrl, keys }));
    const exported = await pages.post('/s/export', { t: manage });
    expect(exported.body).toContain('corridor <b>');
    await pages.post('/s/erase', { t: manage });
    expect(pages.dump()).not.toContain('corridor');
  });

  it.each(wireLanguages)('reads all of it in %s', async (language) => {
    const { pages, t } = reading({
      preferences: { ...readerPreferences, interface: language, follows: [{ kind: 'entity', of: 'syunik' }] },
    });
    const { body } = await pages.ask(`/s/preferences?t=${t}`);
    const words = wordsOf(language);
    for (const key of ['followed', 'followsHint', 'followAdd', 'followRemove', 'followOnly'] as const)
      expect(body).toContain(words.say(key).replaceAll("'", '&#39;'));
  });
});

describe('from the site, where nobody is known,', () => {
  it('a press shows what is followed and asks for an address', async () => {
    const pages = new PagesInMemory();
    const { status, body } = await pages.ask('/s/follow?what=entity:nikol-pashinyan&lang=hy');
    expect(status).toBe(200);
    expect(body).toContain('Նիկոլ Փաշինյան');
    expect(body).toContain('name="follow" value="entity:nikol-pashinyan"');
    expect((await pages.ask('/s/follow')).status).toBe(200);
    expect((await pages.ask('/s/follow?what=query:corridor%20-football')).body).toContain(
      'value="corridor -football"',
    );
    for (const bad of ['', 'entity:nobody', 'x', 'story:%3Cscript%3E'])
      expect((await pages.ask(`/s/follow?what=${bad}`)).status).toBe(410);
  });

  it('a newcomer follows it from the first mail on', async () => {
    const pages = new PagesInMemory();
    await pages.post('/s/subscribe', { ...form, follow: 'entity:syunik' });
    expect(await keysOf(pages)).toEqual(['entity:syunik']);
  });

  it('who reads already gets a letter whose link offers it; nothing is changed by the press', async () => {
    const { pages } = reading();
    await pages.post('/s/subscribe', { ...form, follow: 'entity:syunik' });
    expect(await keysOf(pages)).toEqual([]);
    const mail = transactionalMail(await stored(pages), { siteUrl, keys, wordsOf }, pages.now);
    const [link = ''] = /https:\S+follow=\S+/.exec(mail?.text ?? '') ?? [];
    const { body } = await pages.ask(link.slice(siteUrl.length));
    expect(body).toContain('Follow: Syunik');
    expect(body).toContain('name="what" value="entity:syunik"');
  });

  it('a stranger puts no words of their own into anybody’s choices', async () => {
    const pages = new PagesInMemory();
    await pages.post('/s/subscribe', { ...form, follow: 'query:call this number' });
    expect(pages.dump()).not.toContain('call this number');
    const { pages: known } = reading();
    await known.post('/s/subscribe', { ...form, follow: 'query:call this number' });
    expect(known.dump()).not.toContain('call this number');
  });
});
