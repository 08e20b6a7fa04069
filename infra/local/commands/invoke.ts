import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SQSEvent } from 'aws-lambda';
import { type Stage, settingsOf } from '../../../shared/env.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { withLocalWire } from '../local-wire.ts';

const stages = Object.keys(settingsOf) as Stage[];
/** Stages that a queue feeds, and its name. */
const queueOf: Partial<Record<Stage, string>> = {
  'visit-feeds': 'visit',
  'ingest-feed': 'ingest',
  'group-stories': 'story.fifo',
  'send-digest': 'digest',
};

const usage = `usage: wire invoke STAGE [EVENT.json] [--data DIR] [--example] [--inspect]

Runs one Lambda's handler once on the embedded services and prints what it returns. STAGE is one of
${stages.join(', ')}.
EVENT.json is what AWS would send it: a Scheduler, SQS, API Gateway (payload 2.0) or SES event; for a stage that a queue
feeds it may also be the bare message, or a list of messages. Without it an example event is used.

  --data DIR   the wire's data folder (default .wire)
  --example    prints the example event of the stage and ends
  --inspect    waits for a debugger (chrome://inspect, or the editor's «attach») before the first line
`;

const exampleOf = (stage: Stage): string =>
  fileURLToPath(new URL(`../events/${stage}.json`, import.meta.url));

function readEvent(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON`, { cause: error });
  }
}

/** Bare messages in the shape in which SQS hands them over; an AWS event as it is. */
function eventOf(stage: Stage, given: unknown): unknown {
  const queue = queueOf[stage];
  if (queue === undefined || (typeof given === 'object' && given !== null && 'Records' in given))
    return given;
  const sentAt = String(Date.now());
  const records: SQSEvent['Records'] = [given].flat().map((message, at) => ({
    messageId: `invoked-${at + 1}`,
    receiptHandle: `invoked-${at + 1}`,
    body: JSON.stringify(message),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: sentAt,
      SenderId: 'local',
      ApproximateFirstReceiveTimestamp: sentAt,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:local:000000000000:${queue}`,
    awsRegion: 'local',
  }));
  return { Records: records };
}

/** Half an hour: nobody who steps through a handler wants it to stop early. */
const context = { getRemainingTimeInMillis: () => 1_800_000 };

type AnyHandler = (event: unknown, context: unknown) => Promise<unknown>;

async function invoke(stage: Stage, event: unknown, dataDir: string | undefined): Promise<void> {
  const answer = await withLocalWire(dataDir, async () => {
    const loaded = (await import(`../../../functions/${stage}/handler.ts`)) as { handler: AnyHandler };
    return loaded.handler(event, context);
  });
  process.stdout.write(`${JSON.stringify(answer ?? null, null, 2)}\n`);
}

/** The same command again in a process that waits for a debugger. */
function inspected(args: readonly string[]): number {
  const wire = fileURLToPath(new URL('../wire.ts', import.meta.url));
  const again = ['invoke', ...args.filter((arg) => arg !== '--inspect')];
  const ended = spawnSync(process.execPath, ['--inspect-brk', '--import', 'tsx', wire, ...again], {
    stdio: 'inherit',
  });
  return ended.status ?? 1;
}

export const command: Command = {
  summary: 'one Lambda on the embedded services, with an event of your own; --inspect for the debugger',
  usage,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      options: {
        data: { type: 'string' },
        example: { type: 'boolean', default: false },
        inspect: { type: 'boolean', default: false },
      },
      allowPositionals: true,
      strict: true,
    });
    const [name, path, ...more] = positionals;
    const stage = stages.find((each) => each === name);
    if (stage === undefined || more.length > 0)
      throw new UsageError(`invoke takes a stage and an event: one of ${stages.join(', ')} [EVENT.json]`);
    const event = readEvent(path ?? exampleOf(stage));
    if (values.inspect) return inspected(args);
    if (values.example) process.stdout.write(`${JSON.stringify(event, null, 2)}\n`);
    else await invoke(stage, eventOf(stage, event), values.data);
    return 0;
  },
};
