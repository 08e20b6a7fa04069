import { brokeAt } from '../../../shared/domain/story/breaking.ts';
import type { Evidence } from '../../../shared/domain/evidence.ts';
import { type Outlet, type OutletKind, type Side, sideOf, sides } from '../../../shared/domain/outlet.ts';
import type { Story, StoryArticle } from '../../../shared/domain/story/story.ts';

/** Outlets that do not exist, one or more a side. */
export const outlets: Outlet[] = [
  ['ararat-post', 'Ararat Post', 'AM', 'independent', 'hy'],
  ['masis', 'Masis', 'AM', 'agency', 'en'],
  ['araz', 'Araz Xəbər', 'AZ', 'agency', 'az'],
  ['khazar-times', 'Khazar Times', 'AZ', 'state', 'en'],
  ['moskva-daily', 'Московский день', 'RU', 'state', 'ru'],
  ['mtkvari', 'მტკვარი', 'GE', 'independent', 'ka'],
  ['bosfor', 'Boğaz Haber', 'TR', 'independent', 'tr'],
  ['altyn', 'Алтын Дала', 'KZ', 'agency', 'ru'],
  ['world-desk', 'World Desk', 'GB', 'international', 'en'],
].map(([id = '', name = '', country = '', kind = '', language = '']) => ({
  id,
  name,
  country,
  kind: kind as OutletKind,
  homepage: `https://${id}.example`,
  sources: [{ id: `${id}-${language}`, url: `https://${id}.example/rss`, language }],
}));

export interface Piece {
  outlet: string;
  language: string;
  title: string;
  /** Minutes after the story's first moment. */
  after: number;
  reprintOf?: number;
  summary?: string;
  revisions?: StoryArticle['revisions'];
  evidence?: Evidence[];
  url?: string;
}

export interface Told {
  id: string;
  first: string;
  topics: string[];
  subtopics: string[];
  entities: string[];
  pieces: Piece[];
  extra?: Partial<Story>;
}

const later = (first: string, minutes: number): string =>
  new Date(Date.parse(first) + minutes * 60_000).toISOString();

/** A story with its articles, as the Stories table gives them. */
export function tell({ id, first, topics, subtopics, entities, pieces, extra }: Told): {
  story: Story;
  articles: StoryArticle[];
} {
  const articles = pieces.map((piece, at): StoryArticle => {
    const outlet = outlets.find((each) => each.id === piece.outlet);
    if (outlet === undefined) throw new Error(`no outlet ${piece.outlet}`);
    return {
      storyId: id,
      articleId: `${id}-${at}`,
      outletId: outlet.id,
      outletName: outlet.name,
      country: outlet.country,
      kind: outlet.kind,
      side: sideOf(outlet),
      language: piece.language,
      title: piece.title,
      summary: piece.summary ?? '',
      url: piece.url ?? `https://${outlet.id}.example/${id}/${at}`,
      publishedAt: later(first, piece.after),
      seenAt: later(first, piece.after),
      topics,
      subtopics,
      entities,
      ...(piece.reprintOf !== undefined && { reprintOf: `${id}-${piece.reprintOf}` }),
      revisions: piece.revisions ?? [],
      evidence: piece.evidence ?? [],
    };
  });
  const headlines = Object.fromEntries(
    articles.toReversed().map((article) => [article.language, headlineOf(article)]),
  );
  const last =
    articles
      .map((article) => article.seenAt)
      .sort()
      .at(-1) ?? first;
  const broke = brokeAt(articles);
  const story: Story = {
    id,
    ...(broke !== null && { brokeAt: broke }),
    topics,
    subtopics,
    entities,
    phase: 'developing',
    firstSeenAt: first,
    lastSeenAt: last,
    changedAt: last,
    languages: [...new Set(articles.map((article) => article.language))],
    headlines,
    sides: sides.flatMap((side) => coverage(side, articles)),
    independent: articles.filter((article) => article.reprintOf === undefined).length,
    reprints: articles.filter((article) => article.reprintOf !== undefined).length,
    silences: [],
    claims: [],
    ...extra,
  };
  return { story, articles };
}

const headlineOf = ({ articleId, outletId, title, url }: StoryArticle): Story['headlines'][string] => ({
  articleId,
  outletId,
  title,
  url,
});

function coverage(side: Side, articles: StoryArticle[]): Story['sides'] {
  const own = articles.filter((article) => article.side === side);
  const [first] = own;
  if (first === undefined) return [];
  return [
    {
      side,
      articles: own.length,
      independent: own.filter((article) => article.reprintOf === undefined).length,
      outletIds: [...new Set(own.map((article) => article.outletId))],
      firstSeenAt: first.seenAt,
      headline: headlineOf(first),
    },
  ];
}

export const evidence = (kind: Evidence['kind'], of: string, text: string): Evidence => ({
  kind,
  of,
  rule: `${of}-named`,
  score: 1.25,
  places: [{ field: 'title', start: 0, end: text.length, text }],
});

/** Three stories of three days, in all six languages and on all seven sides. */
export const told: Told[] = [
  {
    id: 'a1b2c3d4e5f60718',
    first: '2026-11-24T05:10:00.000Z',
    topics: ['armenia-azerbaijan'],
    subtopics: ['border', 'peace-treaty'],
    entities: ['nikol-pashinyan', 'armenia', 'azerbaijan'],
    pieces: [
      {
        outlet: 'masis',
        language: 'en',
        title: 'Armenia and Azerbaijan agree on next stretch of border',
        after: 0,
        summary: 'Two commissions met on Monday.',
        evidence: [
          evidence('topic', 'armenia-azerbaijan', 'Armenia and Azerbaijan'),
          evidence('entity', 'armenia', 'Armenia'),
          evidence('story', 'a1b2c3d4e5f60718', 'border'),
        ],
        revisions: [
          {
            at: '2026-11-24T05:40:00.000Z',
            title: 'Armenia and Azerbaijan discuss next stretch of border',
            summary: 'Two commissions met.',
          },
        ],
      },
      {
        outlet: 'ararat-post',
        language: 'hy',
        title: 'Հայաստանն ու Ադրբեջանը համաձայնեցրել են սահմանի հաջորդ հատվածը',
        after: 12,
        evidence: [evidence('topic', 'armenia-azerbaijan', 'Հայաստանն ու Ադրբեջանը')],
      },
      {
        outlet: 'araz',
        language: 'az',
        title: 'Azərbaycan və Ermənistan sərhədin növbəti hissəsini razılaşdırıb',
        after: 25,
      },
      {
        outlet: 'khazar-times',
        language: 'en',
        title: 'Armenia and Azerbaijan agree on next stretch of border',
        after: 40,
        reprintOf: 0,
      },
      {
        outlet: 'moskva-daily',
        language: 'ru',
        title: 'Ереван и Баку согласовали очередной участок границы',
        after: 55,
      },
      {
        outlet: 'mtkvari',
        language: 'ka',
        title: 'სომხეთმა და აზერბაიჯანმა საზღვრის მორიგი მონაკვეთი შეათანხმეს',
        after: 90,
      },
      {
        outlet: 'bosfor',
        language: 'tr',
        title: 'Ermenistan ve Azerbaycan sınırın yeni bölümünde anlaştı',
        after: 130,
      },
      {
        outlet: 'altyn',
        language: 'ru',
        title: 'Ереван и Баку согласовали очередной участок границы',
        after: 150,
        reprintOf: 4,
      },
      {
        outlet: 'world-desk',
        language: 'en',
        title: 'Caucasus rivals mark another piece of their frontier',
        after: 175,
      },
    ],
    extra: {
      claims: [
        {
          what: 'kilometres',
          claims: [
            { articleId: 'a1b2c3d4e5f60718-0', side: 'yerevan', value: 12, text: '12 km' },
            { articleId: 'a1b2c3d4e5f60718-2', side: 'baku', value: 14, text: '14 km' },
          ],
        },
      ],
    },
  },
  {
    id: 'b2c3d4e5f6071829',
    first: '2026-11-23T15:00:00.000Z',
    topics: ['csto'],
    subtopics: ['membership'],
    entities: ['csto', 'nikol-pashinyan'],
    pieces: [
      {
        outlet: 'moskva-daily',
        language: 'ru',
        title: 'В ОДКБ ждут решения Еревана об участии',
        after: 0,
        evidence: [evidence('topic', 'csto', 'ОДКБ')],
      },
      { outlet: 'ararat-post', language: 'hy', title: 'Փաշինյան․ Հայաստանը չի վերադառնա ՀԱՊԿ', after: 30 },
      { outlet: 'altyn', language: 'ru', title: 'Пашинян вновь исключил возвращение в ОДКБ', after: 200 },
    ],
    extra: {
      phase: 'breaking',
      silences: [{ coveredBy: 'yerevan', silent: 'baku', since: '2026-11-23T15:30:00.000Z' }],
    },
  },
  {
    id: 'c3d4e5f607182930',
    first: '2026-11-22T09:00:00.000Z',
    topics: ['csto'],
    subtopics: ['military'],
    entities: ['csto'],
    pieces: [
      { outlet: 'altyn', language: 'ru', title: 'Учения ОДКБ пройдут без Армении', after: 0 },
      { outlet: 'araz', language: 'az', title: 'KTMT təlimləri Ermənistansız keçiriləcək', after: 45 },
    ],
    extra: { phase: 'settled' },
  },
];
