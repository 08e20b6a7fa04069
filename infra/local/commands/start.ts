import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { appendFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseCatalogue } from '../../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { UsageError } from '../../../shared/errors.ts';
import { logTo } from '../../../shared/log.ts';
import type { Command } from '../command.ts';
import { type Recorded, serveRecorded } from '../recorded-feeds.ts';
import { type LocalWire, openLocalWire } from '../local-wire.ts';
import { keepRunning, runOnce } from '../run.ts';

const usage = `usage: npm start -- [options]

Runs the whole wire on this machine: polls the feeds, groups stories, serves the site, mails digests to a local inbox.

  --once          one full round (due, visit, ingest, group, publish, a digest preview), a summary, exit 0
  --sample        hand-written feeds in six languages instead of the live ones; needs no network
  --replay DIR    the recorded feed files in DIR and below, served on loopback, instead of the live ones
  --data DIR      where state lives (default .wire/live, .wire/sample or .wire/replay-NAME)
  --port N        the site's port (default 4400)

Environment: WIRE_NOW=2026-11-24T06:00:00Z starts the clock there; AWS_ENDPOINT_URL_DYNAMODB, _S3, _SQS, _SESV2 use other endpoints.
`;

const options = {
  once: { type: 'boolean', default: false }, sample: { type: 'boolean', default: false }, replay: { type: 'string' },
  data: { type: 'string' }, port: { type: 'string', default: '4400' },
} as const;

export const command: Command = {
  summary: 'run everything on this machine (the same as `npm start`)',
  usage,
  run: async (args) => {
    const { values } = parseArgs({ args, options, strict: true });
    if (values.sample && values.replay !== undefined) throw new UsageError('--sample and --replay exclude each other');
    const port = portNumber(values.port);
    const clock = clockFrom(process.env);
    const mode = values.replay !== undefined ? `replay-${basename(resolve(values.replay))}` : values.sample ? 'sample' : 'live';
    const dataDir = values.data ?? join('.wire', mode);
    const wire = await openLocalWire(dataDir, `http://localhost:${port}`);
    let recorded: Recorded | undefined;
    try {
      logTo((line) => appendFileSync(join(dataDir, 'wire.log'), line));
      recorded = mode === 'live' ? undefined : await serveRecorded(wire, { start: clock(), ...(values.replay !== undefined && { folder: values.replay }) });
      checkCatalogue(wire, mode);
      const run = { wire, clock, port, sample: values.sample };
      return values.once ? await runOnce(run) : await keepRunning(run);
    } finally {
      await recorded?.close();
      await wire.close();
    }
  },
};

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`--port wants a number from 0 to 65535, not '${text}'`);
  return port;
}

/** A folder keeps one kind of data: live articles never mix with sample ones. A malformed catalogue stops here. */
function checkCatalogue({ folder }: LocalWire, mode: string): void {
  const file = join(folder.path, 'mode');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : mode;
  if (before !== mode) throw new UsageError(`${folder.path} holds the data of a ${before} run; choose another folder with --data DIR`);
  writeFileSync(file, mode);
  const catalogue = process.env.WIRE_CATALOGUE;
  if (catalogue !== undefined) {
    if (!existsSync(catalogue)) throw new UsageError(`WIRE_CATALOGUE names ${catalogue}, which is not there`);
    parseCatalogue(readFileSync(catalogue, 'utf8'), catalogue);
  }
}
