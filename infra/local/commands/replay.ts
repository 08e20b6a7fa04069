import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import { dayOf } from '../../../shared/domain/text/time.ts';
import { UsageError } from '../../../shared/errors.ts';
import { articleDiff, diffCounts } from '../article-diff.ts';
import { ask } from '../ask.ts';
import type { Command } from '../command.ts';
import { daysBetween } from '../days.ts';
import { inPlace, type Place } from '../place.ts';
import {
  articlesOf,
  bodiesOf,
  groupAgain,
  type Progress,
  publishAgain,
  readAgain,
  rehearse,
} from '../replay.ts';
import { queuesEmpty } from '../watch-queues.ts';

const usage = `usage: wire replay --from DAY --to DAY [--stage ingest|group|publish] [--dry-run] [--yes] [--no-wait] [--data DIR | --aws STACK]

Does days (yyyy-mm-dd, UTC) over again, after a fault was mended and, on a stack, deployed. No outlet is asked.

ingest   (default) reads the archived bodies of the days again: what was missed is stored, equal texts are tagged again, their
         stories follow. Articles are known by their identity, so nothing doubles
group    brings the stories of the days' articles up to date, and places articles that have none
publish  makes the pages again: those of the last weeks, and those of the days

--dry-run  of ingest: reads the bodies here, with this checkout's code, and prints what would change; writes nothing
--no-wait  on a stack: only queues, and does not stay until the stack is done

At the end it prints what became of the articles: new, another text, other tags (\`@\` marks a name).
`;

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  stage: { type: 'string', default: 'ingest' },
  'dry-run': { type: 'boolean', default: false },
  yes: { type: 'boolean' },
  'no-wait': { type: 'boolean', default: false },
  data: { type: 'string' },
} as const;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** On a terminal one line that changes; elsewhere a line a hundred. */
function progressOf(what: string): Progress {
  return (done, total) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K${done} of ${total} ${what}${done === total ? '\n' : ''}`);
    else if (done === total || done % 100 === 0) process.stderr.write(`${done} of ${total} ${what}\n`);
  };
}

interface Replay {
  days: string[];
  now: Date;
  flags: { 'dry-run': boolean; yes?: boolean | undefined; 'no-wait': boolean };
}

const spanOf = (days: readonly string[]): string =>
  days.length === 1 ? (days[0] ?? '') : `${days[0]} to ${days.at(-1)}`;

async function ingest(place: Place, { days, now, flags }: Replay): Promise<void> {
  const { bodies, silent } = await bodiesOf(place, days);
  if (silent > 0)
    print(`${silent} bodies do not say how to read them (archived by an older version); they are left out`);
  if (bodies.length === 0) throw new UsageError(`there are no bodies of ${spanOf(days)} in ${place.name}`);
  if (flags['dry-run']) {
    const { before, after } = await rehearse(place, bodies, { now, progress: progressOf('bodies read') });
    const diff = articleDiff(before, after);
    print(
      [...diff.lines, `${bodies.length} bodies; would be ${diffCounts(diff)}; nothing was written`].join(
        '\n',
      ),
    );
    return;
  }
  await ask(`${bodies.length} bodies of ${spanOf(days)} are read again by ${place.name}`, flags.yes);
  const looked = [...new Set([...days, dayOf(now.toISOString())])];
  const before = await articlesOf(place, looked, now);
  await readAgain(place, bodies, progressOf(place.stages === null ? 'bodies queued' : 'bodies read'));
  if (!(await settled(place, flags))) return;
  const diff = articleDiff(before, await articlesOf(place, looked, now));
  print([...diff.lines, `${bodies.length} bodies; ${diffCounts(diff)}`].join('\n'));
}

async function group(place: Place, { days, now, flags }: Replay): Promise<void> {
  const articles = [...(await articlesOf(place, days, now)).values()].filter(
    ({ topics }) => topics.length > 0,
  );
  const what = `${articles.length} articles on topic of ${spanOf(days)} go to their stories again`;
  if (flags['dry-run']) {
    print(`${what}; nothing was written`);
    return;
  }
  await ask(`${what} in ${place.name}`, flags.yes);
  await groupAgain(place, articles, progressOf('articles queued'));
  if (await settled(place, flags)) print(`${what}: done`);
}

async function publish(place: Place, { days, flags }: Replay): Promise<void> {
  const what = `The pages of the last weeks and of ${spanOf(days)} are made again`;
  if (flags['dry-run']) {
    print(`${what}; nothing was written`);
    return;
  }
  await ask(`${what} by ${place.name}`, flags.yes);
  await publishAgain(place, days);
  print(`${what}: ${place.stages === null ? 'the next rounds do it, one every five minutes' : 'done'}`);
}

/** @returns false where nobody waits for the stack to be done */
async function settled(place: Place, flags: Replay['flags']): Promise<boolean> {
  if (place.stages !== null) return true;
  if (flags['no-wait']) {
    print('Queued; `wire status` shows how far the stack is.');
    return false;
  }
  await queuesEmpty(place, ['ingest', 'story'], (left) => process.stderr.write(`${left} messages left\n`));
  return true;
}

const replays: Record<string, (place: Place, replay: Replay) => Promise<void>> = { ingest, group, publish };

export const command: Command = {
  summary: 'read, group or publish days again after a fault was mended; --dry-run shows what would change',
  usage,
  deployed: true,
  run: async (args, where) => {
    const { values } = parseArgs({ args, options, strict: true });
    const replay = replays[values.stage];
    if (replay === undefined)
      throw new UsageError(`--stage ${values.stage} is none of ingest, group, publish`);
    const now = clockFrom(process.env)();
    const days = daysBetween({ '--from': values.from, '--to': values.to }, now);
    await inPlace({ ...where, data: values.data }, (place) => replay(place, { days, now, flags: values }));
    return 0;
  },
};
