import { appendFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import type { Clock } from '../../shared/clock.ts';
import { catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { applyParseReport, stateOf } from '../../shared/domain/visit/feed-state.ts';
import { wireName } from '../../shared/env.ts';
import { logTo } from '../../shared/log.ts';
import { schedules } from '../../shared/schedules.ts';
import { dailyHealth } from './daily-health.ts';
import { previewDigest } from './digest-preview.ts';
import { type LocalWire, openLocalWire } from './local-wire.ts';
import { type RecordedFeeds, serveRecorded } from './recorded-feeds.ts';
import { recoverQueues } from './recover.ts';
import { type RoundReport, runRound } from './round.ts';
import { exitCode, faultsOf, roundLine, roundSummary } from './round-text.ts';
import { signUpSampleReader } from './sample/sample-reader.ts';
import { listenForSite, serveSite } from './site-server.ts';
import { sourcesLine } from './sources-text.ts';
import { loadStages } from './stages.ts';
import { stopSignal } from './stop-signal.ts';
import { minuteMs } from '../../shared/domain/text/time.ts';

export interface StartOptions {
  clock: Clock;
  port: number;
  once: boolean;
  /** `live`, `sample` or `replay-NAME`: a data folder keeps the data of one. */
  mode: string;
  dataDir: string;
  /** A folder of recorded feeds. */
  replay?: string;
}

interface LocalRun {
  wire: LocalWire;
  clock: Clock;
  port: number;
  /** Sample feeds come with a sample reader. */
  sample: boolean;
}

/** Runs the wire over a data folder until it is done or told to stop. @returns the exit code */
export async function startWire({
  clock,
  port: asked,
  once,
  mode,
  dataDir,
  replay,
}: StartOptions): Promise<number> {
  // The port first: nothing is made when it is taken.
  const server = once ? null : await listenForSite(asked);
  const port = (server?.address() as AddressInfo | undefined)?.port ?? asked;
  try {
    const wire = await openLocalWire(dataDir, { siteUrl: `http://localhost:${port}`, mode });
    let recorded: RecordedFeeds | undefined;
    try {
      logTo((line) => appendFileSync(join(dataDir, 'wire.log'), line));
      recorded =
        mode === 'live'
          ? undefined
          : await serveRecorded(wire, { start: clock(), ...(replay !== undefined && { folder: replay }) });
      const run = { wire, clock, port, sample: mode === 'sample' };
      return server === null ? await runOnce(run) : await keepRunning(run, server);
    } finally {
      await recorded?.close();
      await wire.close();
    }
  } finally {
    server?.close();
    server?.closeAllConnections();
  }
}

const print = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** A line that the next one overwrites; nothing where output goes to a file. */
function status(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text}`);
}

/** What is read, and how much of it is known to work. */
const firstLine = (): string => `${wireName()}: ${sourcesLine(catalogueSources())}`;

/** One round, its summary and a digest preview. @returns the exit code */
async function runOnce({ wire, clock, sample, port }: LocalRun): Promise<number> {
  const stages = await loadStages(wire);
  await recoverQueues(wire, clock());
  if (sample) await signUpSampleReader(wire, clock());
  const report = await runRound(wire, stages, {
    clock,
    progress: (stage) => status(`${stage} …`),
    stopAsked: () => false,
  });
  status('');
  print(
    firstLine(),
    roundLine(report, clock()),
    '',
    ...roundSummary(report),
    ...mailLines(report),
    ...(await previewDigest(wire, clock())),
  );
  print(
    '',
    `The site is in ${wire.folder.path}; \`npm start\` with the same options serves it on http://localhost:${port}.`,
  );
  return exitCode(report);
}

function mailLines(report: RoundReport): string[] {
  return report.mails.length === 0
    ? []
    : [`Mails     ${report.mails.length} sent to the local inbox: ${report.mails.join(', ')}`];
}

/** What changed in the health of the sources since yesterday. */
async function healthNews({ settings, folder }: LocalWire, now: Date): Promise<string[]> {
  const { feeds } = await loadAllStates(settings.TABLE_FEEDS);
  const states = catalogueSources().flatMap((source) => {
    const stored = feeds.get(source.id);
    return stored === undefined ? [] : [applyParseReport(stateOf(source, stored))];
  });
  return dailyHealth(folder.path, states, now);
}

/** Rounds until Ctrl-C. @returns the exit code */
async function keepRunning({ wire, clock, sample, port }: LocalRun, server: Server): Promise<number> {
  const stages = await loadStages(wire);
  const stop = stopSignal(() => print('', 'Stopping after this step …'));
  serveSite(server, {
    bucket: wire.settings.BUCKET_SITE,
    api: async (event) => {
      const answer = await stages.api(event);
      // A reader who signed up waits for the mail: the queues are read now, not in a minute.
      if (event.requestContext.http.method === 'POST') stop.wake();
      return answer;
    },
  });
  print(
    firstLine(),
    `  page   http://localhost:${port}`,
    `  inbox  ${wire.inboxUrl ?? 'your own SES endpoint'}`,
    `  data   ${wire.folder.path} (log: wire.log)`,
    '  Ctrl-C stops',
    '',
  );
  const unreadBodies = await recoverQueues(wire, clock());
  if (unreadBodies > 0) print(`Going on where the last run stopped: ${unreadBodies} bodies to read.`);
  if (sample) await signUpSampleReader(wire, clock());
  await stages.publishSite();
  for (let round = 1; !stop.asked; round++) {
    const report = await runRound(wire, stages, {
      clock,
      progress: (stage) => status(`${stage} …`),
      stopAsked: () => stop.asked,
    });
    status('');
    if (report.visited > 0 || report.mails.length > 0 || round === 1)
      print(roundLine(report, clock()), ...faultsOf(report, 12), ...(await healthNews(wire, clock())));
    status('waiting for the next feed to be due …');
    await stop.orAfter(schedules['due-feeds'].everyMinutes * minuteMs);
  }
  status('');
  print('Stopped; the next start goes on from here.');
  return 0;
}
