/**
 * `npm run measure -- full-text`: what reading pages gives where feeds have titles only. Each labelled article of the sets
 * (our own; no page is fetched) stands in a page of our making, between a menu, teasers of other articles and a footer; its
 * title alone is tagged, then the page's text where `wantsPage` would have it read.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { wantsPage } from '../../functions/ingest-feed/article-page.ts';
import { mainText } from '../../functions/ingest-feed/main-text.ts';
import { defaultTagger } from '../../shared/catalogue/default-tagger.ts';
import { storedArticle } from '../fakes/stored-article.ts';

interface Labelled {
  id: string;
  language: string;
  country: string;
  title: string;
  summary: string;
  topics: string[];
}

const { positionals } = parseArgs({ allowPositionals: true });
const here = new URL('.', import.meta.url);
const files =
  positionals.length > 0
    ? positionals
    : readdirSync(here)
        .filter((name) => /^own-(articles|dense).*\.jsonl$/.test(name))
        .map((name) => new URL(name, here));
const articles = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Labelled),
);

const teaser = ({ title }: Labelled): string => `<li><a href="/n/${title.length}">${title}</a></li>`;

/** The article in the furniture of a news site: others' headlines are around it, as on every such site. */
function pageOf(article: Labelled, others: readonly Labelled[]): string {
  const paragraphs = article.summary
    .split(/(?<=[.!?։])\s+/)
    .map((sentence) => `<p>${sentence}</p>`)
    .join('\n');
  return `<!doctype html><html lang="${article.language}"><head><meta charset="utf-8"><title>${article.title}</title></head><body>
<header><nav><ul>${['/', '/politics', '/sport'].map((path) => `<li><a href="${path}">${path}</a></li>`).join('')}</ul></nav></header>
<main><article><h1>${article.title}</h1><div class="share"><a href="#">f</a><a href="#">t</a></div><div class="article-body">${paragraphs}</div></article>
<aside class="related sidebar"><ul>${others.map(teaser).join('')}</ul></aside></main>
<footer><p>© 2026</p><a href="/about">About</a></footer></body></html>`;
}

const tagger = defaultTagger();
const outlet = {
  id: 'o',
  name: 'O',
  country: 'AM',
  kind: 'independent',
  homepage: 'https://n.example/',
} as const;
const source = { id: 'o.hy', url: 'https://n.example/rss', outlet };

interface Tally {
  right: number;
  given: number;
  due: number;
}
const none = (): Tally => ({ right: 0, given: 0, due: 0 });
const byTitle = none();
const byPage = none();
const byFeed = none();
let asked = 0;
let textless = 0;
let inVain = 0;
const count = (tally: Tally, given: readonly string[], due: readonly string[]): void => {
  tally.right += given.filter((topic) => due.includes(topic)).length;
  tally.given += given.length;
  tally.due += due.length;
};

for (const [at, article] of articles.entries()) {
  const { title, language, country, summary, topics } = article;
  const alone = tagger.tag({ title, summary: '', language, country });
  count(byTitle, alone.topics, topics);
  count(byFeed, tagger.tag({ title, summary, language, country }).topics, topics);
  const stored = storedArticle({ id: article.id, title, url: 'https://n.example/1', topics: alone.topics });
  if (!wantsPage(stored, alone, source)) {
    count(byPage, alone.topics, topics);
    continue;
  }
  asked++;
  if (topics.length === 0) inVain++;
  const others = [1, 2, 3, 4, 5].map((step) => articles[(at + step * 97) % articles.length] ?? article);
  const { text } = mainText(Buffer.from(pageOf(article, others)), {
    contentType: 'text/html; charset=utf-8',
    language,
  });
  if (text.length < 120) textless++;
  count(
    byPage,
    text === '' ? alone.topics : tagger.tag({ title, summary: text, language, country }).topics,
    topics,
  );
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : (part / whole).toFixed(3));
const row = (name: string, { right, given, due }: Tally): string =>
  `${name.padEnd(28)} precision ${share(right, given)}  recall ${share(right, due)}`;
process.stdout.write(
  `${articles.length} articles of our own sets (the tagger's weights were learned on some of them)\n${row('titles alone', byTitle)}\n${row('with the pages wanted', byPage)}\n${row('with the feed’s summaries', byFeed)}\npages asked: ${asked} (${share(asked, articles.length)}), of articles that are off topic ${share(inVain, articles.filter((each) => each.topics.length === 0).length)}; pages without a text: ${textless}\n`,
);
