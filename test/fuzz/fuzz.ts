import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cleanUrl } from '../../shared/domain/article/canonical-url.ts';
import { identify } from '../../shared/domain/article/identity.ts';
import type { FeedSource } from '../../shared/domain/feed/document.ts';
import { parseFeed } from '../../shared/domain/feed/parse.ts';
import { faultsOf } from './faults.ts';
import { seeded } from '../fakes/seeded.ts';
import { type Material, mutated } from './mutate.ts';
import { listSeeds, seeds, tokens } from './seeds.ts';

const usage = `npm run measure -- fuzz: parses mutated documents, every second one a sitemap, list page or channel page; none may crash, hang, or give what no stage may see (faults.ts).
  --count N        documents, 100000
  --seed N         repeats a run, 1
  --corpus FOLDER  adds its small files to the seeds
`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    corpus: { type: 'string', default: '../shared/data/conformance' },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const count = Number(values.count);
const seed = Number(values.seed);
const maxSeedFile = 20_000;
/** Parses take a millisecond; this is a hang even on a busy machine. */
const hangMs = 3_000;

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (
      /\.(xml|rss|atom|json)$/.test(entry.name) &&
      !entry.name.endsWith('.serde.json') &&
      statSync(path).size <= maxSeedFile
    )
      yield path;
  }
}

function material(): Material {
  const encoder = new TextEncoder();
  // test sets keep their answers as JSON beside the documents
  const files = existsSync(values.corpus)
    ? [...filesBelow(values.corpus)]
        .sort()
        .map((file) => ({ file, body: readFileSync(file) }))
        .filter(({ file, body }) => !file.endsWith('.json') || body.includes('jsonfeed.org'))
        .map(({ body }) => body)
    : [];
  return {
    documents: [...seeds.map((text) => encoder.encode(text)), ...files],
    tokens: tokens.map((text) => encoder.encode(text)),
  };
}

const random = seeded(seed);
const corpus = material();
const kinds = ['sitemap', 'page', 'telegram'] as const;
const lists = kinds.map((kind) => ({
  kind,
  corpus: { ...corpus, documents: listSeeds[kind].map((text) => new TextEncoder().encode(text)) },
}));

/** A mutated document and how it is read. */
function nextCase(at: number): { body: Uint8Array; source: FeedSource } {
  const url = 'https://fuzz.example/feed';
  const list = at % 2 === 1 ? lists[Math.floor(at / 2) % lists.length] : undefined;
  if (list === undefined) return { body: mutated(corpus, random), source: { url } };
  const how = { url, zone: 'Asia/Baku', at: '2026-11-24T12:00:00.000Z' };
  return { body: mutated(list.corpus, random), source: { ...how, kind: list.kind } };
}
const tally = { feeds: 0, others: 0, articles: 0, crashes: 0, hangs: 0, faults: 0, slowestMs: 0, heapMb: 0 };

function report(kind: string, at: number, body: Uint8Array, detail: string): void {
  const file = join(tmpdir(), `fuzz-${kind}-${seed}-${at}.bin`);
  writeFileSync(file, body);
  console.log(`${kind} at document ${at}: ${detail} (kept as ${file})`);
}

async function tryOne(at: number): Promise<void> {
  const { body, source } = nextCase(at);
  const start = performance.now();
  try {
    const parsed = await parseFeed(body, source);
    const fault = faultsOf(parsed)[0];
    if (fault !== undefined) {
      tally.faults++;
      report('fault', at, body, fault);
    }
    if (parsed.kind === 'feed') {
      tally.feeds++;
      tally.articles += parsed.articles.length;
      // what ingest-feed does next is on no thread that may die
      identify(parsed.articles, { outletId: 'fuzz', homepage: parsed.feed.link });
      for (const { url } of parsed.articles) if (url !== null) cleanUrl(url);
    } else tally.others++;
  } catch (error) {
    tally.crashes++;
    report('crash', at, body, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const taken = performance.now() - start;
  tally.slowestMs = Math.max(tally.slowestMs, taken);
  if (taken > hangMs) {
    tally.hangs++;
    report('hang', at, body, `${Math.round(taken)} ms`);
  }
}

// A document's name that gets as far as an assignment to the prototype is then a crash. Not frozen: an own attribute
// «constructor» of another object is no pollution, and an assignment to it would throw.
Object.seal(Object.prototype);
console.log(`seed ${seed}, ${count} documents from ${corpus.documents.length} seeds`);
for (let at = 0; at < count; at++) {
  await tryOne(at);
  if (at % 1_000 === 0)
    tally.heapMb = Math.max(tally.heapMb, Math.round(process.memoryUsage().heapUsed / 2 ** 20));
  if (at > 0 && at % 50_000 === 0) console.log(`${at}: ${JSON.stringify(tally)}`);
}
console.log(
  `done: ${count} documents, ${tally.feeds} read as feeds with ${tally.articles} articles, ${tally.others} refused; ${tally.crashes} crashes, ${tally.hangs} hangs, ${tally.faults} faults; slowest ${Math.round(tally.slowestMs)} ms, heap ${tally.heapMb} MB`,
);
process.exitCode = tally.crashes + tally.hangs + tally.faults > 0 ? 1 : 0;
