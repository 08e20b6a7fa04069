import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { amazonTranslate } from '../../shared/aws/translate.ts';
import { translationRows } from '../../shared/aws/translation-rows.ts';
import { entityEntries } from '../../shared/catalogue/entities.at-build.ts';
import { terminologyCsv } from '../../shared/catalogue/terminology.ts';
import { checkTranslation } from '../../shared/domain/story/translation-check.ts';
import type { Settings } from '../../shared/env.ts';
import { SettingsError } from '../../shared/errors.ts';
import { libreTranslate } from '../../shared/http/libre-translate.ts';
import { log } from '../../shared/log.ts';
import {
  engineNames,
  isBudgetSpent,
  targetLanguages,
  translationBudget,
} from '../../shared/translation-engines.ts';
import type { TranslationPorts, Translator } from './translate-shown.ts';

type EngineSettings = Pick<
  Settings<'publish-site'>,
  'TRANSLATE_ENGINE' | 'TRANSLATE_URL' | 'TRANSLATE_KEY' | 'TRANSLATE_RECORDED'
>;

const recordings = z.record(z.string(), z.record(z.string(), z.string()));

/** Translations that were written down: `{"hy": {"original": "…"}}` by language of the reader. */
function recordedTranslator(file: string): Translator {
  const known = recordings.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    engine: engineNames.recorded,
    translate: (texts, _from, to) => Promise.resolve(texts.map((text) => known[to]?.[text] ?? null)),
  };
}

/** @returns null where nobody translates. @throws SettingsError naming what the engine lacks */
export function translatorFrom(settings: EngineSettings): Translator | null {
  const { TRANSLATE_ENGINE: engine, TRANSLATE_URL: url, TRANSLATE_KEY: key } = settings;
  if (engine === 'aws') return amazonTranslate(terminologyCsv(entityEntries));
  if (engine === 'libretranslate') {
    if (url === undefined)
      throw new SettingsError(
        'TRANSLATE_ENGINE is libretranslate: set TRANSLATE_URL to the address of the server',
      );
    return libreTranslate({ url, key });
  }
  if (engine === 'recorded') {
    if (settings.TRANSLATE_RECORDED === undefined)
      throw new SettingsError(
        'TRANSLATE_ENGINE is recorded: set TRANSLATE_RECORDED to a file of translations',
      );
    return recordedTranslator(settings.TRANSLATE_RECORDED);
  }
  return null;
}

/** What a round needs to translate; undefined where nobody does. */
export function translationPortsFrom(settings: Settings<'publish-site'>): TranslationPorts | undefined {
  const translator = translatorFrom(settings);
  if (translator === null) return undefined;
  const budget = translationBudget(settings);
  const rows = translationRows(settings.TABLE_STORIES, budget);
  return {
    translator,
    into: targetLanguages(settings.TRANSLATE_INTO),
    ...rows,
    isSpent: async (now) => isBudgetSpent(await rows.charactersSent(now), budget),
    // Most rounds translate nothing, and most wires nothing at all: the tagger is not theirs to load.
    check: async (translated) => {
      const { defaultTagger } = await import('../../shared/catalogue/default-tagger.ts');
      return checkTranslation(translated, defaultTagger());
    },
    log,
  };
}
