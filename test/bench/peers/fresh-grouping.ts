import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { storyGrouper } from '../../../functions/group-stories/group-stories.ts';
import type { Article } from '../../../shared/domain/article/article.ts';
import { cpuOf, mockedBucket, portsOf } from './grouping-desk.ts';

/** A new process: its first batch, with a saved window and articles from a folder. Prints CPU milliseconds and megabytes at most. */
const [folder = '', end = '0'] = process.argv.slice(2);
const objects = join(folder, 'objects');
const bucket = new Map(
  readdirSync(objects).map((name) => [decodeURIComponent(name), readFileSync(join(objects, name))]),
);
const articles = JSON.parse(readFileSync(join(folder, 'articles.json'), 'utf8')) as Article[];
mockedBucket(undefined, bucket);
const group = storyGrouper(portsOf(new Map(articles.map((each) => [each.id, each])), { end: Number(end) }));
const ms = await cpuOf(() => group(articles.map(({ id }) => ({ articleId: id, revision: 1 }))));
process.stdout.write(`${ms} ${process.resourceUsage().maxRSS / 1_024}\n`);
