import Parser from 'rss-parser';
import { afterEach, expect, it, vi } from 'vitest';
import { ItemMemo } from '../../../../shared/domain/feed/item-memo.ts';
import { parseFeed } from '../../../../shared/domain/feed/parse.ts';
import { seeded } from '../../../fakes/seeded.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const url = 'https://n.example/rss';

const item = (id: number, title = `Title ${id}`): string =>
  `<item><title>${title}</title><link>/news/${id}</link><guid>${id}</guid><pubDate>Tue, 24 Nov 2026 05:00:00 GMT</pubDate><description>&lt;p&gt;Text ${id}&lt;img src="/${id}.jpg"&gt;</description></item>`;
const rss = (head: string, items: readonly string[]): string =>
  `<rss version="2.0"><channel><title>T</title>${head}${items.join('')}</channel></rss>`;

afterEach(() => vi.restoreAllMocks());

it('gives rss-parser only the items whose text is new', async () => {
  const memo = new ItemMemo();
  const parse = vi.spyOn(Parser.prototype, 'parseString');
  await parseFeed(bytes(rss('', [item(1), item(2), item(3)])), { url }, memo);
  const later = bytes(
    rss('<lastBuildDate>Tue, 24 Nov 2026 06:00:00 GMT</lastBuildDate>', [
      item(4),
      item(1),
      item(2, 'Corrected'),
    ]),
  );
  const parsed = await parseFeed(later, { url }, memo);
  expect(parse.mock.calls[1]?.[0].match(/<item>/g)).toHaveLength(2);
  expect(parsed).toEqual(await parseFeed(later, { url }));
});

/** A feed that changes from visit to visit in all that may matter to its items. */
function visits(
  random: () => number,
): { body: Uint8Array; source: { url: string; content: boolean; zone?: string } }[] {
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  let next = 0;
  let items: string[] = [];
  return Array.from({ length: 12 }, () => {
    const fresh = Array.from({ length: Math.floor(random() * 4) }, () =>
      pick([
        item(next++),
        item(next++, 'Баку &amp; Ереван: <b>переговоры</b>'),
        `<item><title>No link ${next++}</title><pubDate>24/11/2026 05:${10 + (next % 50)}</pubDate></item>`,
        `<item xml:base="https://other.example/"><title>Հանդիպում ${next++}</title><link>a/${next}</link><pubDate>soon</pubDate></item>`,
        `<item><title>${item.name}</title><guid isPermaLink="true">https://n.example/g/${next++}</guid><category>a</category><category>b</category></item>`,
        '<item/>',
      ]),
    );
    items = [...fresh, ...items].slice(0, 9).filter(() => random() > 0.05);
    const head = pick([
      '',
      '<language>ru</language>',
      '<language>hy</language>',
      '<link>https://n.example/</link>',
      '<ttl>30</ttl>',
    ]);
    return {
      body: bytes(rss(head, random() < 0.2 ? [...items, ...items.slice(0, 2)] : items)),
      source: {
        url: pick([url, 'https://moved.example/rss']),
        content: random() < 0.5,
        ...(random() < 0.5 && { zone: 'Asia/Baku' }),
      },
    };
  });
}

it('reads any run of visits as it would without a memory', async () => {
  const memo = new ItemMemo();
  for (let seed = 1; seed <= 40; seed++)
    for (const { body, source } of visits(seeded(seed)))
      expect(await parseFeed(body, source, memo), `seed ${seed}`).toEqual(await parseFeed(body, source));
});
