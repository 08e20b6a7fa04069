import type { Language } from '../language.ts';
import { cutText } from '../text/clean-text.ts';
import { sentencesOf } from '../text/sentences.ts';
import { abbreviationsOf } from './lead-markers.ts';

/** Room for the two or three sentences among which a lead is chosen. */
const longest = 400;

/** The whole sentences with which a text begins, at most 400 units: its start, or a cut first sentence. */
export function beginningOf(text: string, language: Language): string {
  let end = 0;
  for (const sentence of sentencesOf(text.slice(0, 3 * longest), abbreviationsOf(language))) {
    const next = text.indexOf(sentence, end) + sentence.length;
    if (next > longest) break;
    end = next;
  }
  return end === 0 ? cutText(text, longest) : text.slice(0, end);
}
