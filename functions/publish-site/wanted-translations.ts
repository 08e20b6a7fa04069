import { byWeight, headlineLanguages, inBestLanguage } from '../../shared/domain/digest/headline.ts';
import { type Language, type WireLanguage, wireLanguages } from '../../shared/domain/language.ts';
import { type Lead, leadFor } from '../../shared/domain/story/lead.ts';
import type { Story, StoryArticle } from '../../shared/domain/story/story.ts';
import { chosenHeadline } from '../../shared/domain/site/card.ts';

/** A text that a reader of `to` is shown in a language that is not hers. */
export interface WantedTranslation {
  text: string;
  from: Language;
  to: WireLanguage;
}

const distinctTexts = (wanted: readonly WantedTranslation[]): WantedTranslation[] => [
  ...new Map(wanted.map((each) => [`${each.to} ${each.text}`, each])).values(),
];

/** The title that stands for each side in a mail of this language. */
function sideTitles(articles: readonly StoryArticle[], to: WireLanguage): { text: string; from: Language }[] {
  const languages = headlineLanguages({ interface: to, languages: [...wireLanguages] });
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  const sides = [...new Set(originals.map(({ side }) => side))];
  return sides.flatMap((side) => {
    const own = originals.filter((article) => article.side === side);
    const [best] = inBestLanguage(own, languages).sort(byWeight);
    return best === undefined ? [] : [{ text: best.title, from: best.language }];
  });
}

/** Only what is shown: the headline, the leads, and the titles of the sides; reprints never. */
export function wantedTranslations(
  story: Pick<Story, 'headlines'>,
  articles: readonly StoryArticle[],
  { leads, into }: { leads: readonly Lead[]; into: readonly WireLanguage[] },
): WantedTranslation[] {
  const wanted = into.flatMap((to) => {
    const headline = chosenHeadline(story.headlines, to);
    const lead = leadFor(leads, to);
    const others = leads.filter(({ side }) => side !== lead?.side);
    const texts = [
      { text: headline.title, from: headline.language },
      ...[...(lead === undefined ? [] : [lead]), ...others].map(({ text, language }) => ({
        text,
        from: language,
      })),
      ...sideTitles(articles, to),
    ];
    return texts.filter(({ text, from }) => from !== to && text !== '').map((each) => ({ ...each, to }));
  });
  return distinctTexts(wanted);
}
