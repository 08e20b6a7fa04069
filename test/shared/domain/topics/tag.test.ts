import { describe, expect, it } from 'vitest';
import { defaultTagger } from '../../../../shared/catalogue/default-tagger.ts';
import { entityCatalogue, packSet } from '../../../../shared/catalogue/packs.ts';
import { compilePacks } from '../../../../shared/domain/topics/compile.ts';
import { taggerOf } from '../../../../shared/domain/topics/tag.ts';
import { packSchema } from '../../../../shared/domain/topics/pack.ts';
import story from '../../../fixtures/observer-mission.json' with { type: 'json' };

const tagger = defaultTagger();
const tag = (title: string, summary = '', language = 'und') => tagger.tag({ title, summary, language });
const ids = (title: string, summary = '') => tag(title, summary).entities.map((entity) => entity.id);

describe('an article on the CSTO that does not name it', () => {
  it('names it all the same, by the words that made the topic', () => {
    const { topics, entities } = tag(
      'General Secretary of the Moscow-backed alliance arrives in Dushanbe',
      'Tasmagambetov will inspect drills of the member states.',
      'en',
    );
    expect(topics).toEqual(['csto']);
    const [named, ...more] = entities.filter(({ id }) => id === 'csto');
    expect(more).toEqual([]);
    expect(named?.places.length).toBeGreaterThan(0);
  });
  it('is not named by an article on something else', () => {
    expect(ids('Opposition alliance holds a rally in Paris')).not.toContain('csto');
  });
});

describe('the news of 2023-11-21', () => {
  const full = tag(story.title, story.full, 'en');
  it('in full length is about the CSTO, its membership and diplomacy, and about Armenia and Azerbaijan', () => {
    expect(full.topics).toEqual(['csto', 'armenia-azerbaijan']);
    expect(full.subtopics).toEqual(expect.arrayContaining(['membership', 'diplomacy']));
  });
  it('names the people and places', () => {
    expect(full.entities.map((entity) => entity.name)).toEqual(
      expect.arrayContaining([
        'Nikol Pashinyan',
        'Alexander Lukashenko',
        'Imangali Tasmagambetov',
        'Minsk',
        'Yerevan',
        'Syunik',
      ]),
    );
  });
  it('in sixty words without the attack is about the CSTO alone', () => {
    expect(tag(story.title, story.short, 'en').topics).toEqual(['csto']);
  });
});

describe('one name in all languages and cases', () => {
  it.each([
    'Փաշինյանին',
    'Пашиняну',
    'Paşinyanın',
    'ფაშინიანმა',
    'Pashinian’s',
    'PASHINYAN',
    "Paşinyan'la",
    'ՓԱՇԻՆՅԱՆ',
  ])('%s', (name) => {
    expect(ids(`${name} – Minsk`)).toContain('nikol-pashinyan');
  });
  it.each([
    ['ՀԱՊԿ-ի', 'hy'],
    ['ՀԱՊԿ-ում', 'hy'],
    ['KTMT-nin', 'az'],
    ['ОДКБ-шный', 'ru'],
    ['CSTO’s', 'en'],
    ['კუხოს', 'ka'],
    ["KGAÖ'nün", 'tr'],
  ])('the acronym with its ending: %s', (name) => {
    expect(tag(`${name} 2024`).topics).toEqual(['csto']);
  });
  it('dotted and dotless i are one letter: BAKI, Bakı, BAKİ', () => {
    for (const name of ['BAKI', 'Bakı', 'BAKİ']) expect(ids(`${name} 2024`)).toContain('baku');
  });
  it('և is եւ, and եվ in capitals; ё is е, Mtavruli is Mkhedruli', () => {
    for (const name of ['ᲔᲠᲔᲕᲐᲜᲘ', 'Երևանում', 'Երեւանում', 'ԵՐԵՎԱՆՈՒՄ', 'ԵՐԵՒԱՆՈՒՄ', 'ЕРЕВАН', 'Ёреван'])
      expect(ids(`${name} 2024`), name).toContain('yerevan');
  });
  it('a name keeps apart what shares its beginning: Սահմանադրություն is no border, görüş no Goris', () => {
    expect(ids('Azərbaycan və Türkiyə: görüş keçirildi')).not.toContain('goris');
  });
  it('a phrase ends at a comma: a list of countries is no pair', () => {
    expect(ids('The European Union spoke')).toContain('european-union');
    expect(ids('European, Union and others')).not.toContain('european-union');
    expect(
      tag('Банк пересмотрел прогноз', 'В докладе названы Молдова, Армения, Азербайджан и Украина.').topics,
    ).toEqual([]);
  });
  it('an acronym counts in capitals only', () => {
    expect(ids('Он ес и пил')).not.toContain('european-union');
  });
});

describe('what an answer does not depend on', () => {
  it('articles read before: the memory of words is larger than none and smaller than a day of news', () => {
    const fresh = taggerOf(compilePacks(packSet(), entityCatalogue())).tag({
      title: story.title,
      summary: story.full,
      language: 'en',
    });
    const used = taggerOf(compilePacks(packSet(), entityCatalogue()));
    for (let text = 0; text < 400; text += 1) {
      const words = Array.from(
        { length: 150 },
        (_, word) =>
          `${['Pashinyan', 'Баку', 'ՀԱՊԿ', 'summit'][word % 4] ?? ''}${(text * 150 + word).toString(36)}`,
      );
      used.tag({ title: '', summary: words.join(' '), language: 'und' });
    }
    expect(used.tag({ title: story.title, summary: story.full, language: 'en' })).toEqual(fresh);
  });
  it('marks inside a word: soft hyphens, accents, joiners', () => {
    for (const name of ['Паши\u00adняну', 'Пашиня\u0301ну', 'Փաշինյ\u055bանին', 'Pash\u200dinyan'])
      expect(ids(`${name} – Minsk`), name).toContain('nikol-pashinyan');
  });
  it('a word far too long for a name, and a text of nothing', () => {
    expect(ids(`Pashinyan${'a'.repeat(70_000)} Minsk`)).not.toContain('nikol-pashinyan');
    expect(tag('', '').topics).toEqual([]);
    expect(ids(`${'a'.repeat(100)} Minsk`)).toContain('minsk');
  });
  it('a stem is found with an ending of its language, not with any', () => {
    expect(ids('в Минске')).toContain('minsk');
    expect(ids('Минскергер')).not.toContain('minsk');
  });
});

describe('about is not mentions', () => {
  it('a passing mention in a long text is no tag', () => {
    const { topics } = tag(
      'Kazakhstan opens new railway terminal',
      'The terminal in Aktau was opened on Monday. It cost 90 million dollars and took three years. The minister said trade through the port had doubled. He had been to a CSTO meeting the day before.',
    );
    expect(topics).toEqual([]);
  });
  it.each([
    'Armenia and Azerbaijan drawn together in UEFA qualifiers',
    'Armenia and Azerbaijan both through to Eurovision final',
  ])('sport and song: %s', (title) => expect(tag(title).topics).toEqual([]));
  it('says for a topic not given the nearest rule and what it lacked', () => {
    const [miss] = tag('Armenian farmers in Paris').nearMisses.filter(
      (one) => one.of === 'armenia-azerbaijan',
    );
    expect(miss?.rule).toBe('both-in-text');
    expect(miss?.lacked).toBe('no azerbaijan in the text');
  });
});

describe('evidence', () => {
  it('points into the text: every place is the text it says', () => {
    const text = { title: story.title, summary: story.full, language: 'en' };
    const tagging = tagger.tag(text);
    const places = [...tagging.evidence, ...tagging.nearMisses].flatMap((one) => one.places);
    expect(places.length).toBeGreaterThan(20);
    for (const place of places) expect(text[place.field].slice(place.start, place.end)).toBe(place.text);
  });
  it('is there for each topic, subtopic and entity', () => {
    const { topics, subtopics, entities, evidence } = tag(story.title, story.full);
    const spoken = new Set(evidence.map((one) => one.of));
    for (const id of [...topics, ...subtopics, ...entities.map((entity) => entity.id)])
      expect(spoken).toContain(id);
  });
  it('adds up to the threshold', () => {
    const { evidence } = tag(story.title, story.full);
    for (const topic of ['csto', 'armenia-azerbaijan']) {
      const score = evidence
        .filter((one) => one.kind === 'topic' && one.of === topic)
        .reduce((sum, one) => sum + one.score, 0);
      expect(score).toBeGreaterThanOrEqual(1);
    }
  });
});

describe('a pack by data alone', () => {
  const georgiaEu = packSchema.parse({
    id: 'georgia-eu',
    order: 3,
    version: 1,
    names: { hy: 'ա', az: 'a', ru: 'а', en: 'Georgia–EU', ka: 'ა', tr: 'a' },
    groups: {
      georgia: { terms: { en: ['Georgia', 'Tbilisi'], ru: ['Грузия', 'грузинск*'] } },
      eu: { entities: ['european-union'], terms: { en: ['Brussels'], ru: ['Евросоюз'] } },
    },
    anchors: ['georgia'],
    threshold: 1,
    rules: [{ name: 'both-in-title', score: 1, when: [{ in: 'title', all: ['georgia', 'eu'] }] }],
    subtopics: ['diplomacy'],
  });
  const set = packSet();
  const wider = taggerOf(compilePacks({ ...set, packs: [...set.packs, georgiaEu] }, entityCatalogue()));
  it('tags its topic', () => {
    expect(
      wider.tag({ title: 'Евросоюз приостановил диалог с Грузией', summary: '', language: 'ru' }).topics,
    ).toEqual(['georgia-eu']);
  });
  it('leaves the other topics as they were', () => {
    expect(wider.tag({ title: story.title, summary: story.full, language: 'en' }).topics).toEqual([
      'csto',
      'armenia-azerbaijan',
    ]);
  });
  it('changes the pack version', () => expect(wider.packVersion).not.toBe(tagger.packVersion));
  it('is refused when it names a group that does not exist', () => {
    const broken = { ...georgiaEu, anchors: ['nowhere'] };
    expect(() => compilePacks({ ...set, packs: [broken] }, [])).toThrow(
      "no group 'nowhere' (pack 'georgia-eu')",
    );
  });
});
