import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  packHeadlines,
  testHeadlines,
  type HeadlineResult,
  type PackHeadlines,
} from '../../../shared/catalogue/pack-headlines.ts';
import { entityCatalogue, packSet } from '../../../shared/catalogue/packs.ts';
import { reviewedCatches, withCatches } from '../../../shared/catalogue/reviewed-catches.ts';
import { isWireLanguage, type WireLanguage, wireLanguages } from '../../../shared/domain/language.ts';
import { type Catches, catchesOf, unseenCatches } from '../../../shared/domain/topics/catches.ts';
import eventTerms from '../../../shared/catalogue/event-terms.json' with { type: 'json' };
import { eventCatches } from '../../../shared/domain/story/event-catches.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { addDays, dayOf } from '../../../shared/domain/text/time.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { daysBetween } from '../days.ts';
import { dictionaryWords } from '../dictionaries.ts';
import { loadTagger } from '../load-tagger.ts';
import { packsText, putPacks, type Shown, undoPacks } from '../pack-desk.ts';
import { inPlace, type Place } from '../place.ts';
import type { Where } from '../where.ts';
import { writeWholeFile } from '../whole-file.ts';

async function printList(): Promise<number> {
  const { packs, contexts } = packSet();
  for (const pack of packs) {
    const rules = `${pack.rules.length} rules, ${pack.subtopics.length} subtopics`;
    process.stdout.write(`${pack.id}  version ${pack.version}: ${rules}\n`);
  }
  const terms = Object.values(contexts.groups).reduce(
    (sum, { terms: of = {} }) => sum + Object.values(of).flat().length,
    0,
  );
  const names = entityCatalogue().reduce((sum, { names: of }) => sum + Object.values(of).flat().length, 0);
  process.stdout.write(
    `shared  version ${contexts.version}: ${Object.keys(contexts.groups).length} groups, ${terms} terms; ${names} names of entities\n`,
  );
  process.stdout.write(`articles are stamped ${(await loadTagger()).packVersion}\n`);
  return 0;
}

function wrongLine(pack: string, { language, title, wanted, lacked }: HeadlineResult): string {
  return `  ${pack} ${language} ${wanted ? `missed (${lacked})` : 'wrongly given'}: ${title}\n`;
}

/** Fewer headlines a language than this prove little. */
const enoughHeadlines = 10;

function adviceOn(pack: string, headlines: PackHeadlines): string {
  const few = wireLanguages.filter((code) => (headlines.about[code]?.length ?? 0) < enoughHeadlines);
  return few.length === 0
    ? ''
    : `  advice: fewer than ${enoughHeadlines} headlines that it must take in ${few.join(', ')}; add some to topics/${pack}.headlines.json\n`;
}

async function testAll(only: string | undefined): Promise<number> {
  const packs = packSet().packs.map(({ id }) => id);
  if (only !== undefined && !packs.includes(only))
    throw new UsageError(`no pack '${only}'; there are ${packs.join(', ')}`);
  const tagger = await loadTagger();
  let failures = 0;
  for (const pack of only === undefined ? packs : [only]) {
    const headlines = packHeadlines[pack] ?? { about: {}, not: {} };
    const results = testHeadlines(tagger, pack, headlines);
    const wrong = results.filter((one) => one.wanted !== one.given);
    process.stdout.write(
      `${pack}: ${results.length - wrong.length} of ${results.length} headlines as wanted\n`,
    );
    for (const one of wrong) process.stdout.write(wrongLine(pack, one));
    process.stdout.write(adviceOn(pack, headlines));
    failures += wrong.length;
  }
  return failures === 0 ? 0 : 1;
}

/** What the terms of the packs and the terms of events catch. */
export const allCatches = (language: WireLanguage, words: readonly string[]): Catches => ({
  ...catchesOf(packSet(), language, words),
  ...eventCatches(eventTerms, language, words),
});

/** Prints what each stem catches, `NEW` before what no one has seen; with `write`, takes all of it as seen. */
function review(languages: readonly WireLanguage[], write: boolean): number {
  const seen: Partial<Record<WireLanguage, Catches>> = {};
  let unseen = 0;
  for (const language of languages) {
    const words = dictionaryWords(language);
    if (words.length === 0) {
      process.stdout.write(
        `${language}: no dictionary; npm ci --include=dev installs dictionary-${language}\n`,
      );
      continue;
    }
    const catches = allCatches(language, words);
    const known = reviewedCatches(language);
    for (const [term, caught] of Object.entries(catches)) {
      const fresh = new Set(
        unseenCatches({ [term]: caught }, known).map((line) => line.slice(term.length + 2)),
      );
      unseen += fresh.size;
      const listed = caught.map((word) => (fresh.has(word) ? `NEW ${word}` : word)).join(', ');
      if (caught.length > 0) process.stdout.write(`${language} ${term}: ${listed}\n`);
    }
    seen[language] = catches;
  }
  process.stdout.write(`${unseen} catches not reviewed\n`);
  if (write)
    writeWholeFile(
      fileURLToPath(new URL('../../../shared/catalogue/topics/reviewed/catches.json', import.meta.url)),
      withCatches(seen),
    );
  return unseen === 0 || write ? 0 : 1;
}

/** Days whose articles show what a change would do. */
const shownDays = 3;

function shownFrom(since: string | undefined): Shown {
  const now = clockFrom(process.env)();
  const first = since ?? addDays(dayOf(now.toISOString()), 1 - shownDays);
  return { days: daysBetween({ '--since': first }, now), now };
}

interface Flags {
  dryRun: boolean;
  since: string | undefined;
}

function inPlaceOf(place: Place, verb: string, file: string | undefined, flags: Flags): Promise<string> {
  const shown = shownFrom(flags.since);
  if (verb === 'list') return packsText(place, shown);
  if (verb === 'undo') return undoPacks(place, { ...flags, shown });
  return putPacks(place, file ?? '', { ...flags, shown });
}

const options = {
  write: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  since: { type: 'string' },
  data: { type: 'string' },
} as const;

async function run(args: string[], where: Where): Promise<number> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, strict: true, options });
  const [verb, pack, ...others] = positionals;
  if (verb === undefined) return printList();
  if (verb === 'list' || verb === 'put' || verb === 'undo') {
    if ((pack === undefined) === (verb === 'put') || others.length > 0)
      throw new UsageError(`packs ${verb} takes ${verb === 'put' ? 'one FILE' : 'nothing'}`);
    const flags = { dryRun: values['dry-run'], since: values.since };
    process.stdout.write(
      await inPlace({ ...where, data: values.data }, (place) => inPlaceOf(place, verb, pack, flags)),
    );
    return 0;
  }
  if (verb === 'review') {
    if (pack !== undefined && !isWireLanguage(pack))
      throw new UsageError(`no language '${pack}'; there are ${wireLanguages.join(', ')}`);
    return review(pack === undefined ? wireLanguages : [pack], values.write);
  }
  if (verb !== 'test' || others.length > 0)
    throw new UsageError('packs takes nothing, or: list, put FILE, undo, test [PACK], review [LANGUAGE]');
  return testAll(pack);
}

export const command: Command = {
  summary: 'list and change the topic packs, run their headline tests, or review what each stem catches',
  usage: `usage: wire packs              the packs of this checkout, their versions and sizes
       wire packs list [--data DIR | --aws STACK]
                               the packs of a wire, what was changed of them since the deploy, and what was refused
       wire packs put FILE [--dry-run] [--since DAY] [--data DIR | --aws STACK]
                               one pack as in shared/catalogue/topics (or contexts.json) in place of the deployed one, without a deploy: live
                               within five minutes. Checked as at build; first says how its headlines fare, and which of the articles since
                               DAY (three days) would be tagged differently. --dry-run writes nothing. Rules and terms change, but not what
                               readers see (names, definitions, subtopics), nor is a topic new: that takes a deploy. Stored articles keep
                               their tags until \`wire retag\`.
       wire packs undo [--dry-run] [--data DIR | --aws STACK]
                               goes back to what stood before the last change; again, one further
       wire packs test [PACK]  tags every test headline; exit 1 when one is not as wanted
       wire packs review [LANGUAGE] [--write]
                               the dictionary words that each stem catches, NEW where nobody has seen one yet (exit 1);
                               --write takes them as reviewed`,
  deployed: true,
  run,
};
