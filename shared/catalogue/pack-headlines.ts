import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { wireLanguages } from '../domain/language.ts';
import type { Tagger } from '../domain/topics/tag.ts';
import { packSet } from './packs.ts';

const perLanguage = z.partialRecord(z.enum(wireLanguages), z.array(z.string().min(1)));
/** The headlines that live beside a pack: those it must take and those it must leave. */
const headlinesSchema = z.strictObject({ about: perLanguage, not: perLanguage });
export type PackHeadlines = z.infer<typeof headlinesSchema>;

/** By pack id: `topics/ID.headlines.json` beside the pack; a pack may have none. */
export const packHeadlines: Record<string, PackHeadlines> = Object.fromEntries(
  packSet().packs.flatMap(({ id }) => {
    const file = new URL(`topics/${id}.headlines.json`, import.meta.url);
    return existsSync(file) ? [[id, headlinesSchema.parse(JSON.parse(readFileSync(file, 'utf8')))]] : [];
  }),
);

export interface HeadlineResult {
  language: string;
  title: string;
  wanted: boolean;
  given: boolean;
  /** For a topic not given: the nearest rule and what it lacked. */
  lacked: string;
}

/** Every headline of a pack, tagged as a feed without descriptions would bring it. */
export function testHeadlines(tagger: Tagger, pack: string, headlines: PackHeadlines): HeadlineResult[] {
  const run = (wanted: boolean, lists: PackHeadlines['about']): HeadlineResult[] =>
    Object.entries(lists).flatMap(([language, titles]) =>
      titles.map((title) => {
        const { topics, nearMisses } = tagger.tag({ title, summary: '', language });
        const miss = nearMisses.find((one) => one.of === pack);
        return {
          language,
          title,
          wanted,
          given: topics.includes(pack),
          lacked: miss === undefined ? '' : `${miss.rule}: ${miss.lacked ?? ''}`,
        };
      }),
    );
  return [...run(true, headlines.about), ...run(false, headlines.not)];
}
