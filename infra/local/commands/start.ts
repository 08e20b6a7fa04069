import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { filesBelow } from '../replay-server.ts';

const usage = `usage: npm start -- [options]

Runs the whole wire on this machine: polls the feeds, groups stories, serves the site, mails digests to a local inbox.

  --once          one full round (due, visit, ingest, group, publish, a digest preview), a summary; exit 0,
                  or 1 where a message failed five times
  --sample        hand-written feeds in six languages instead of the live ones; needs no network
  --replay DIR    the recorded feed files in DIR and below, served on loopback, instead of the live ones
  --data DIR      where state lives (default .wire/live, .wire/sample or .wire/replay-NAME)
  --port N        the site's port (default 4400)

Environment: WIRE_NOW=2026-11-24T06:00:00Z starts the clock there; AWS_ENDPOINT_URL_DYNAMODB, _S3, _SQS, _SESV2 use other endpoints.
`;

const options = {
  once: { type: 'boolean', default: false },
  sample: { type: 'boolean', default: false },
  replay: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string', default: '4400' },
} as const;

export const command: Command = {
  summary: 'run everything on this machine (the same as `npm start`)',
  usage,
  run: async (args) => {
    const { values } = parseArgs({ args, options, strict: true });
    const { once, sample, replay } = values;
    if (sample && replay !== undefined) throw new UsageError('--sample and --replay exclude each other');
    const port = portNumber(values.port);
    if (replay !== undefined) filesBelow(replay);
    const mode = replay !== undefined ? `replay-${basename(resolve(replay))}` : sample ? 'sample' : 'live';
    const dataDir = values.data ?? join('.wire', mode);
    // Loaded only now: a mistake on the command line is answered at once.
    const { startWire } = await import('../run.ts');
    return startWire({
      clock: clockFrom(process.env),
      port,
      once,
      mode,
      dataDir,
      ...(replay !== undefined && { replay }),
    });
  },
};

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UsageError(`--port wants a number from 0 to 65535, not '${text}'`);
  return port;
}
