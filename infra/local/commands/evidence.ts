import { NoSuchKey } from '@aws-sdk/client-s3';
import { parseArgs } from 'node:util';
import { zipSync } from 'fflate';
import { answerOf, ingestRequestOf, readBody } from '../../../shared/aws/archive.ts';
import { storiesTable } from '../../../shared/aws/stories-table.ts';
import { linkTo, storyPath } from '../../../shared/domain/site/paths.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { evidenceOf } from '../evidence-bundle.ts';
import { inPlace, type Place } from '../place.ts';
import type { Where } from '../where.ts';
import { writeWholeFile } from '../whole-file.ts';

const usage = `usage: wire evidence STORY [--out FILE.zip] [--data DIR | --aws STACK]

Puts together what proves a story: the bytes as fetched, when, from where, with which headers, and their hash; our parse; tags with their evidence;
earlier texts; what people decided; citations as lines and as CSL-JSON.
--out FILE.zip   absent: STORY.zip in this folder
The bodies belong to their outlets: keep the file, and do not publish it.
`;

/** Gone from the archive is an answer; anything else is a failure. */
async function bodyOrNull(bucket: string, key: string): Promise<Uint8Array | null> {
  try {
    return await readBody(bucket, key);
  } catch (error) {
    if (error instanceof Error && error.cause instanceof NoSuchKey) return null;
    throw error;
  }
}

/** Every file has one time, so that the same evidence is the same bytes. */
const mtime = new Date(Date.UTC(1980, 0, 2));

async function bundle({ settings }: Place, storyId: string, out: string): Promise<void> {
  const files = await evidenceOf(storyId, {
    ...storiesTable(settings.TABLE_STORIES),
    readBody: (key) => bodyOrNull(settings.BUCKET_ARCHIVE, key),
    answerOf: (key) => answerOf(settings.BUCKET_ARCHIVE, key),
    fetchedHow: (key) => ingestRequestOf(settings.BUCKET_ARCHIVE, key),
    pageOf: (id) => settings.SITE_URL + linkTo(storyPath(id)),
  });
  if (files === null) throw new UsageError(`there is no story ${storyId}`);
  const zip = zipSync(files, { mtime });
  writeWholeFile(out, zip);
  process.stdout.write(`${out}  ${Object.keys(files).length} files, ${Math.ceil(zip.length / 1024)} KB\n`);
}

async function run(args: string[], where: Where): Promise<number> {
  const options = { out: { type: 'string' }, data: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
  const [storyId, ...others] = positionals;
  if (storyId === undefined || others.length > 0) throw new UsageError('evidence wants one STORY');
  if (!/^[0-9a-f]{8,40}$/.test(storyId)) throw new UsageError(`'${storyId}' is no story id`);
  await inPlace({ ...where, data: values.data }, (place) =>
    bundle(place, storyId, values.out ?? `${storyId}.zip`),
  );
  return 0;
}

export const command: Command = {
  summary: 'put the proof of a story into a zip: bytes as fetched, parse, tags, decisions, citations',
  usage,
  deployed: true,
  run,
};
