import RssParser from 'rss-parser';
import { parseFeed } from '../../shared/domain/feed/parse.ts';
import { bar } from './bars.ts';
import { hostileFeeds } from '../fuzz/hostile-feeds.ts';

const encoder = new TextEncoder();
const paragraph =
  '<p>Նախարարությունը հայտարարեց, որ <b>բանակցությունները</b> <a href="/x/y">շարունակվում են</a> — «մոտ օրերս» &amp;amp; հետո։</p>\n';

/** A full-text feed of n items, about 4 KB each. */
function fullText(items: number): string {
  const item = (at: number): string =>
    `<item><title>Վերնագիր ${at}</title><link>https://news.example/${at}</link><guid>${at}</guid><pubDate>Tue, 24 Nov 2026 08:00:00 +0400</pubDate><category>a</category><description>${'Համառոտ նկարագրություն '.repeat(8)}</description><content:encoded><![CDATA[${paragraph.repeat(20)}]]></content:encoded></item>`;
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title>${Array.from({ length: items }, (_, at) => item(at)).join('')}</channel></rss>`;
}

/** Least CPU of this process per call, in ms: other work on the machine only adds to it. */
async function cpuOf(work: () => Promise<unknown>, calls: number): Promise<number> {
  const taken: number[] = [];
  for (let at = 0; at < calls; at++) {
    const start = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(start);
    taken.push((user + system) / 1_000);
  }
  return Math.min(...taken);
}

const row = (cells: (string | number)[]): void =>
  console.log(
    cells
      .map((cell, at) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padEnd(at === 0 ? 44 : 16))
      .join(''),
  );

async function againstRssParser(): Promise<void> {
  let worst = 0;
  row(['full-text feed, CPU ms', 'rss-parser', 'as ingested', 'ratio', 'with safe HTML', 'ratio']);
  for (const items of [30, 100, 500]) {
    const xml = fullText(items);
    const body = encoder.encode(xml);
    const parser = new RssParser();
    const calls = items > 100 ? 7 : 25;
    const base = await cpuOf(() => parser.parseString(xml), calls);
    const ingested = await cpuOf(() => parseFeed(body, { content: false }), calls);
    const whole = await cpuOf(() => parseFeed(body), calls);
    row([
      `${items} items, ${Math.round(body.length / 1024)} KB`,
      base,
      ingested,
      ingested / base,
      whole,
      whole / base,
    ]);
    worst = Math.max(worst, ingested / base);
  }
  console.log(
    `as ingested, at most ${worst.toFixed(1)} times rss-parser ${bar('a feed is read in three times the time of rss-parser', worst <= 3)}`,
  );
}

/** By which limit a body was cut or refused; '' where it was read whole. */
async function limitMet(body: Uint8Array): Promise<string> {
  const parsed = await parseFeed(body, { content: false });
  if (parsed.kind === 'not-feed') return 'refused';
  return parsed.problems
    .filter(({ code }) => /^(?:too-|truncated)/.test(code))
    .map(({ code }) => code)
    .join(', ');
}

/** Above so much a body of 2 MB must be cut. */
const mostMs = 100;

async function hostile(): Promise<void> {
  row(['hostile body, CPU ms as ingested', '0.5 MB', '1 MB', '2 MB', '2 MB / 1 MB', 'cut at 2 MB']);
  const rows: { name: string; half: number; one: number; two: number; cut: string }[] = [];
  for (const [name, make] of Object.entries(hostileFeeds)) {
    const at = async (size: number): Promise<number> => {
      const body = encoder.encode(make(size));
      return cpuOf(() => parseFeed(body, { content: false }), 5);
    };
    rows.push({
      name,
      half: await at(500_000),
      one: await at(1_000_000),
      two: await at(2_000_000),
      cut: await limitMet(encoder.encode(make(2_000_000))),
    });
  }
  for (const { name, half, one, two, cut } of rows.sort((a, b) => b.two - a.two))
    row([name, half, one, two, one < 5 ? '-' : two / one, cut]);
  const named = (found: typeof rows): string =>
    found.length === 0 ? 'none' : found.map(({ name }) => name).join(', ');
  const steep = rows.filter(({ one, two }) => one >= 20 && two / one > 2.5);
  console.log(
    `slower than 2.5 times at twice the size: ${named(steep)} ${bar('no body is slower than 2.5 times at twice the size', steep.length === 0)}`,
  );
  const slow = rows.filter(({ two, cut }) => two > mostMs && cut === '');
  console.log(`2 MB above ${mostMs} ms and not cut: ${named(slow)}`);
}

/** Baseline: plain rss-parser 3.13 on decoded text. */
export async function run(): Promise<void> {
  await againstRssParser();
  await hostile();
}
