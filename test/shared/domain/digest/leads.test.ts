import { expect, it } from 'vitest';
import { previewEdition } from '../../../../functions/plan-digests/preview-edition.ts';
import { editionSchema } from '../../../../shared/domain/digest/edition.ts';
import { articleOf, minutesAfter, storyOfArticles } from '../story/story-fixture.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';

const at = '2026-11-23T20:00:00.000Z';
const said = {
  ru: 'Комиссии прошли 12 километров вдоль реки и подписали протокол.',
  hy: 'Հանձնաժողովները գետի երկայնքով անցել են 12 կիլոմետր և արձանագրություն ստորագրել։',
};
const articles = [
  { ...articleOf('s', 'hy', { title: 'Սահման', at, n: 0 }), summary: said.hy },
  { ...articleOf('s', 'ru', { title: 'Граница', at: minutesAfter(at, 5), n: 1 }), summary: said.ru },
  { ...articleOf('s', 'az', { title: 'Sərhəd', at: minutesAfter(at, 9), n: 2 }), summary: 'Sərhəd.' },
];
const stories = ['s', 't', 'u'].map((id) => {
  const own = articles.map((each) => ({ ...each, storyId: id, articleId: `${id}-${each.articleId}` }));
  return { story: storyOfArticles(id, own), articles: own };
});
const coverage = { feeds: 3, reached: 3, late: 0, blocked: 0, missing: [], missingMore: 0 };
const preview = (language: 'hy' | 'en') => {
  const material = { now: new Date('2026-11-24T03:00:00Z'), stories, coverage };
  const reader = { ...readerPreferences, interface: language };
  const made = previewEdition(material, reader, { siteUrl: 'https://wire.example' });
  if (made === null) throw new Error('no edition');
  return made;
};

it('a story has its lead with outlet, time and link; the other sides have their own words', () => {
  const { edition, mail } = preview('hy');
  const [story] = edition.stories;
  expect(story?.lead).toEqual({
    outlet: 'Sevan Lur',
    language: 'hy',
    url: 'https://sevan-lur.example/s/0',
    at,
    text: said.hy,
  });
  expect(story?.sides.map(({ side, quote }) => [side, quote])).toEqual([
    ['yerevan', undefined],
    ['baku', undefined],
    ['moscow', said.ru],
  ]);
  expect(mail.html).toMatch(new RegExp(`«${said.hy}»</span>\\s<span class="m"><a href="https://sevan-lur`));
  expect(mail.html).toContain(`<div class="q"><span lang="ru">«${said.ru}»</span></div>`);
  expect(mail.text).toContain(`«${said.hy}» (Sevan Lur,`);
});

it('the first lines of a mail say what happened, in a language the reader is likeliest to know', () => {
  const { mail } = preview('en');
  const wire = mail.html.slice(mail.html.indexOf('<ol'), mail.html.indexOf('</ol>'));
  expect(wire.split(`«${said.ru}»`)).toHaveLength(4);
  expect(mail.text).toContain(`     «${said.ru}» (Moskva Vesti)`);
});

it('what was frozen before there were leads is read', () => {
  const { edition } = preview('en');
  const before = edition.stories.map(({ lead: _lead, ...story }) => story);
  expect(editionSchema.safeParse({ ...edition, stories: before }).success).toBe(true);
  expect(editionSchema.parse(edition)).toEqual(edition);
});
