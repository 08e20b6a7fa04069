import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noMemory, previewEdition } from '../../functions/plan-digests/preview-edition.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { materialOf } from './digest-material.ts';
import type { LocalWire } from './local-wire.ts';

/** A reader who wants everything; also the sample reader. */
export const everything: Preferences = {
  topics: Object.keys(topicNames.topics),
  languages: [...wireLanguages],
  interface: 'en',
  frequency: 'daily',
  weekday: 1,
  hour: 7,
  zone: 'UTC',
  quietNote: false,
};

/** How much of the preview's text goes to the terminal. */
const mostLines = 30;

/** The digest that a new reader of everything would get now: its head as lines, and the whole as files in the data folder. */
export async function previewDigest(wire: LocalWire, now: Date): Promise<string[]> {
  const made = previewEdition(await materialOf(wire, now), everything, {
    memory: noMemory,
    siteUrl: wire.settings.SITE_URL,
  });
  if (made === null) return ['Digest    nothing new on the topics: no mail would be sent'];
  const folder = join(wire.folder.path, 'preview');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'digest.html'), made.mail.html);
  writeFileSync(join(folder, 'digest.txt'), made.mail.text);
  const text = made.mail.text.trimEnd().split('\n');
  const shown = text.slice(0, mostLines).map((line) => `  | ${line}`.trimEnd());
  const more =
    text.length > mostLines
      ? [
          `  | … ${text.length - mostLines} more lines in ${join(folder, 'digest.txt')}; ${join(folder, 'digest.html')} is the mail as a page`,
        ]
      : [];
  return [`Digest    preview: ${made.mail.subject}`, ...shown, ...more];
}
