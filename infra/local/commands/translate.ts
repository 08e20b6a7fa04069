import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { translatorFrom } from '../../../functions/publish-site/translators.ts';
import prices from '../../aws/prices.json' with { type: 'json' };
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import { detectLanguage } from '../../../shared/domain/article/detect-language.ts';
import { isWireLanguage, type WireLanguage } from '../../../shared/domain/language.ts';
import { checkTranslation, type TranslationCheck } from '../../../shared/domain/story/translation-check.ts';
import { settingsFor } from '../../../shared/env.ts';
import { UsageError } from '../../../shared/errors.ts';
import { targetLanguages } from '../../../shared/translation-engines.ts';
import type { Command } from '../command.ts';

const usage = `usage: wire translate check FILE [--into LANGUAGE]

Sends the lines of FILE (a headline each, twenty are enough) through the engine of the settings and says of each whether
names, numbers, negation and sides were kept, what share of all were, and what a month would cost.
TRANSLATE_ENGINE  aws, libretranslate (with TRANSLATE_URL) or recorded (with TRANSLATE_RECORDED)
--into LANGUAGE   one of hy az ru en ka tr; the first of TRANSLATE_INTO where absent, else en`;

interface Checked extends TranslationCheck {
  text: string;
  from: string;
  translation: string | null;
}

const share = (checked: readonly Checked[], what: string): string => {
  const kept = checked.filter(({ differences }) => differences.every((each) => each.what !== what)).length;
  return `${what} kept in ${kept} of ${checked.length}`;
};

function report(checked: readonly Checked[], characters: number): string {
  const lines = checked.flatMap(({ verdict, from, text, translation, differences }) => [
    `${verdict.padEnd(10)}${from}  ${text}`,
    `              ${translation ?? '(no translation)'}`,
    ...differences.map(
      ({ what, lost, added }) =>
        `              ${what}: lost ${lost.join(', ') || '–'}; added ${added.join(', ') || '–'}`,
    ),
  ]);
  const usd = characters * prices.units.translatedCharacter.usd;
  const sums = ['name', 'number', 'negation', 'sides'].map((what) => share(checked, what));
  return [
    ...lines,
    '',
    ...sums,
    `${characters} characters, $${usd.toFixed(4)} at Amazon's list price`,
    '',
  ].join('\n');
}

async function check(lines: readonly string[], to: WireLanguage): Promise<string> {
  const translator = translatorFrom(settingsFor('publish-site', { ...neededOtherwise, ...process.env }));
  if (translator === null) throw new UsageError('nobody translates: set TRANSLATE_ENGINE');
  const checked: Checked[] = [];
  let characters = 0;
  for (const text of lines) {
    const from = detectLanguage(text).language;
    if (!isWireLanguage(from) || from === to) continue;
    const [translation = null] = await translator.translate([text], from, to);
    characters += text.length;
    const judged =
      translation === null
        ? { verdict: 'drop' as const, differences: [] }
        : checkTranslation({ from, to, text, translation }, defaultTagger());
    checked.push({ text, from, translation, ...judged });
  }
  if (checked.length === 0) throw new UsageError(`no line is in another language of ours than ${to}`);
  return `${translator.engine}, into ${to}\n\n${report(checked, characters)}`;
}

/** The engine needs no table and no bucket; the stage's settings do. */
const neededOtherwise = {
  TABLE_FEEDS: 'none',
  TABLE_STORIES: 'none',
  BUCKET_SITE: 'none',
  SITE_URL: 'http://localhost',
  MAIL_FROM: 'none@localhost',
};

export const command: Command = {
  summary: 'send headlines through the translation engine and see what is kept, and the cost',
  usage,
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args,
      options: { into: { type: 'string' } },
      allowPositionals: true,
      strict: true,
    });
    const [what, file] = positionals;
    if (what !== 'check' || file === undefined || positionals.length > 2) throw new UsageError(usage);
    if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
    const to = values.into ?? targetLanguages(process.env.TRANSLATE_INTO)[0] ?? 'en';
    if (!isWireLanguage(to)) throw new UsageError(`--into wants one of hy az ru en ka tr, not '${to}'`);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim());
    process.stdout.write(
      await check(
        lines.filter((line) => line !== ''),
        to,
      ),
    );
    return 0;
  },
};
