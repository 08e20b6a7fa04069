/** The same for what is no feed, by the reader that reads it. */
export const listSeeds: Readonly<Record<'sitemap' | 'page' | 'telegram', readonly string[]>> = {
  sitemap: [
    `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://news.example/a/1</loc><lastmod>2026-11-24T08:00:00+04:00</lastmod><image:image><image:loc>https://news.example/1.jpg</image:loc></image:image><news:news><news:publication><news:name>Լուրեր</news:name><news:language>hy</news:language></news:publication><news:publication_date>2026-11-24T08:00:00+04:00</news:publication_date><news:title>Կամուրջը բացվեց &amp; ծառայում է</news:title><news:keywords>կամուրջ, գյուղ</news:keywords></news:news></url><url><loc>https://news.example/the-bridge-over-the-river-opened</loc><lastmod>2026-11-23</lastmod></url></urlset>`,
    `<sitemapindex><sitemap><loc>https://news.example/news-2026-11.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>`,
  ],
  page: [
    `<!doctype html><html lang="ru"><head><title>Новости</title><base href="https://news.example/ru/"></head><body><nav><a href="/about">О нас</a></nav><ul class="news-list"><li class="row"><h3><a href="n/1">Мост открыли раньше срока</a></h3><span class="date">вчера, 10:20</span><p>Строили его два года, и строители довольны работой.</p></li><li class="row"><h3><a href="n/2">В селе открыли новую школу</a></h3><span class="date">2 часа назад</span><img data-src="2.jpg"></li><li class="row"><h3><a href="n/3">Снег закрыл перевал до утра</a></h3><span class="date">24 ноября</span></li></ul></body></html>`,
    `<html><body><div class="c"><article><a href="/az/1"><b>Dağ yolunu qar bağlayıb bu gün</b></a><time datetime="2026-11-24T10:00:00+04:00">5 dəqiqə əvvəl</time></article><article><a href="/az/2"><b>Körpü vaxtından əvvəl açıldı</b></a><time data-timestamp="1795500000">x</time></article><article><a href="/az/3"><b>Kənddə yeni məktəb açılıb</b></a><time>24.11.2026</time></article></div></body></html>`,
  ],
  telegram: [
    `<!DOCTYPE html><html><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span>Valley Post</span></div></div><section class="tgme_channel_history"><div class="tgme_widget_message" data-post="valleypost/101"><div class="tgme_widget_message_forwarded_from"><a class="tgme_widget_message_forwarded_from_name" href="https://t.me/hillradio/9"><span>Hill Radio</span></a></div><a class="tgme_widget_message_photo_wrap" style="background-image:url('https://cdn.example/1.jpg')"></a><div class="tgme_widget_message_text"><b>Гора открыта.</b><br/>Снег убрали. <a href="?q=%23снег">#снег</a></div><a class="tgme_widget_message_date" href="https://t.me/valleypost/101"><time datetime="2026-11-24T05:10:00+00:00">05:10</time></a></div><div class="tgme_widget_message service_message" data-post="valleypost/102"><div class="tgme_widget_message_text">pinned</div></div></section></body></html>`,
  ],
};

/** Small whole documents of every dialect, written for this test: what the fuzzer mutates. */
export const seeds: readonly string[] = [
  `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Լուրեր</title><link>https://news.example/</link><description>Օրվա լուրերը</description><language>hy</language><ttl>30</ttl>
<skipHours><hour>2</hour></skipHours><atom:link rel="self" href="https://news.example/rss"/>
<item><title>Սահմանին հանգիստ է</title><link>https://news.example/a?utm_source=rss&amp;id=1</link><guid isPermaLink="false">1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0400</pubDate>
<description><![CDATA[<p>Պաշտպանության <b>նախարարություն</b></p>]]></description><content:encoded><![CDATA[<p>Ամբողջ <a href="/x">տեքստը</a><img src="i.jpg"></p>]]></content:encoded>
<dc:creator>Ա. Բ.</dc:creator><category>քաղաքական</category><media:content url="https://news.example/i.jpg" medium="image"/><enclosure url="https://news.example/a.mp3" type="audio/mpeg" length="10"/></item>
<item><title>Second &amp; last</title><link>https://news.example/b</link><pubDate>24 ноя 2026 09:00</pubDate></item></channel></rss>`,
  `<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://ru.example/"><title>Новости</title><link>https://ru.example/</link><description>Лента</description></channel>
<item rdf:about="https://ru.example/1"><title>Саммит ОДКБ прошёл в Бишкеке</title><link>https://ru.example/1</link><description>Подробности &lt;b&gt;позже&lt;/b&gt;</description><dc:date>2026-11-24T08:00:00+03:00</dc:date></item></rdf:RDF>`,
  `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ka" xml:base="https://ge.example/"><title type="html">&lt;b&gt;ამბები&lt;/b&gt;</title><link href="/"/><link rel="self" href="feed"/><updated>2026-11-24T08:00:00Z</updated>
<entry><title>სათაური</title><id>tag:ge.example,2026:1</id><link href="a"/><updated>2026-11-24T08:00:00Z</updated><published>2026-11-24T07:00:00Z</published><author><name>ავტორი</name></author>
<summary type="text">მოკლედ</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>სრული <em>ტექსტი</em></p></div></content><category term="c" label="C"/></entry></feed>`,
  `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><tagline>t</tagline><entry><title mode="escaped" type="text/html">A &amp;amp; B</title><link rel="alternate" href="https://old.example/1"/><issued>2004-01-01T00:00:00Z</issued><content mode="base64" type="text/html">PGI+aGk8L2I+</content></entry></feed>`,
  `<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Xəbərlər</title><link>https://az.example</link><description>d</description><item><title>Bakıda görüş</title><link>https://az.example/1</link></item></channel></rss>`,
  `{"version":"https://jsonfeed.org/version/1.1","title":"JSON","home_page_url":"https://j.example/","items":[{"id":"1","url":"https://j.example/1","title":"Haber","content_html":"<p>Ankara</p>","date_published":"2026-11-24T08:00:00Z","authors":[{"name":"N"}],"tags":["t"]},{"id":2,"content_text":"x"}]}`,
  `<CHANNEL HREF="https://cdf.example/"><TITLE>C</TITLE><ITEM HREF="https://cdf.example/1" LASTMOD="2003-12-31"><TITLE>I</TITLE><ABSTRACT>A</ABSTRACT></ITEM></CHANNEL>`,
  `<!doctype html><html><head><title>Just a moment...</title></head><body><p>Checking</p></body></html>`,
];

/** What gets inserted: the places where parsers have broken before. */
export const tokens: readonly string[] = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '<!',
  '<?',
  '<!--',
  '-->',
  '?constructor=1&amp;',
  ' 2 constructor ago ',
  '<![CDATA[',
  ']]>',
  '</',
  '/>',
  '&#',
  '&#0;',
  '&#x110000;',
  '&#55296;',
  '&amp;',
  '&lt;b&gt;',
  '&nbsp;',
  '&bogus;',
  '<item>',
  '</item>',
  '<entry>',
  '</channel>',
  '<rss>',
  '<x:y>',
  '\0',
  '\u0008',
  '\uFFFE',
  '\uD800',
  '\uFEFF',
  '\u202E',
  '\u0301',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  ' xmlns="x"',
  ' xmlns:dc="y"',
  ' xml:base="http://["',
  ' type="base64"',
  '<script>',
  '</script>',
  '<p',
  'javascript:',
  'http://[::1',
  '__proto__',
  'constructor',
  '9'.repeat(40),
  '-',
  '{',
  '}',
  '[',
  ']',
  '\\u',
  'encoding="utf-16"',
  'encoding="koi8-r"',
  '<br>',
  '\r\n',
];
