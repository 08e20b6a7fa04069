import claimNames from '../../shared/catalogue/claim-names.json' with { type: 'json' };
import zoneCities from '../../shared/catalogue/zone-cities.json' with { type: 'json' };
import strings from '../../shared/catalogue/interface-site.json' with { type: 'json' };
import { type Html, html } from '../../shared/domain/text/html.ts';
import type { WireLanguage } from '../../shared/domain/language.ts';
import type { SiteNames } from './site.ts';

type TextKey = keyof typeof strings.en;

/** Each interface language in its own words. */
export const languageNames: Record<string, string> = {
  hy: 'Հայերեն',
  az: 'Azərbaycanca',
  ru: 'Русский',
  en: 'English',
  ka: 'ქართული',
  tr: 'Türkçe',
};

/** The interface in one language. */
export interface Interface {
  language: WireLanguage;
  text(key: TextKey): string;
  /** The text as an element that the page's script can show in another interface language. */
  label(key: TextKey): Html;
  topic(id: string): Html;
  subtopic(id: string): Html;
  /** What outlets count: killed, prisoners … */
  counted(what: string): Html;
  /** A time zone by its city. */
  zone(id: string): string;
  topicText(id: string): string;
  subtopicText(id: string): string;
  languageName(code: string): string;
}

/** All texts of one language by key; topics, subtopics and what is counted under `topic.ID`, `subtopic.ID`, `claim.ID` and `zone.ID`. */
export function textsOf(language: WireLanguage, names: SiteNames): Record<string, string> {
  const texts: Record<string, string> = { ...strings.en, ...strings[language] };
  for (const [id, byLanguage] of Object.entries(names.topics)) texts[`topic.${id}`] = byLanguage[language];
  for (const [id, byLanguage] of Object.entries(names.subtopics))
    texts[`subtopic.${id}`] = byLanguage[language];
  for (const [id, byLanguage] of Object.entries(claimNames)) texts[`claim.${id}`] = byLanguage[language];
  for (const [zone, byLanguage] of Object.entries(zoneCities)) texts[`zone.${zone}`] = byLanguage[language];
  return texts;
}

export function interfaceIn(language: WireLanguage, names: SiteNames): Interface {
  const texts = textsOf(language, names);
  const text = (key: string): string => texts[key] ?? key.replace(/^(topic|subtopic|claim|zone)\./, '');
  const label = (key: string): Html => html`<span data-t="${key}">${text(key)}</span>`;
  const languages = new Intl.DisplayNames([language], { type: 'language' });
  return {
    language,
    text,
    label,
    topic: (id) => label(`topic.${id}`),
    subtopic: (id) => label(`subtopic.${id}`),
    counted: (what) => label(`claim.${what}`),
    zone: (id) => text(`zone.${id}`),
    topicText: (id) => text(`topic.${id}`),
    subtopicText: (id) => text(`subtopic.${id}`),
    languageName: (code) => languages.of(code) ?? code,
  };
}
