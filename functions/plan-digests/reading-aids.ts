import { translationRows } from '../../shared/aws/translation-rows.ts';
import { entityNames } from '../../shared/catalogue/entity-names.at-build.ts';
import type { StoryWithArticles } from '../../shared/domain/digest/choice.ts';
import { leadTextOf } from '../../shared/domain/story/lead.ts';
import { translationsFrom } from '../../shared/domain/story/translation.ts';
import type { Settings } from '../../shared/env.ts';
import {
  engineNames,
  isBudgetSpent,
  targetLanguages,
  translationBudget,
} from '../../shared/translation-engines.ts';
import { translationId } from '../../shared/translation-id.ts';

/** More names than a gloss shows: some stand as a pair. */
const entitiesKnown = 6;

type AidSettings = Pick<
  Settings<'plan-digests'>,
  'TABLE_STORIES' | 'TRANSLATE_ENGINE' | 'TRANSLATE_INTO' | 'TRANSLATE_BUDGET'
>;

/** A story with what helps readers of other languages. It asks no engine: an edition never waits for a translation. */
export type AddAids = (read: StoryWithArticles) => Promise<StoryWithArticles>;

/** Whether this month's budget for translations is used up; an edition says so. */
export async function isTranslationSpent(settings: AidSettings, now: Date): Promise<boolean> {
  const { TRANSLATE_ENGINE: engine = 'none', TABLE_STORIES: table } = settings;
  if (engine === 'none') return false;
  const budget = translationBudget(settings);
  return isBudgetSpent(await translationRows(table, budget).charactersSent(now), budget);
}

export function readingAids(settings: AidSettings): AddAids {
  const { TRANSLATE_ENGINE: engine = 'none' } = settings;
  const rows = translationRows(settings.TABLE_STORIES, 0);
  const into = targetLanguages(settings.TRANSLATE_INTO);
  return async (read) => {
    const names = read.story.entities.slice(0, entitiesKnown).flatMap((id) => entityNames[id] ?? []);
    if (engine === 'none') return { ...read, aids: { names, translations: new Map() } };
    const wanted = read.articles.flatMap((article) =>
      [article.title, leadTextOf(article)?.text ?? ''].flatMap((text) =>
        into
          .filter((to) => to !== article.language && text !== '')
          .map((to) => ({ text, from: article.language, to })),
      ),
    );
    const ids = wanted.map((each) => translationId(engineNames[engine], each));
    const known = await rows.readTranslations(ids);
    const made = wanted.flatMap(({ to, text }, at) => {
      const kept = known.get(ids[at] ?? '');
      if (kept === undefined || kept.text === null) return [];
      const { engine: by, uncertain } = kept;
      const translation = { text: kept.text, engine: by, ...(uncertain === true && { uncertain }) };
      return [{ to, text, translation }];
    });
    return { ...read, aids: { names, translations: translationsFrom(made) } };
  };
}
