import { describe, expect, it } from 'vitest';
import { previewEdition } from '../../../../functions/plan-digests/preview-edition.ts';
import type { StoryWithArticles } from '../../../../shared/domain/digest/choice.ts';
import { wordsOf } from '../../../../shared/catalogue/mail-words.ts';
import { renderEdition } from '../../../../shared/domain/digest/render-edition.ts';
import { wireLanguages } from '../../../../shared/domain/language.ts';
import { articleOf, minutesAfter, storyOfArticles, toldOf } from '../story/story-fixture.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T03:00:00Z');
const at = '2026-11-23T20:00:00.000Z';
const siteUrl = 'https://wire.example';
const coverage = { feeds: 300, reached: 290, late: 5, blocked: 5, missing: ['Sevan Lur'], missingMore: 0 };

/** Slugs of real length: 45 Georgian letters are 405 octets once percent-encoded. */
const slugs = {
  georgian: encodeURIComponent('საზღვრის-დელიმიტაციის-კომისიების-შეხვედრა-იჯევანში'),
  ascii:
    'border-delimitation-commissions-met-near-ijevan-and-agreed-on-the-next-stretch-of-twelve-kilometres',
};
const title = 'საზღვრის დელიმიტაციის კომისიებმა იჯევანთან შეხვედრისას თორმეტი კილომეტრი შეათანხმეს';

const sentence =
  'კომისიების თავმჯდომარეებმა დელეგაციებს სამუშაო ჯგუფების ანგარიშები გააცნეს, შემდეგ კი მდინარის გასწვრივ დარჩენილი მონაკვეთის რუკები შეადარეს და შემდეგი შეხვედრის ადგილი შეარჩიეს';

function heavyDay(slug: string, perSide: number): StoryWithArticles[] {
  return Array.from({ length: 70 }, (_, n) => {
    const articles = wireLanguages.flatMap((language, side) =>
      Array.from({ length: perSide }, (__, k) => ({
        ...articleOf(`s${n}`, language, {
          title: `${title} ${n}.${k}`,
          at: minutesAfter(at, n),
          n: side * 10 + k,
        }),
        // A lead of the full length, in the letters that take most octets.
        summary: `${sentence} (${n}.${k}).`,
        url: `https://news.example/${slug}-${n}-${side}-${k}`,
      })),
    );
    return { articles, story: storyOfArticles(`s${n}`, articles) };
  });
}

const preview = (stories: StoryWithArticles[], language: (typeof wireLanguages)[number] = 'hy') => {
  const made = previewEdition(
    { now, stories, coverage },
    { ...readerPreferences, interface: language },
    { siteUrl },
  );
  if (made === null) throw new Error('no edition');
  return made;
};

describe('a mail', () => {
  it.each([
    ['Georgian slugs, six sides with three articles', slugs.georgian, 3],
    ['Georgian slugs, six sides with one', slugs.georgian, 1],
    ['ASCII slugs, six sides with two', slugs.ascii, 2],
  ] as const)('of 70 stories (%s) has at most 90 KB in every language', (_name, slug, perSide) => {
    const stories = heavyDay(slug, perSide);
    for (const language of wireLanguages)
      expect(Buffer.byteLength(preview(stories, language).mail.html)).toBeLessThanOrEqual(90_000);
  });

  it('names in one line, or counts, what it does not tell, and the page on the web tells it all', () => {
    const { mail, edition } = preview(heavyDay(slugs.georgian, 3));
    const told = mail.html.match(/<h3 /g)?.length ?? 0;
    expect(told).toBeGreaterThanOrEqual(5);
    const named = edition.stories.filter(({ storyId }) => mail.text.includes(`/stories/${storyId}.html`));
    expect(named).toHaveLength(20);
    const rest = /(\d+)/.exec(wordsOf('hy').say('more', { n: edition.more }))?.[1];
    expect(Number(rest)).toBe(10);
    expect(mail.text).toContain(wordsOf('hy').say('more', { n: edition.more }));
    const page = renderEdition(edition, wordsOf('hy'), siteUrl, Number.POSITIVE_INFINITY);
    expect(page.htmlTop.match(/<h3 /g)).toHaveLength(20);
  });

  it('counts with a link even the one-liners that do not fit', () => {
    const { edition } = preview(heavyDay(slugs.georgian, 3));
    const { htmlTop } = renderEdition(edition, wordsOf('en'), siteUrl, 12_000);
    expect(Buffer.byteLength(htmlTop)).toBeLessThanOrEqual(12_000);
    const lines = edition.stories.length + edition.briefs.length;
    const shown = new Set(htmlTop.match(/\/stories\/s\d+\.html/g)).size;
    expect(shown).toBeLessThan(lines);
    expect(htmlTop).toMatch(
      new RegExp(`<a href="https://wire.example/">[^<]*${lines + edition.more - shown}`),
    );
  });

  it('has the way out in one short line at the top and again at the end', () => {
    const { html } = preview(heavyDay(slugs.georgian, 3)).mail;
    const links = [...html.matchAll(/href="https:\/\/wire\.example\/s\/preview"/g)].map(({ index }) => index);
    expect(links[0]).toBeLessThan(5_000);
    expect(links.at(-1)).toBeGreaterThan(Buffer.byteLength(html) / 4);
  });

  it('holds no width that a phone has not, once a client drops the style block', () => {
    const { html } = preview([toldOf({ id: 's', at })]).mail;
    const plain = html
      .replace(/<style>[^]*?<\/style>/, '')
      .replace(/<!--\[if mso\]>[^]*?<!\[endif\]-->/g, '');
    expect([...plain.matchAll(/width="([^"]+)"/g)].map((match) => match[1])).not.toContain('600');
    expect(plain).not.toMatch(/width="\d+"|style=/);
  });
});

describe('the shape of an edition', () => {
  const stories = [
    toldOf({ id: 'one', title: 'Talks', at }),
    toldOf({ id: 'two', title: 'Drill', at, topics: ['csto'], subtopics: [] }),
    toldOf({ id: 'three', title: 'Border', at, languages: ['hy'] }),
  ];
  const { mail } = preview(stories, 'en');

  it('begins with the main stories in a line each, then has its topics as sections', () => {
    const lines = mail.text.split('\n').filter((line) => line !== '');
    expect(lines[4]).toBe('If you read only this');
    expect(lines.slice(5, 8).every((line) => /^ {2}\d\. \S/.test(line))).toBe(true);
    const csto = mail.text.indexOf('\nCSTO\n\n');
    expect(csto).toBeGreaterThan(0);
    expect(mail.text.indexOf('Drill (en)\n', csto)).toBeGreaterThan(csto);
    expect(mail.html).toMatch(/<h2>CSTO<\/h2>[^]*Drill[^]*<h2>Armenia–Azerbaijan<\/h2>[^]*Talks/);
  });

  it('shows further articles by their titles', () => {
    const articles = Array.from({ length: 4 }, (_, n) =>
      articleOf('s', 'ru', { title: `Заголовок ${n}`, at: minutesAfter(at, n), n }),
    );
    const { text, html } = preview([{ articles, story: storyOfArticles('s', articles) }], 'ru').mail;
    for (const n of [0, 1, 2, 3]) expect(text).toContain(`Заголовок ${n}`);
    expect(html).toMatch(/>Заголовок 0<\/a><\/span> \(Moskva Vesti, ru\)/);
  });

  it('with few stories does not say them twice', () => {
    expect(preview(stories.slice(0, 2), 'en').mail.text).not.toContain('If you read only this');
  });
});
