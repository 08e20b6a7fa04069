import { type Told, type Verdict, judge } from '../../shared/domain/edition-choice.ts';
import { contentHash } from '../../shared/domain/edition-choice.ts';
import type { Edition, Memory } from '../../shared/domain/edition.ts';
import { digestMail, type Mail, renderEdition } from '../../shared/domain/digest-mail.ts';
import { localTime } from '../../shared/domain/local-time.ts';
import type { Preferences } from '../../shared/domain/subscriber.ts';
import { composeEdition, type Material, type ReaderState, windowOf } from './compose-edition.ts';

/** A reader who never had an edition. */
export const noMemory: Memory = { coveredUntil: null, seen: new Map() };

export interface Preview {
  edition: Edition;
  /** The mail as it would go out, with links that open nothing. */
  mail: Mail;
}

export interface PreviewOptions {
  memory?: Memory;
  siteUrl: string;
}

/** As if the reader had confirmed just now. */
const readerAt = ({ now }: Material, { preferences, memory }: { preferences: Preferences; memory: Memory }): ReaderState =>
  ({ preferences, memory, window: windowOf({ memory, confirmedAt: now.toISOString(), now }) });

/** The edition these preferences would get now, and its mail; null where nothing is new. Writes and sends nothing. */
export function previewEdition(material: Material, preferences: Preferences, { memory = noMemory, siteUrl }: PreviewOptions): Preview | null {
  const { date } = localTime(material.now, preferences.zone);
  const edition = composeEdition(material, readerAt(material, { preferences, memory }), date);
  if (edition === null) return null;
  const nowhere = `${siteUrl}/s/preview`;
  const links = { preferences: nowhere, privacy: nowhere, unsubscribe: nowhere, archive: `${siteUrl}/editions/${date}/${contentHash(edition)}.html` };
  const reader = { address: 'preview@example.org', preferences, confirmedAt: material.now.toISOString(), links };
  return { edition, mail: digestMail(renderEdition(edition, siteUrl), reader, {}) };
}

/** Why a story is or is not in these preferences' next edition: the verdict, and its place where it is in. */
export function explainStory(material: Material, told: Told, { preferences, memory }: { preferences: Preferences; memory: Memory }): { verdict: Verdict; place: number | null } {
  const reader = readerAt(material, { preferences, memory });
  const verdict = judge(told, preferences, { from: reader.window.from, now: material.now, memory });
  const edition = composeEdition(material, reader, localTime(material.now, preferences.zone).date);
  const at = [...(edition?.stories ?? []), ...(edition?.briefs ?? [])].findIndex((story) => story.storyId === told.story.id);
  return { verdict, place: at < 0 ? null : at + 1 };
}
