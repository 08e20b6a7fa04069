/** Twenty-five made-up sites as servers answer, for `wire feeds discover`: what is at each path, and what a look must find. */
export interface MadeSite {
  about: string;
  host: string;
  /** Body by path; an address means a redirect there, a number a status. Anything else is 404. */
  pages: Readonly<Record<string, string | number>>;
  /** What must be found, best first: form and address. */
  finds: readonly string[];
  language?: string;
  /** Where to start; `/` unless given. */
  from?: string;
}

const date = (day: number): string => `Sat, ${day} Nov 2026 08:00:00 GMT`;
/** Headlines of their own in each language, long enough to be headlines. */
const headlines: Readonly<Record<string, readonly string[]>> = {
  hy: [
    'Վարչապետը մեկնել է աշխատանքային այցով',
    'Սահմանին իրավիճակը հանգիստ է եղել',
    'Խորհրդարանը քննարկել է նոր օրինագիծը',
  ],
  az: [
    'Nazirlik yeni məlumat yaydı bu gün',
    'Sərhəddə vəziyyət sabit qalır',
    'Parlament qanunu müzakirə etdi',
  ],
  ru: [
    'Министры обсудили повестку саммита',
    'На границе прошла ночь без обстрелов',
    'Парламент принял поправки к закону',
  ],
  en: [
    'Ministers discussed the agenda of the summit',
    'A quiet night at the border was reported',
    'Parliament passed the amendments today',
  ],
  ka: [
    'პრემიერი სამუშაო ვიზიტით გაემგზავრა',
    'საზღვარზე ვითარება მშვიდი იყო',
    'პარლამენტმა კანონპროექტი განიხილა',
  ],
  tr: [
    'Bakanlar zirvenin gündemini görüştü',
    'Sınırda sakin bir gece yaşandı',
    'Meclis yasa tasarısını kabul etti',
  ],
};
const of = (language: string): readonly string[] => headlines[language] ?? [];

const rss = (language: string, host: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${host}</title><link>http://${host}/</link>${of(
    language,
  )
    .map(
      (title, at) =>
        `<item><title>${title}</title><link>http://${host}/a/${at}</link><pubDate>${date(28 - at)}</pubDate></item>`,
    )
    .join('')}</channel></rss>`;
const atom = (language: string, host: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>${host}</title>${of(language)
    .map(
      (title, at) =>
        `<entry><title>${title}</title><id>u:${at}</id><link href="http://${host}/a/${at}"/><updated>2026-11-2${8 - at}T08:00:00Z</updated></entry>`,
    )
    .join('')}</feed>`;
const jsonFeed = (language: string, host: string): string =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: host,
    items: of(language).map((title, at) => ({
      id: String(at),
      url: `http://${host}/a/${at}`,
      title,
      date_published: `2026-11-2${8 - at}T08:00:00Z`,
    })),
  });
const sitemap = (language: string, host: string): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${of(
    language,
  )
    .map(
      (title, at) =>
        `<url><loc>http://${host}/a/${at}</loc><news:news><news:publication_date>2026-11-2${8 - at}T08:00:00Z</news:publication_date><news:title>${title}</news:title></news:news></url>`,
    )
    .join('')}</urlset>`;
const list = (language: string, written = (at: number) => `2${8 - at}.11.2026`): string =>
  `<ul class="list">${of(language)
    .map(
      (title, at) =>
        `<li class="row"><a href="/a/${at}">${title}</a><span class="when">${written(at)}</span></li>`,
    )
    .join('')}</ul>`;
const html = (head: string, body: string): string =>
  `<!doctype html><html><head><title>Site</title>${head}</head><body><nav><a href="/about">About</a></nav>${body}</body></html>`;
const alternate = (href: string, type = 'application/rss+xml', title = 'RSS'): string =>
  `<link rel="alternate" type="${type}" title="${title}" href="${href}">`;
const welcome = '<p>Welcome to our site.</p>';
const channel = (posts: readonly string[]): string =>
  `<!doctype html><html><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span>Channel</span></div></div><section class="tgme_channel_history">${posts
    .map(
      (text, at) =>
        `<div class="tgme_widget_message_wrap"><div class="tgme_widget_message" data-post="name/${at + 1}"><div class="tgme_widget_message_text">${text}.</div><a class="tgme_widget_message_date" href="https://t.me/name/${at + 1}"><time datetime="2026-11-2${8 - at}T08:00:00+00:00">08:00</time></a></div></div>`,
    )
    .join('')}</section></body></html>`;

export const madeSites: readonly MadeSite[] = [
  {
    about: 'a feed that the page names',
    host: 'one.example',
    pages: { '/': html(alternate('/rss'), welcome), '/rss': rss('hy', 'one.example') },
    finds: ['feed http://one.example/rss'],
    language: 'hy',
  },
  {
    about: 'a named feed at another host, by a relative address of another scheme',
    host: 'two.example',
    pages: { '/': html(alternate('//feeds.two.example/main'), welcome), '/main': rss('az', 'two.example') },
    finds: ['feed http://feeds.two.example/main'],
    language: 'az',
  },
  {
    about: 'comments are no news',
    host: 'three.example',
    pages: {
      '/': html(alternate('/comments/feed/') + alternate('/feed/'), welcome),
      '/feed/': rss('ru', 'three.example'),
      '/comments/feed/': rss('ru', 'three.example'),
    },
    finds: ['feed http://three.example/feed/'],
    language: 'ru',
  },
  {
    about: 'Atom',
    host: 'four.example',
    pages: {
      '/': html(alternate('/atom', 'application/atom+xml'), welcome),
      '/atom': atom('en', 'four.example'),
    },
    finds: ['feed http://four.example/atom'],
    language: 'en',
  },
  {
    about: 'JSON Feed',
    host: 'five.example',
    pages: {
      '/': html(alternate('/feed.json', 'application/feed+json'), welcome),
      '/feed.json': jsonFeed('ka', 'five.example'),
    },
    finds: ['feed http://five.example/feed.json'],
    language: 'ka',
  },
  {
    about: 'a feed at a common path that no page names',
    host: 'six.example',
    pages: { '/': html('', welcome), '/feed/': rss('tr', 'six.example') },
    finds: ['feed http://six.example/feed/'],
    language: 'tr',
  },
  {
    about: 'a common path that redirects',
    host: 'seven.example',
    pages: { '/': html('', welcome), '/feed/': '/feeds/all', '/feeds/all': rss('hy', 'seven.example') },
    finds: ['feed http://seven.example/feeds/all'],
  },
  {
    about: 'the second common path, the first being a page',
    host: 'eight.example',
    pages: { '/': html('', welcome), '/feed/': html('', 'Not here'), '/rss': rss('az', 'eight.example') },
    finds: ['feed http://eight.example/rss'],
  },
  {
    about: 'the address given is a feed itself',
    host: 'nine.example',
    from: '/export/rss.xml',
    pages: { '/export/rss.xml': rss('ru', 'nine.example') },
    finds: ['feed http://nine.example/export/rss.xml'],
  },
  {
    about: 'a news sitemap that robots.txt names',
    host: 'ten.example',
    pages: {
      '/robots.txt': 'User-agent: *\nAllow: /\nSitemap: http://ten.example/sitemap-news.xml\n',
      '/': html('', welcome),
      '/sitemap-news.xml': sitemap('en', 'ten.example'),
    },
    finds: ['sitemap http://ten.example/sitemap-news.xml'],
    language: 'en',
  },
  {
    about: 'an index of sitemaps, read at its newest part',
    host: 'eleven.example',
    pages: {
      '/robots.txt': 'Sitemap: http://eleven.example/news-index.xml',
      '/': html('', welcome),
      '/news-index.xml':
        '<sitemapindex><sitemap><loc>http://eleven.example/news-2026-11.xml</loc></sitemap><sitemap><loc>http://eleven.example/news-2026-10.xml</loc></sitemap></sitemapindex>',
      '/news-2026-11.xml': sitemap('ka', 'eleven.example'),
    },
    finds: ['sitemap http://eleven.example/news-index.xml'],
  },
  {
    about: 'a front page that is a list with days',
    host: 'twelve.example',
    pages: { '/': html('', list('hy')) },
    finds: ['page http://twelve.example/'],
    language: 'hy',
  },
  {
    about: 'a list of news behind a menu entry',
    host: 'thirteen.example',
    pages: {
      '/': html('', `${welcome}<p><a href="/az/lent">Xəbərlər</a></p>`),
      '/az/lent': html('', list('az')),
    },
    finds: ['page http://thirteen.example/az/lent'],
    language: 'az',
  },
  {
    about: 'a list of news known by its path',
    host: 'fourteen.example',
    pages: {
      '/': html('', `${welcome}<p><a href="/en/press-release/">More</a></p>`),
      '/en/press-release/': html('', list('en')),
    },
    finds: ['page http://fourteen.example/en/press-release/'],
  },
  {
    about: 'a list whose days are in words',
    host: 'fifteen.example',
    pages: {
      '/': html(
        '',
        list('ru', (at) => `${28 - at} ноября 2026`),
      ),
    },
    finds: ['page http://fifteen.example/'],
  },
  {
    about: 'a channel by its own address',
    host: 't.me',
    from: '/name',
    pages: { '/s/name': channel(of('ru')) },
    finds: ['telegram https://t.me/s/name'],
    language: 'ru',
  },
  {
    about: 'a feed, with the channel of the site as its alternate',
    host: 'seventeen.example',
    pages: {
      '/': html(alternate('/rss'), `${welcome}<a href="https://t.me/name">Telegram</a>`),
      '/rss': rss('hy', 'seventeen.example'),
      '/s/name': channel(of('hy')),
    },
    finds: ['feed http://seventeen.example/rss', 'telegram https://t.me/s/name'],
  },
  {
    about: 'two feeds of two languages',
    host: 'eighteen.example',
    pages: {
      '/': html(alternate('/hy.rss') + alternate('/en.rss') + alternate('/ru.rss'), welcome),
      '/hy.rss': rss('hy', 'eighteen.example'),
      '/en.rss': rss('en', 'eighteen.example'),
    },
    finds: ['feed http://eighteen.example/hy.rss', 'feed http://eighteen.example/en.rss'],
  },
  {
    about: 'a page that sends on at once',
    host: 'nineteen.example',
    pages: {
      '/': '<!doctype html><html><head><meta http-equiv="refresh" content="0; url=/en/"></head><body></body></html>',
      '/en/': html(alternate('/en/rss'), welcome),
      '/en/rss': rss('en', 'nineteen.example'),
    },
    finds: ['feed http://nineteen.example/en/rss'],
  },
  {
    about: 'a feed that robots.txt forbids is not asked',
    host: 'twenty.example',
    pages: {
      '/robots.txt': 'User-agent: *\nDisallow: */feed',
      '/': html(alternate('/feed/'), list('tr')),
      '/feed/': rss('tr', 'twenty.example'),
    },
    finds: ['page http://twenty.example/'],
  },
  {
    about: 'a named feed that is gone, and a list beside it',
    host: 'twentyone.example',
    pages: { '/': html(alternate('/old.rss'), list('ka')), '/old.rss': 404 },
    finds: ['page http://twentyone.example/'],
  },
  {
    about: 'a robot check instead of the site',
    host: 'twentytwo.example',
    pages: {
      '/': '<!doctype html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>',
    },
    finds: [],
  },
  { about: 'a site that refuses us', host: 'twentythree.example', pages: { '/': 403 }, finds: [] },
  {
    about: 'a page filled by script',
    host: 'twentyfour.example',
    pages: { '/': html('', '<div id="app"></div><script>start()</script>') },
    finds: [],
  },
  {
    about: 'a feed without items is no find',
    host: 'twentyfive.example',
    pages: {
      '/': html(alternate('/rss'), welcome),
      '/rss': '<rss version="2.0"><channel><title>t</title></channel></rss>',
    },
    finds: [],
  },
];
