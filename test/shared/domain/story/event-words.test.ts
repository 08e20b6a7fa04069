import { describe, expect, it } from 'vitest';
import terms from '../../../../shared/catalogue/event-terms.json' with { type: 'json' };
import { EventTermFinder } from '../../../../shared/domain/story/event-terms.ts';
import { fold } from '../../../../shared/domain/text/folding.ts';

const finder = new EventTermFinder(terms);
const found = (language: string, words: string): string[] => [
  ...finder.find(fold(words).split(' '), language),
];

describe('an event term', () => {
  it.each([
    ['hy', 'ականատես ականջ Բեռլին Բեռնի խնդրի դիմաց դիմագիծ դատարկ գինի գինու տանում տանել Մաքսիմ բնական'],
    ['az', 'subay saytı saytında yolçu Sumqayıt'],
    ['ru', 'волна волны Волков Волга Волгоград Курск курсанты послал искра искусство исключение'],
    ['ka', 'სოფო სოფიო ომიძე'],
    ['tr', 'subay subaylar insanı insanın atak Sayıştay yasak yasaklandı'],
    ['en', 'Powell powder powers dealers mpox'],
  ])('of %s is not read in words that only begin like it', (language, words) => {
    const wrong = words.split(' ').flatMap((word) => found(language, word).map((term) => `${word}: ${term}`));
    // Energy is what English power does mean.
    expect(wrong.filter((line) => !line.endsWith(': energy'))).toEqual([]);
  });
  it.each([
    ['hy', 'ականներ', 'mine'],
    ['hy', 'բեռներ', 'trade'],
    ['hy', 'դատարան', 'trial'],
    ['hy', 'բնակիչներ', 'residents'],
    ['az', 'yollar', 'road'],
    ['ru', 'посол', 'ambassador'],
    ['ru', 'иски', 'compensation'],
    ['ka', 'სოფელი', 'village'],
    ['ka', 'ომში', 'war'],
    ['tr', 'insani yardım', 'aid'],
    ['tr', 'atandı', 'appoint'],
    ['en', 'POW', 'prisoners'],
  ])('of %s is still read in %s', (language, words, term) => {
    expect(found(language, words)).toContain(term);
  });
});
