import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  explainStory,
  noMemory,
  previewEdition,
  storyAsOf,
} from '../../../functions/plan-digests/preview-edition.ts';
import { reputationTable } from '../../../shared/aws/reputation-table.ts';
import { storiesTable } from '../../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { parseAddress } from '../../../shared/domain/subscriber/address.ts';
import { isChosen, type StoryChoice } from '../../../shared/domain/digest/choice.ts';
import { storiesPerEdition } from '../../../shared/domain/digest/edition-story.ts';
import { type Memory, memoryOf } from '../../../shared/domain/digest/memory.ts';
import type { Preferences } from '../../../shared/domain/subscriber/subscriber.ts';
import { parseTokenKeys, subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { materialOf } from '../digest-material.ts';
import { inPlace, type Place } from '../place.ts';
import { preferencesIn } from '../preferences-file.ts';
import { sendTest } from '../test-send.ts';
import { openPage } from '../open-page.ts';
import type { Where } from '../where.ts';
import { ask } from '../ask.ts';

const usage = `
usage: npm run -s wire -- digest preview (--as ADDRESS | --prefs FILE) [--at ISO] [--out FILE] [--open]
       npm run -s wire -- digest explain STORY (--for ADDRESS | --prefs FILE) [--at ISO]
       npm run -s wire -- digest send-test ADDRESS [--as ADDRESS | --prefs FILE] [--at ISO]
       npm run -s wire -- digest hold --because TEXT [--yes]
       npm run -s wire -- digest resume [--yes]
       all with [--data DIR | --aws STACK]

preview  prints the edition this reader would get, as text; --out writes its HTML,
         --open shows it in the browser (the one that BROWSER names, else the desktop's). Nothing is planned or sent.
explain  says why a story is or is not in it.
send-test sends that edition to ADDRESS, marked as a test; it counts for nothing and has no links of a reader.
hold     stops all editions at once; letters of sign-ups go on. TEXT is kept and shown by \`wire status\`.
resume   starts sending again after \`hold\` or the reputation breaker, and opens sign-ups.

--prefs  a JSON file: {"topics":["csto"],"languages":["hy","en"],"interface":"en","frequency":"daily","weekday":1,"hour":7,"zone":"Asia/Yerevan","quietNote":false}
`;

const options = {
  as: { type: 'string' },
  for: { type: 'string' },
  prefs: { type: 'string' },
  at: { type: 'string' },
  out: { type: 'string' },
  open: { type: 'boolean' },
  because: { type: 'string' },
  yes: { type: 'boolean' },
  data: { type: 'string' },
} as const;
type DigestFlags = {
  [K in keyof typeof options]?: (typeof options)[K]['type'] extends 'boolean' ? boolean : string;
};

interface PreviewReader {
  preferences: Preferences;
  memory: Memory;
}

const parsed = (args: string[]) => parseArgs({ args, options, allowPositionals: true, strict: true });

/** The command in a place. */
export async function onPlace(place: Place, args: string[]): Promise<void> {
  const {
    values,
    positionals: [verb, ...rest],
  } = parsed(args);
  switch (verb) {
    case 'preview':
      return preview(place, values, rest);
    case 'explain':
      return explain(place, values, rest);
    case 'send-test':
      return sendTestTo(place, values, rest);
    case 'hold':
      return hold(place, values, rest);
    case 'resume':
      return resume(place, values);
    default:
      throw new UsageError(`digest takes preview, explain, send-test, hold or resume, not '${verb ?? ''}'`);
  }
}

async function run(args: string[], where: Where): Promise<number> {
  await inPlace({ ...where, data: parsed(args).values.data }, (place) => onPlace(place, args));
  return 0;
}

function momentOf(at: string | undefined): Date {
  if (at === undefined) return clockFrom(process.env)();
  if (Number.isNaN(Date.parse(at)))
    throw new UsageError(`--at ${at} is not an ISO 8601 instant such as 2026-11-24T06:00:00Z`);
  return new Date(at);
}

/** The reader of an address, with what they have had, or the reader that a file describes. */
async function readerOf(place: Place, flags: DigestFlags, now: Date): Promise<PreviewReader> {
  if (flags.prefs !== undefined) return { preferences: preferencesIn(flags.prefs), memory: noMemory };
  const given = flags.as ?? flags.for;
  const address = parseAddress(given ?? '');
  if (address === null)
    throw new UsageError(
      given === undefined
        ? 'say whose edition: an address or --prefs FILE'
        : `${given} is not a mail address`,
    );
  const table = subscribersTable(place.settings.TABLE_SUBSCRIBERS);
  for (const id of subscriberIdsOf(address, parseTokenKeys(await place.tokenKeys()))) {
    const subscriber = await table.readSubscriber(id);
    if (subscriber?.preferences == null) continue;
    const editions = await table.readEditions(id, '');
    return {
      preferences: subscriber.preferences,
      memory: memoryOf(editions.filter((row) => row.plannedAt <= now.toISOString())),
    };
  }
  throw new UsageError('nobody signed up with this address here');
}

async function preview(place: Place, flags: DigestFlags, rest: string[]): Promise<void> {
  if (rest.length > 0) throw new UsageError(`preview takes no '${rest.join(' ')}'`);
  const now = momentOf(flags.at);
  const reader = await readerOf(place, flags, now);
  const made = previewEdition(await materialOf(place, now), reader.preferences, {
    memory: reader.memory,
    siteUrl: place.settings.SITE_URL,
  });
  if (made === null) {
    process.stdout.write('Nothing new for this reader: no mail would be sent.\n');
    return;
  }
  process.stdout.write(`Subject: ${made.mail.subject}\n\n${made.mail.text}`);
  if (flags.out !== undefined) writeFileSync(flags.out, made.mail.html);
  if (flags.open === true) await showPage(flags.out ?? previewFile(place, made.mail.html));
}

async function sendTestTo(place: Place, flags: DigestFlags, [to, ...more]: string[]): Promise<void> {
  const address = parseAddress(to ?? '');
  if (address === null || more.length > 0)
    throw new UsageError(`send-test takes one address, not '${[to, ...more].join(' ')}'`);
  const now = momentOf(flags.at);
  const whose = flags.as === undefined && flags.prefs === undefined ? { ...flags, as: address } : flags;
  const reader = await readerOf(place, whose, now);
  const made = previewEdition(await materialOf(place, now), reader.preferences, {
    memory: reader.memory,
    siteUrl: place.settings.SITE_URL,
  });
  process.stdout.write(
    made === null
      ? 'Nothing new for this reader: no mail was sent.\n'
      : `${await sendTest(place, made.mail, address)}\n`,
  );
}

/** @returns where the page was written */
function previewFile(place: Place, page: string): string {
  const path = join(place.folder, 'preview', 'digest.html');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, page);
  return path;
}

async function showPage(path: string): Promise<void> {
  if (!(await openPage(path))) process.stdout.write(`No browser could be started; the page is ${path}\n`);
}

/** Where the reader would find it. */
function rankText(rank: number | null): string {
  if (rank === null) return 'not named: too many rank higher';
  return rank > storiesPerEdition ? `place ${rank}, in one line` : `place ${rank}`;
}

function choiceLines(choice: StoryChoice, rank: number | null): string[] {
  if (!isChosen(choice)) return [`not in: ${choice.kind}`, `  ${choice.reason}`];
  const parts = Object.entries(choice.parts)
    .map(([name, value]) => `${name} ${value}`)
    .join(' + ');
  return [
    `in, as ${choice.kind}, ${rankText(rank)}`,
    `  topics ${choice.topics.join(', ')}`,
    `  score ${choice.score} = ${parts}`,
    `  articles ${choice.fresh.length}${choice.since === null ? '' : ` since ${choice.since}`}`,
  ];
}

async function explain(place: Place, flags: DigestFlags, [storyId, ...more]: string[]): Promise<void> {
  if (storyId === undefined || more.length > 0) throw new UsageError('explain takes one story id');
  const now = momentOf(flags.at);
  const stored = await storiesTable(place.settings.TABLE_STORIES).readStory(storyId);
  if (stored === null) throw new UsageError(`there is no story ${storyId}`);
  const candidate = storyAsOf(stored, now);
  if (candidate === null) throw new UsageError(`story ${storyId} had no article yet at ${now.toISOString()}`);
  const { choice, rank } = explainStory(
    await materialOf(place, now),
    candidate,
    await readerOf(place, flags, now),
  );
  process.stdout.write(`${choiceLines(choice, rank).join('\n')}\n`);
}

/** Opens the breaker by hand: editions stop, letters go on. */
async function hold(place: Place, flags: DigestFlags, [more]: string[]): Promise<void> {
  const because = flags.because?.trim() ?? '';
  if (because === '' || more !== undefined)
    throw new UsageError('hold wants --because TEXT: why nobody is to get an edition');
  const table = reputationTable(place.settings.TABLE_SUBSCRIBERS);
  const open = await table.readBreaker();
  if (open !== null) {
    process.stdout.write(`Sending is stopped already, since ${open.at}: ${open.reason}.\n`);
    return;
  }
  await ask(`No edition leaves ${place.name} from now until \`wire digest resume\``, flags.yes);
  await table.openBreaker({ at: clockFrom(process.env)().toISOString(), reason: `by hand: ${because}` });
  process.stdout.write('Stopped: editions wait, letters of sign-ups go on.\n');
}

async function resume(place: Place, flags: DigestFlags): Promise<void> {
  const table = reputationTable(place.settings.TABLE_SUBSCRIBERS);
  const breaker = await table.readBreaker();
  if (breaker !== null) {
    await ask(
      `Editions leave ${place.name} again; they were stopped at ${breaker.at}: ${breaker.reason}`,
      flags.yes,
    );
    await table.closeBreaker();
  }
  await table.openGate();
  process.stdout.write(
    breaker === null
      ? 'Sending was not stopped.\n'
      : `Sending again; it was stopped at ${breaker.at}: ${breaker.reason}.\n`,
  );
}

export const command: Command = {
  summary: 'preview an edition, send it as a test, explain a choice, hold and resume sending',
  usage,
  deployed: true,
  run,
};
