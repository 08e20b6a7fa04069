import { expect, it } from 'vitest';
import { defaultTagger } from '../../../../shared/catalogue/default-tagger.ts';
import { denialsIn } from '../../../../shared/domain/story/denials.ts';
import type { StoryArticle } from '../../../../shared/domain/story/story.ts';
import { articleOf } from './story-fixture.ts';

const tagger = defaultTagger();
let n = 0;
function told(language: string, title: string, summary = ''): StoryArticle {
  n += 1;
  const article = articleOf('s', language, {
    title,
    at: `2026-11-24T06:${String(n).padStart(2, '0')}:00.000Z`,
    n,
  });
  const { evidence } = tagger.tag({ title, summary, language, country: article.country });
  return { ...article, summary, evidence };
}
const sidesOf = (...articles: StoryArticle[]): string[] => denialsIn(articles).map(({ side }) => side);

it.each([
  ['en', 'Baku denies Yerevan’s report of fire near Kirants'],
  ['en', 'Armenia reports shooting; Azerbaijan denied it'],
  ['ru', 'Баку опроверг сообщение Еревана об обстреле'],
  ['ru', 'Ереван сообщил о раненом, в Азербайджане обстрел опровергли'],
  ['hy', 'Բաքուն հերքել է Երևանի հայտարարությունը կրակոցների մասին'],
  ['az', 'Azərbaycan Ermənistanın atəş barədə məlumatını təkzib edib'],
  ['ka', 'აზერბაიჯანმა სომხეთის განცხადება სროლის შესახებ უარყო'],
  ['tr', 'Azerbaycan, Ermenistan’ın ateş iddiasını yalanladı'],
])('%s: «%s» is a denial by Baku', (language, title) => {
  expect(sidesOf(told(language, title))).toEqual(['baku']);
});

it.each([
  ['en', 'Baku did not deny the report'],
  ['ru', 'Баку не опроверг сообщение Еревана'],
  ['en', 'Baku and Yerevan agree on the border'],
  ['az', 'Azərbaycan və Ermənistan razılığa gəlib'],
])('%s: «%s» is none', (language, title) => {
  expect(sidesOf(told(language, title))).toEqual([]);
});

it('quotes the side’s own outlet where it has one, and of each side one denial', () => {
  const first = told('ru', 'Баку опроверг сообщение Еревана об обстреле');
  const own = told('az', 'Azərbaycan Ermənistanın atəş barədə məlumatını təkzib edib');
  const [denial, ...more] = denialsIn([first, own]);
  expect(denial).toMatchObject({ side: 'baku', outletId: own.outletId, text: own.title });
  expect(more).toEqual([]);
});
