import { describe, expect, it } from 'vitest';
import { defaultTagger } from '../../../shared/catalogue/default-tagger.ts';
import { entityCatalogue } from '../../../shared/catalogue/packs.ts';
import { wireLanguages, type WireLanguage } from '../../../shared/domain/language.ts';
import { foldedWords } from '../../../shared/domain/topics/fold.ts';

const catalogue = entityCatalogue();
const ids = new Set(catalogue.map((entity) => entity.id));
const region = new Set(['AM', 'AZ', 'GE', 'RU', 'TR', 'IR', 'BY', 'KZ', 'KG', 'TJ']);

/** The names of the catalogue, one by one, with their marks. */
const names = catalogue.flatMap((entity) =>
  wireLanguages.flatMap((language) =>
    (entity.names[language] ?? []).map((name) => ({ id: entity.id, language, name })),
  ),
);

/** The letters a name of each language may have besides Latin ones (brands and acronyms stay Latin everywhere). */
const ownLetters: Record<WireLanguage, RegExp> = {
  hy: /\p{Script=Armenian}/u,
  ru: /\p{Script=Cyrillic}/u,
  ka: /\p{Script=Georgian}/u,
  en: /\p{Script=Latin}/u,
  az: /\p{Script=Latin}/u,
  tr: /\p{Script=Latin}/u,
};
/** Georgian outlets write these Russian acronyms and names in Cyrillic. */
const cyrillicInGeorgian = new Set(['ОДКБ', 'ФСБ', 'ТАСС', 'РИА', 'Новости']);

const foundIn = (title: string, language: string, country?: string): string[] =>
  defaultTagger()
    .tag({ title, summary: '', language, ...(country !== undefined && { country }) })
    .entities.map((mention) => mention.id);

describe('the entity catalogue', () => {
  it('holds at least 450 entities with 4,000 names', () => {
    expect(catalogue.length).toBeGreaterThanOrEqual(450);
    expect(names.length).toBeGreaterThanOrEqual(4_000);
  });

  it('gives every id and every canonical name once', () => {
    expect(ids.size).toBe(catalogue.length);
    expect(new Set(catalogue.map((entity) => entity.name)).size).toBe(catalogue.length);
  });

  it('points only to entities that exist', () => {
    const targets = catalogue
      .flatMap((entity) => [entity.sameAs, entity.partOf])
      .filter((target) => target !== undefined);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  it('names everyone and everything of the region in all six languages', () => {
    const incomplete = catalogue.filter(
      (entity) =>
        entity.country !== undefined &&
        region.has(entity.country) &&
        wireLanguages.some((language) => (entity.names[language] ?? []).length === 0),
    );
    expect(incomplete.map((entity) => entity.id)).toEqual([]);
  });

  it('shows first, in each language, a name in its dictionary form', () => {
    const marked = catalogue.filter((entity) =>
      wireLanguages.some((language) => /[~*]/.test(entity.names[language]?.[0] ?? '')),
    );
    expect(marked.map((entity) => entity.id)).toEqual([]);
  });

  it('writes each word in one alphabet, that of its language or Latin', () => {
    const foreign = names.filter(({ language, name }) =>
      name.split(/[^\p{L}\p{M}]+/u).some((word) => {
        if (word === '' || (language === 'ka' && cyrillicInGeorgian.has(word))) return false;
        const letters = Array.from(word.normalize('NFC'));
        const latin = letters.every((letter) => /[\p{Script=Latin}\p{M}]/u.test(letter));
        return (
          !latin && !letters.every((letter) => ownLetters[language].test(letter) || /\p{M}/u.test(letter))
        );
      }),
    );
    expect(foreign).toEqual([]);
  });

  it('gives no unmarked name to two entities', () => {
    const owners = new Map<string, Set<string>>();
    for (const { id, name } of names) {
      if (name.startsWith('~')) continue;
      const key = foldedWords(name).join(' ') + (name.endsWith('*') ? '*' : '');
      owners.set(key, (owners.get(key) ?? new Set()).add(id));
    }
    const shared = [...owners]
      .filter(([, of]) => of.size > 1)
      .map(([name, of]) => `${name}: ${[...of].join(', ')}`);
    expect(shared).toEqual([]);
  });

  it('repeats no name within one language of an entity', () => {
    const seen = new Set<string>();
    const twice = names.filter(({ id, language, name }) => {
      const key = `${id} ${language} ${name.startsWith('~') ? '~' : ''}${foldedWords(name).join(' ')}${name.endsWith('*') ? '*' : ''}`;
      return seen.has(key) || !seen.add(key);
    });
    expect(twice).toEqual([]);
  });
});

describe('recognition by the catalogue', () => {
  it.each([
    ['hy', 'Փաշինյանին հեռախոսազանգ է եղել', 'nikol-pashinyan'],
    ['ru', 'Встреча с Пашиняном в Ереване', 'nikol-pashinyan'],
    ['az', 'Paşinyanla görüş keçirilib', 'nikol-pashinyan'],
    ['ka', 'ფაშინიანმა განაცხადა', 'nikol-pashinyan'],
    ['tr', "Paşinyan'ın açıklaması", 'nikol-pashinyan'],
    ['en', 'Pashinian says treaty is ready', 'nikol-pashinyan'],
    ['hy', 'ՀԱՊԿ-ի նիստը', 'csto'],
    ['az', 'KTMT-nin iclası', 'csto'],
    ['tr', "KGAÖ'nün zirvesi", 'csto'],
    ['ru', 'Саммит ОДКБ в Минске', 'csto'],
    ['ka', 'კუხოს სამიტი მინსკში', 'csto'],
    ['ru', 'Жители Степанакерта', 'stepanakert'],
    ['az', 'Xankəndidə bayraq qaldırılıb', 'khankendi'],
    ['ka', 'ალიევი ხანქენდში ჩავიდა', 'ilham-aliyev'],
    ['hy', 'Զանգեզուրի միջանցքի մասին', 'zangezur-corridor'],
    ['tr', "Zengezur Koridoru'nun açılması", 'zangezur-corridor'],
    ['az', 'Hakan Fidanın səfəri', 'hakan-fidan'],
    ['en', 'Lukashenka meets Tokayev', 'kassym-jomart-tokayev'],
    ['ru', 'Секретариат ОДКБ ответил', 'csto'],
    ['ru', 'Лукашенко встретился с Тасмагамбетовым', 'imangali-tasmagambetov'],
  ])('finds in %s «%s» %s', (language, title, id) => {
    expect(foundIn(title, language)).toContain(id);
  });

  it.each([
    ['az', 'Bakı–Gəncə qatarı yola düşdü', 'qatar'],
    ['az', 'Nazirlər arasında görüş olub', 'goris'],
    ['tr', 'Ermenistan ateşkese karşı çıktı', 'kars'],
    ['tr', 'Sınırını kapan ülke', 'kapan'],
    ['ru', 'Сначала переговоры, потом подписание', 'poti'],
    ['ru', 'Министр иностранных дел прибыл', 'new-delhi'],
    ['ru', 'Алиев принял посла', 'mehriban-aliyeva'],
    ['hy', 'Պարտականությունների կատարումը', 'qatar'],
    ['hy', 'Քանի՞ հոգի է տուժել', 'ali-bagheri-kani'],
    ['en', 'A baseline study of the rest of the port', 'basel'],
    ['az', 'Orxan Məmmədov yarışda qalib gəldi', 'elnur-mammadov'],
  ])('does not take in %s «%s» for %s', (language, title, id) => {
    expect(foundIn(title, language)).not.toContain(id);
  });

  it.each<[language: string, country: string, title: string, id: string]>([
    ['en', 'GB', "Baku court extends Vardanyan's detention", 'ruben-vardanyan'],
    ['ru', 'RU', 'Сидоров: учения ОДКБ пройдут в Таджикистане', 'anatoly-sidorov'],
    ['az', 'AZ', 'Mustafayev və Qriqoryan cədvəli müzakirə edib', 'mher-grigoryan'],
    ['tr', 'TR', 'Kılıç ve Rubinyan sınırda görüştü', 'serdar-kilic'],
    ['az', 'AZ', '"Qarabağ" Konfrans Liqasında qalib gəldi', 'qarabag-fk'],
    ['ru', 'AM', 'Минобороны: ночью обстреляны позиции у Сотка', 'armenian-defense-ministry'],
    ['ru', 'AZ', 'Минобороны: ночью обстреляны позиции в Кельбаджаре', 'azerbaijani-defense-ministry'],
    ['hy', 'AM', 'Կենտրոնական բանկը թողեց տոկոսադրույքը', 'central-bank-of-armenia'],
    ['ka', 'GE', 'მეღრიში სამუშაოები დაიწყო', 'meghri'],
  ])('finds in %s of an outlet in %s «%s» %s', (language, country, title, id) => {
    expect(foundIn(title, language, country)).toContain(id);
  });

  it.each<[language: string, country: string, title: string, id: string]>([
    ['ru', 'AM', 'Владимир Варданян о делимитации с Азербайджаном', 'ruben-vardanyan'],
    ['hy', 'AM', 'Բաքվում խոսել են Հայկ Վարդանյանի մասին', 'ruben-vardanyan'],
    ['ru', 'AM', 'Минобороны Ирана: учения у границы', 'armenian-defense-ministry'],
    ['ru', 'GE', 'Минобороны: учения завершены', 'armenian-defense-ministry'],
    ['az', 'AZ', 'Görüş baş tutub', 'goris'],
    ['tr', 'TR', 'Futbolcular Karabağ şehitleri için dua okudu', 'qarabag-fk'],
    ['ru', 'AZ', 'Пешком из Иджевана в Газах', 'palestine'],
    ['ru', 'AZ', 'Васиф Талыбов; Талибов ушел', 'taliban'],
    ['ka', 'GE', 'მელას და მელიას ზღაპარი', 'nika-melia'],
    ['hy', 'AM', 'Գազային խողովակը վերանորոգվում է', 'palestine'],
  ])('does not take in %s of an outlet in %s «%s» for %s', (language, country, title, id) => {
    expect(foundIn(title, language, country)).not.toContain(id);
  });
});
