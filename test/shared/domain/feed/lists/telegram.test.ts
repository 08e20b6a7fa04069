import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { firstSentence } from '../../../../../shared/domain/feed/lists/telegram.ts';
import { parseFeed } from '../../../../../shared/domain/feed/parse.ts';

const preview = readFileSync(new URL('../../../../fixtures/lists/channel.html', import.meta.url), 'utf8');
const read = (html: string) =>
  parseFeed(new TextEncoder().encode(html), { kind: 'telegram', url: 'https://t.me/s/valleypost' });

it('reads posts as articles: text, date, link, source, picture; no service messages, no picture without a word', async () => {
  const channel = await read(preview);
  if (channel.kind !== 'feed') throw new Error(channel.reason);
  expect(
    channel.articles.map(({ url, title, summary, published, authors, image, categories }) => ({
      url,
      title,
      summary,
      published,
      authors,
      image,
      categories,
    })),
  ).toEqual([
    {
      url: 'https://t.me/valleypost/101',
      title: 'В с. Верхнем открыли школу им. Г. Абовяна.',
      summary: 'Она на 300 мест. Строили её два года. #школа',
      published: '2026-11-24T05:10:00.000Z',
      authors: [],
      image: 'https://cdn.example/orchard.jpg',
      categories: ['школа'],
    },
    {
      url: 'https://t.me/valleypost/103',
      title: 'Գյուղի նոր կամուրջը բացվեց այսօր։',
      summary: 'Այն կառուցել են տեղացիները։',
      published: '2026-11-24T06:00:00.000Z',
      authors: ['Hill Radio'],
      image: null,
      categories: [],
    },
    {
      url: 'https://t.me/valleypost/105',
      title: 'Dağ yolunu qar bağlayıb!',
      summary: 'Sürücülərə gözləmək tövsiyə olunur.',
      published: '2026-11-24T07:00:00.000Z',
      authors: [],
      image: 'https://cdn.example/snow.jpg',
      categories: [],
    },
  ]);
  expect(channel.feed.title).toBe('Valley Post');
});

it('a stub without messages is a failure, an empty channel is not', async () => {
  const stub =
    '<html><head><title>Telegram</title></head><body><a href="tg://resolve">Open</a></body></html>';
  expect(await read(stub)).toMatchObject({ kind: 'not-feed', looksLike: 'html' });
  expect(await read(preview.replace(/<section[\s\S]*<\/section>/, ''))).toMatchObject({
    kind: 'feed',
    articles: [],
  });
});

it.each([
  ['🇦🇲 Snow closed the pass in the north today. More follows.', 'Snow closed the pass in the north today.'],
  [
    'Срочно! Перевал закрыт до утра из-за снегопада. Подробнее позже.',
    'Срочно! Перевал закрыт до утра из-за снегопада.',
  ],
  ['Bakıda yağış yağır və külək əsir\nDavamı var.', 'Bakıda yağış yağır və külək əsir'],
  ['თბილისში ახალი თეატრი გაიხსნა დღეს. დეტალები მოგვიანებით.', 'თბილისში ახალი თეატრი გაიხსნა დღეს.'],
  ['Köprü bu sabah trafiğe açıldı. Ayrıntılar gelecek.', 'Köprü bu sabah trafiğe açıldı.'],
  ['5 новых школ открыли осенью в долине. Ещё две строят.', '5 новых школ открыли осенью в долине.'],
])('the title of «%s» is its first sentence', (post, title) => {
  expect(firstSentence(post).title).toBe(title);
  expect(post.replace('🇦🇲 ', '').startsWith(title)).toBe(true);
});
