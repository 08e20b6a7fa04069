import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { clockFrom } from '../../../shared/clock.ts';
import { isWireLanguage } from '../../../shared/domain/language.ts';
import { maskedAddress } from '../../../shared/domain/subscriber/address.ts';
import { type Preferences, states, type Subscriber } from '../../../shared/domain/subscriber/subscriber.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { readConsentCsv } from '../consent-csv.ts';
import { everything } from '../digest-preview.ts';
import { ask } from '../ask.ts';
import { inPlace } from '../place.ts';
import { preferencesIn } from '../preferences-file.ts';
import { subscriberLines } from '../subscriber-text.ts';
import { addressGiven, SubscriberDesk } from '../subscriber-desk.ts';
import type { Where } from '../where.ts';

const usage = `
usage: npm run -s wire -- subscribers list [--state STATE] [--addresses]
       npm run -s wire -- subscribers show ADDRESS
       npm run -s wire -- subscribers invite ADDRESS… [--language CODE] [--prefs FILE]
       npm run -s wire -- subscribers pause|resume|leave|erase ADDRESS
       npm run -s wire -- subscribers release ADDRESS --because TEXT
       npm run -s wire -- subscribers import FILE.csv [--prefs FILE] [--dry-run]
       all with [--data DIR | --aws STACK], erase and import with [--yes]

list     who is there, with masked addresses; --addresses shows them whole, --state only some
show     what is kept of one person: state and since when, consent, choices, last editions, bounces; with --aws also
         whether the mail service itself suppresses the address
invite   sends a letter that invites; nothing else comes until the person presses its button
leave    unsubscribes who asked for it by mail
erase    deletes the person, as their own button would. It cannot be undone
release  after a bounce or complaint: the person may sign up again, and with --aws the mail service's own suppression
         ends. TEXT is kept with the record
import   people whose consent you have on record. Columns: address, consented_at, source; optional: language, languages,
         topics, frequency, weekday, hour, zone. One wrong line, and nothing is imported. Who left, bounced, complained or was
         erased stays so
--aws    works on the deployed wire of that stack; it takes the right to see the keys of readers' links
--yes    does it without asking: erase and import ask first
--prefs  a JSON file of choices, as for \`wire digest\`
`;

const options = {
  state: { type: 'string' },
  addresses: { type: 'boolean' },
  language: { type: 'string' },
  prefs: { type: 'string' },
  because: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  data: { type: 'string' },
} as const;
const parsed = (args: string[]) => parseArgs({ args, options, allowPositionals: true, strict: true });
type Flags = ReturnType<typeof parsed>['values'];

const print = (lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

/** The command on an open desk. */
export async function onDesk(desk: SubscriberDesk, args: string[]): Promise<number> {
  const {
    values,
    positionals: [verb = '', ...rest],
  } = parsed(args);
  switch (verb) {
    case 'list':
      return list(desk, values);
    case 'invite':
      return invite(desk, values, rest);
    case 'import':
      return importFile(desk, values, rest);
    case 'show':
    case 'pause':
    case 'resume':
    case 'leave':
    case 'erase':
    case 'release':
      return onOne(desk, verb, { address: onlyAddress(verb, rest), flags: values });
    default:
      throw new UsageError(
        `subscribers takes list, show, invite, pause, resume, leave, erase, release or import, not '${verb}'`,
      );
  }
}

function onlyAddress(verb: string, [given, ...more]: string[]): string {
  if (more.length > 0) throw new UsageError(`${verb} takes one address, not also '${more.join(' ')}'`);
  return addressGiven(given);
}

async function onOne(
  desk: SubscriberDesk,
  verb: 'show' | 'pause' | 'resume' | 'leave' | 'erase' | 'release',
  { address, flags }: { address: string; flags: Flags },
): Promise<number> {
  if (verb === 'show') return show(desk, address);
  if (verb === 'release') return release(desk, address, flags.because);
  if (verb === 'erase') {
    await ask(`${address} is deleted with all editions, which cannot be undone`, flags.yes);
    await desk.erase(address);
    print([`${address} is erased; a keyed code stays, so that nothing brings the person back`]);
    return 0;
  }
  const { before, after } = await desk[verb](address);
  const same = before.state === after.state;
  print([`${address} ${same ? `was and is ${after.state}` : `was ${before.state}, is ${after.state}`}`]);
  return same ? 1 : 0;
}

async function list(desk: SubscriberDesk, { state, addresses }: Flags): Promise<number> {
  if (state !== undefined && !states.some((known) => known === state))
    throw new UsageError(`--state ${state} is none of ${states.join(', ')}`);
  const found = (await desk.list()).filter((each) => state === undefined || each.state === state);
  const name = ({ address }: Subscriber): string =>
    address === null ? '(erased)' : addresses === true ? address : maskedAddress(address);
  print([
    ...found
      .toSorted((a, b) => a.changedAt.localeCompare(b.changedAt))
      .map((each) =>
        [
          each.state.padEnd(10),
          each.changedAt.slice(0, 10),
          (each.preferences?.frequency ?? '-').padEnd(8),
          (each.preferences?.interface ?? '-').padEnd(2),
          name(each),
        ].join('  '),
      ),
    states.map((each) => `${each} ${found.filter((one) => one.state === each).length}`).join(', '),
  ]);
  return 0;
}

async function show(desk: SubscriberDesk, address: string): Promise<number> {
  const found = await desk.find(address);
  const suppressed = await desk.suppression(address);
  const ses =
    suppressed === undefined
      ? []
      : [
          `mail service  ${suppressed === null ? 'does not suppress it' : `suppresses it: ${suppressed.reason} since ${suppressed.at}`}`,
        ];
  if (found === null) {
    print([`${address} is not here`, ...ses]);
    return 1;
  }
  print([...subscriberLines(found, await desk.editions(found.id)), ...ses]);
  return 0;
}

async function release(desk: SubscriberDesk, address: string, because: string | undefined): Promise<number> {
  if (because === undefined || because.trim() === '')
    throw new UsageError('release wants --because TEXT: who asked, when and how');
  const { before, after, unlisted } = await desk.release(address, because.trim());
  const changed = before.state !== after.state;
  print([
    changed
      ? `${address} was ${before.state} and may sign up again`
      : `${address} is ${after.state}: there is nothing to release`,
    ...(unlisted === undefined
      ? []
      : [
          unlisted
            ? 'taken off the mail service’s suppression list'
            : 'was not on the mail service’s suppression list',
        ]),
  ]);
  return changed || unlisted === true ? 0 : 1;
}

function choicesFrom({ prefs, language }: Flags): Preferences {
  if (language !== undefined && !isWireLanguage(language))
    throw new UsageError(`--language ${language} is none of hy, az, ru, en, ka, tr`);
  const chosen = prefs === undefined ? everything : preferencesIn(prefs);
  return language === undefined ? chosen : { ...chosen, interface: language };
}

async function invite(desk: SubscriberDesk, flags: Flags, given: string[]): Promise<number> {
  if (given.length === 0) throw new UsageError('invite wants at least one address');
  const preferences = choicesFrom(flags);
  const addresses = given.map(addressGiven);
  let refused = 0;
  for (const address of addresses) {
    const why = await desk.invite(address, preferences);
    if (why !== null) refused++;
    print([why === null ? `${address}: the letter is queued` : `${address}: not invited, ${why}`]);
  }
  return refused === 0 ? 0 : 1;
}

async function importFile(desk: SubscriberDesk, flags: Flags, [path, ...more]: string[]): Promise<number> {
  if (path === undefined || more.length > 0) throw new UsageError('import takes one CSV file');
  const lines = readConsentCsv(textOf(path), path, choicesFrom(flags));
  if (flags['dry-run'] !== true) await ask(`${lines.length} people get the digest from now on`, flags.yes);
  let taken = 0;
  for (const { line, address, preferences, consent } of lines) {
    if (flags['dry-run'] === true) continue;
    const why = await desk.importOne(address, preferences, consent);
    if (why === null) taken++;
    else print([`line ${line}: ${address} left as it is, ${why}`]);
  }
  print([
    flags['dry-run'] === true
      ? `${lines.length} lines are well formed; nothing was imported`
      : `imported ${taken} of ${lines.length}`,
  ]);
  return 0;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
}

async function run(args: string[], where: Where): Promise<number> {
  const now = clockFrom(process.env);
  return inPlace({ ...where, data: parsed(args).values.data }, async ({ settings, tokenKeys, outputs }) =>
    onDesk(
      new SubscriberDesk(
        { ...settings, TOKEN_KEYS: await tokenKeys() },
        { now, suppressionList: outputs !== null },
      ),
      args,
    ),
  );
}

export const command: Command = {
  summary: 'list, show, invite, pause, erase, release and import subscribers',
  usage,
  deployed: true,
  run,
};
