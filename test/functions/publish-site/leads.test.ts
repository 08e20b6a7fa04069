import { beforeAll, expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { tell, told } from './fixture-stories.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';

const [first] = told;
if (first === undefined) throw new Error('no story');
const said = 'Surveyors of both commissions walked twelve kilometres of the river & wrote a protocol.';
const withheld = 'The monitors saw four lorries at the bridge in the morning.';
const telling = {
  ...first,
  pieces: [
    { outlet: 'masis', language: 'en', title: 'Border work goes on', after: 0, summary: said },
    { outlet: 'araz', language: 'az', title: 'Sərhəd', after: 5, summary: 'Sərhəd.' },
    { outlet: 'mtkvari', language: 'ka', title: 'Lorries at the border', after: 9, summary: withheld },
  ],
};
const { story, articles } = tell(telling);
const memory = memorySite([telling]);
const wire = { ...site(), titleOnly: new Set(['mtkvari']) };
const page = (path: string): string => textOf(memory.files, path);

beforeAll(async () => {
  await publishSite(memory.ports, wire, now);
});

it.each(['index.html', `stories/${story.id}.html`, 'topics/armenia-azerbaijan.html', 'feeds/all.atom'])(
  'the lead stands on %s',
  (path) => {
    expect(page(path).replaceAll('&amp;amp;', '&').replaceAll('&amp;', '&')).toContain(said);
  },
);

it('programs read it in the API and in the feeds, with outlet, time and link', () => {
  const lead = { outletId: 'masis', language: 'en', text: said, at: first.first, side: 'yerevan' };
  const latest = JSON.parse(page('api/v1/latest.json')) as { stories: { leads: unknown[] }[] };
  expect(latest.stories[0]?.leads).toEqual([{ ...lead, url: articles[0]?.url }]);
  const one = JSON.parse(page(`api/v1/stories/${story.id}.json`)) as { leads: unknown[] };
  expect(one.leads).toEqual([{ ...lead, url: articles[0]?.url, articleId: articles[0]?.articleId }]);
  const feed = JSON.parse(page('feeds/all.json')) as { items: { summary: string; content_html: string }[] };
  expect(feed.items[0]?.summary).toBe(said);
  for (const article of articles) expect(feed.items[0]?.content_html).toContain(`href="${article.url}"`);
});

it('search has a lead whole, so that a hit in it can be shown', () => {
  const shards = [...memory.files.keys()].filter((path) => /^search\/d\d+/.test(path));
  const rows = shards.flatMap((path) => JSON.parse(page(path)) as { l?: unknown[] }[]);
  expect(rows.flatMap(({ l = [] }) => l)).toContainEqual(['en', expect.any(String), said]);
});

it('what an outlet withholds is in no file', () => {
  const holding = [...memory.files.keys()].filter((path) => page(path).includes('lorries at the bridge'));
  expect(holding).toEqual([]);
});

it('a day has its articles as rows, with the address of each original', () => {
  const csv = page('exports/days/2026-11-24.articles.csv').trimEnd().split('\r\n');
  expect(csv[0]).toBe(
    'story_id,article_id,url,outlet,side,published_at,language,title,translation,reprint_of',
  );
  expect(csv.slice(1).map((row) => row.split(',')[2])).toEqual(articles.map(({ url }) => url));
});

it('the page of a body of states tells what happened with its membership, and whom it concerns', async () => {
  const frozen = {
    ...telling,
    topics: ['csto'],
    subtopics: ['membership'],
    entities: ['csto', 'armenia'],
    pieces: [{ outlet: 'masis', language: 'en', title: 'Armenia leaves dues unpaid', after: 0 }],
  };
  const other = memorySite([frozen]);
  await publishSite(other.ports, site(), now);
  const topic = textOf(other.files, 'topics/csto.html');
  expect(topic).toMatch(
    /id="membership".*Membership: what happened[\s\S]*24 November 2026[\s\S]*Armenia leaves dues unpaid[\s\S]*Armenia<\/span><\/li>/,
  );
  expect(textOf(other.files, 'topics/csto.membership.html')).not.toContain('id="membership"');
});
