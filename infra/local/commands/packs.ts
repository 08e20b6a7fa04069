import { parseArgs } from 'node:util';
import {
  packHeadlines,
  testHeadlines,
  type HeadlineResult,
  type PackHeadlines,
} from '../../../shared/catalogue/pack-headlines.ts';
import { defaultTagger, entityCatalogue, packSet } from '../../../shared/catalogue/packs.ts';
import { wireLanguages } from '../../../shared/domain/language.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';

function printList(): number {
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
  process.stdout.write(`articles are stamped ${defaultTagger().packVersion}\n`);
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

function testAll(only: string | undefined): number {
  const packs = packSet().packs.map(({ id }) => id);
  if (only !== undefined && !packs.includes(only))
    throw new UsageError(`no pack '${only}'; there are ${packs.join(', ')}`);
  let failures = 0;
  for (const pack of only === undefined ? packs : [only]) {
    const headlines = packHeadlines[pack] ?? { about: {}, not: {} };
    const results = testHeadlines(defaultTagger(), pack, headlines);
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

export const command: Command = {
  summary: 'list the topic packs, or run the headline tests that live beside them',
  usage: `usage: wire packs              the packs, their versions and sizes
       wire packs test [PACK]  tags every test headline; exit 1 when one is not as wanted`,
  run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, strict: true, options: {} });
    const [verb, pack, ...others] = positionals;
    if (verb === undefined) return Promise.resolve(printList());
    if (verb !== 'test' || others.length > 0) throw new UsageError('packs takes nothing, or: test [PACK]');
    return Promise.resolve(testAll(pack));
  },
};
