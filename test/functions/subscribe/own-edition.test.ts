import { describe, expect, it } from 'vitest';
import { publicEditionMoment } from '../../../functions/plan-digests/public-editions.ts';
import { editionsPage } from '../../../functions/publish-site/pages/day.ts';
import { interfaceIn } from '../../../functions/publish-site/interface.ts';
import { editionIdOf, editionLink, editionNumber } from '../../../shared/domain/digest/reader-links.ts';
import { World } from '../send-digest/world.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { editionSchema } from '../../../shared/domain/digest/edition.ts';
import { freshToken, keys, PagesInMemory, siteUrl } from './pages-in-memory.ts';
import { readerLinks } from '../../../shared/domain/digest/reader-links.ts';
import { site } from '../publish-site/memory-site.ts';

const id = '1'.repeat(32);
const sentAt = new Date('2026-11-24T03:00:00.000Z');
const link = editionLink({ id }, '2026-11-24', { siteUrl, keys, now: sentAt });

/** The pages after a morning's edition to one reader. */
async function afterMorning(): Promise<PagesInMemory> {
  const world = new World();
  world.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  world.told = [toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-23T20:00:00.000Z' })];
  await world.runUntil('2026-11-24T04:00:00.000Z');
  const desk = new PagesInMemory();
  desk.store.subscribers.set(id, world.store.subscribers.get(id) ?? '');
  for (const [key, row] of world.store.editions) desk.store.editions.set(key, row);
  for (const [name, text] of world.objects) desk.contents.set(name, editionSchema.parse(JSON.parse(text)));
  return desk;
}

describe('a reader’s own edition on the web', () => {
  it('is opened by the link of its mail only, and names no person', async () => {
    const desk = await afterMorning();
    const page = await desk.ask(link);
    expect([page.status, page.headers['x-robots-tag']]).toEqual([200, 'noindex']);
    expect(page.body).toContain('Border talks');
    expect(page.body).not.toMatch(/reader-1111|example\.org|\?t=/);
    const other = editionLink({ id: '2'.repeat(32) }, '2026-11-24', { siteUrl, keys, now: sentAt });
    for (const bad of [`${link}x`, '/s/edition', '/s/edition?t=2026-11-24', other])
      expect((await desk.ask(bad)).status).toBe(410);
    const preferences = readerLinks({ id, tokenVersion: 1 }, { siteUrl, keys }).preferences;
    expect((await desk.ask(preferences.replace('/s/preferences', '/s/edition'))).status).toBe(410);
  });
  it('ends after 60 days', async () => {
    const desk = await afterMorning();
    desk.now = new Date('2027-01-23T02:59:59Z');
    expect((await desk.ask(link)).status).toBe(200);
    desk.now = new Date('2027-01-23T03:00:00Z');
    expect((await desk.ask(link)).status).toBe(410);
  });
  it('is none where its content is lost', async () => {
    const desk = await afterMorning();
    desk.contents.clear();
    expect((await desk.ask(link)).status).toBe(410);
  });
  it('goes with erasure', async () => {
    const desk = await afterMorning();
    const links = readerLinks({ id, tokenVersion: 1 }, { siteUrl, keys });
    await desk.post('/s/erase', { t: await freshToken(desk, links) });
    expect((await desk.ask(link)).status).toBe(410);
  });
  it.each(['2026-11-24', '2026-11-24-b1', '2026-11-24-b2', '2099-12-31'])('%s has a number', (name) => {
    expect(editionIdOf(editionNumber(name) ?? 0)).toBe(name);
  });
});

describe('the public archive', () => {
  it('lists a day’s editions by topic and language, and nothing of a reader', () => {
    const page = editionsPage(
      [
        'editions/edition.css',
        'editions/2026-11-24/csto-hy.html',
        'editions/2026-11-24/armenia-azerbaijan-en.html',
        `editions/2026-11-24/${'0a'.repeat(16)}.html`,
        'editions/2026-11-24/nonsense-en.html',
      ],
      interfaceIn('en', site().names),
      site(),
    );
    const listed = [...page.matchAll(/<a href="\/(editions\/[^"]+\.html)"/g)].map(([, path]) => path);
    expect(
      listed
        .filter((path) => path !== 'editions/index.html')
        .toSorted((a = '', b = '') => a.localeCompare(b)),
    ).toEqual(['editions/2026-11-24/armenia-azerbaijan-en.html', 'editions/2026-11-24/csto-hy.html']);
  });
  it('is made once the hour has come, and not late in the day', () => {
    const at = (time: string): string | undefined =>
      publicEditionMoment(new Date(`2026-11-24T${time}Z`))?.toISOString();
    expect([at('02:59:59'), at('03:00:00'), at('15:00:00'), at('15:00:01')]).toEqual([
      undefined,
      '2026-11-24T03:00:00.000Z',
      '2026-11-24T03:00:00.000Z',
      undefined,
    ]);
  });
});
