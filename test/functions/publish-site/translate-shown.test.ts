import { expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import type { KeptTranslation, TranslationPorts } from '../../../functions/publish-site/translate-shown.ts';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import { checkTranslation } from '../../../shared/domain/story/translation-check.ts';
import { tell, told } from './fixture-stories.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';

const [first] = told;
if (first === undefined) throw new Error('no story');
const title = 'Փաշինյանը Բիշքեկում հանդիպել է Պուտինին';
const summary = 'Կողմերը երկու ժամ քննարկել են ՀԱՊԿ 2026 թվականի բյուջեն։';
const telling = {
  ...first,
  pieces: [
    { outlet: 'ararat-post', language: 'hy', title, after: 0, summary },
    { outlet: 'araz', language: 'hy', title: 'Հանդիպում Բիշքեկում', after: 1, reprintOf: 0 },
  ],
};
const english: Record<string, string> = {
  [title]: 'Pashinyan meets Putin in Bishkek',
  [summary]: 'The sides discussed the CSTO budget for 2026 for two hours.',
};

function setUp(more: Partial<TranslationPorts> = {}, answers = english) {
  const kept = new Map<string, KeptTranslation>();
  const asked: string[] = [];
  const translations: TranslationPorts = {
    translator: {
      engine: 'Test Engine',
      translate: (texts) => {
        asked.push(...texts);
        return Promise.resolve(texts.map((text) => answers[text] ?? null));
      },
    },
    into: ['en'],
    readTranslations: (ids) => Promise.resolve(new Map([...kept].filter(([id]) => ids.includes(id)))),
    keepTranslation: (id, translation) => Promise.resolve(void kept.set(id, translation)),
    claimCharacters: () => Promise.resolve(true),
    isSpent: () => Promise.resolve(false),
    check: (translated) => checkTranslation(translated, defaultTagger()),
    log: () => undefined,
    ...more,
  };
  const memory = memorySite([telling]);
  const publish = (at = now) =>
    publishSite({ ...memory.ports, translations }, { ...site(), into: ['en'] }, at);
  return { publish, asked, kept, page: (path: string) => textOf(memory.files, path) };
}

const id = tell(telling).story.id;
const later = new Date(now.getTime() + 5 * 60_000);

it('shows the translation with its engine first, and the original under it', async () => {
  const { publish, page } = setUp();
  await publish();
  for (const path of ['index.html', `stories/${id}.html`]) {
    const at = (text: string): number => page(path).indexOf(text, page(path).indexOf('<main'));
    expect(at('Pashinyan meets Putin in Bishkek')).toBeGreaterThan(0);
    expect(page(path)).toMatch(/machine translation<\/span>, Test Engine/);
    expect(at(`<span lang="hy">${title}</span>`)).toBeGreaterThan(at('Pashinyan meets Putin in Bishkek'));
    expect(page(path)).toContain('The sides discussed the CSTO budget');
  }
});

it('stands in the feeds too, with its engine, before the originals', async () => {
  const { publish, page } = setUp();
  await publish();
  const [item] = JSON.parse(page('feeds/all.json')).items;
  expect(item.title).toBe(title);
  const at = (text: string): number => item.content_html.indexOf(text);
  expect(at('<span lang="en">Pashinyan meets Putin in Bishkek</span>')).toBeGreaterThanOrEqual(0);
  expect(item.content_html).toContain('<small>(machine translation, Test Engine)</small>');
  expect(at(summary)).toBeGreaterThan(at('The sides discussed the CSTO budget'));
  expect(page('feeds/all.atom')).toContain('Pashinyan meets Putin in Bishkek');
});

it('sends each text once, and no reprint', async () => {
  const { publish, asked } = setUp();
  const { textsTranslated, charactersTranslated } = await publish();
  expect({ textsTranslated, charactersTranslated }).toEqual({
    textsTranslated: 2,
    charactersTranslated: title.length + summary.length,
  });
  expect(await publish(later)).toMatchObject({ textsTranslated: 0, charactersTranslated: 0 });
  expect(asked.sort()).toEqual([title, summary].sort());
});

it('an edition of the site goes out without a failing engine, says what stories are about, and is mended later', async () => {
  let works = false;
  const { publish, page, asked } = setUp({
    translator: {
      engine: 'Test Engine',
      translate: (texts) =>
        works
          ? Promise.resolve(texts.map((text) => english[text] ?? null))
          : Promise.reject(new Error('down')),
    },
  });
  await publish();
  expect(asked).toEqual([]);
  expect(page('index.html')).toMatch(/class="gloss"[^>]*>Armenian: Armenia–Azerbaijan · /);
  works = true;
  await publish(later);
  expect(page(`stories/${id}.html`)).toContain('Pashinyan meets Putin in Bishkek');
});

it('a spent budget leaves the gloss, and the page says so', async () => {
  const { publish, page, asked } = setUp({
    claimCharacters: () => Promise.resolve(false),
    isSpent: () => Promise.resolve(true),
  });
  await publish();
  expect(asked).toEqual([]);
  expect(page('index.html')).toContain('class="gloss"');
  expect(page('index.html')).toContain('budget of this month is used up');
});

it('a wrong number is not shown, a lost name is called uncertain', async () => {
  const { publish, page, kept } = setUp(
    {},
    {
      [title]: 'Pashinyan meets Putin',
      [summary]: 'The sides discussed the CSTO budget for 2027 for two hours.',
    },
  );
  await publish();
  expect([...kept.values()].map(({ text }) => text)).toContain(null);
  expect(page('index.html')).not.toContain('2027');
  expect(page('index.html')).toMatch(/uncertain: compare the original<\/span>, Test Engine/);
});
