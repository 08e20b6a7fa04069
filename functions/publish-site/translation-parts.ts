import { type Html, html } from '../../shared/domain/text/html.ts';
import type { Language, WireLanguage } from '../../shared/domain/language.ts';
import { glossLine } from '../../shared/domain/story/gloss.ts';
import type { Story } from '../../shared/domain/story/story.ts';
import { type Translation, translationOf, type Translations } from '../../shared/domain/story/translation.ts';
import type { Interface } from './interface.ts';
import type { Named, Site } from './site.ts';

/** A translation, and the reader whom it is for: the style sheet shows it in that interface language alone. */
interface For {
  to: WireLanguage;
  translation: Translation | undefined;
}

/** The original under what a machine made of it; the reader may ask for originals only. */
export function withOriginal(original: Html, made: readonly For[], ui: Interface): Html {
  const shown = made.flatMap(({ to, translation }) =>
    translation === undefined ? [] : [machineText(translation, to, ui)],
  );
  return shown.length === 0 ? original : html`${shown}<span class="original">${original}</span>`;
}

const machineText = ({ text, engine, uncertain }: Translation, to: WireLanguage, ui: Interface): Html =>
  html`<span class="mt" data-for="${to}"><span lang="${to}">${text}</span>
<small>${ui.label(uncertain === true ? 'machineUncertain' : 'machine')}, ${engine}</small></span>`;

/** Of one text, for every language that the site translates into. */
export const madeOf = (translations: Translations | undefined, text: string, site: Site): For[] =>
  site.into.map((to) => ({ to, translation: translationOf(translations, to, text) }));

/** What a headline in another language is about, for who has no translation of it. */
export function gloss(
  { topics, subtopics, entities }: Pick<Story, 'topics' | 'subtopics' | 'entities'>,
  language: Language,
  ui: Interface,
  site: Named,
): Html | null {
  if (language === ui.language || language === 'und') return null;
  const names = entities.flatMap((id) => site.names.entities.get(id)?.shown[ui.language] ?? []);
  const words = {
    languageName: (code: Language) => ui.languageName(code),
    topic: (id: string) => ui.topicText(id),
    subtopic: (id: string) => ui.subtopicText(id),
  };
  const line = glossLine({ language, topics, subtopics, names: [...new Set(names)] }, words);
  return html`<p class="gloss" data-for="${ui.language}">${line}</p>
`;
}
