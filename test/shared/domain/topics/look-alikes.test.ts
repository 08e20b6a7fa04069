import { describe, expect, it } from 'vitest';
import { defaultTagger } from '../../../../shared/catalogue/default-tagger.ts';

const tagger = defaultTagger();
const tag = (language: string, title: string, summary = '') => tagger.tag({ title, summary, language });

describe('a common word that is also the name of an exercise', () => {
  it.each([
    ['ru', 'Студенты из Казахстана за рубежом получат стипендии, сообщил союз вузов'],
    ['ru', 'Поиск лавинных датчиков: в Таджикистане создают организацию спасателей'],
    ['ru', 'Гром и молния над Бишкеком, организация энергетиков Киргизии предупреждает'],
    ['ru', 'В высших эшелонах власти Казахстана и союза говорят о реформе'],
    ['en', 'Cobalt prices lift Kazakhstan miners, organization of traders says'],
    ['en', 'The upper echelons of Belarus sports organizations meet'],
    ['az', 'Qazaxıstanda idxal baryerləri azalır, təşkilat məmnundur'],
    ['tr', 'Kazakistan ile Belarus arasında kültürel etkileşim örgütlerin işi'],
    ['ka', 'ყაზახეთში ენობრივი ბარიერი მცირდება, ამბობს ორგანიზაცია'],
    ['hy', 'Ղազախստանում լեզվական բարիերը նվազում է, ասում է կազմակերպությունը'],
  ])('%s: %s is not about the CSTO', (language, title) => {
    expect(tag(language, title).topics).not.toContain('csto');
  });
  it.each([
    ['ru', 'Учение «Рубеж-2027» началось в Таджикистане', 'Участвуют военные союзников.'],
    ['en', 'Cobalt-2028 drills open in Kyrgyzstan', 'Allied troops take part.'],
    ['tr', 'Etkileşim-2027 tatbikatı Belarus’ta', 'Müttefik birlikler katılıyor.'],
  ])('%s: %s is', (language, title, summary) => {
    expect(tag(language, title, summary).topics).toContain('csto');
  });
});

describe('a word that only begins like one of war, border, prisoners, sport or peace', () => {
  it.each([
    ['ru', 'Ученики гимназий Армении и Азербайджана пишут письма друг другу', 'military'],
    ['ru', 'Армения и Азербайджан сверяют базы данных о пропавших', 'military'],
    ['hy', 'Հայաստանի և Ադրբեջանի պատվիրակությունները կհանդիպեն մարտի 11-ին', 'military'],
    ['hy', 'Հայաստանի և Ադրբեջանի համաձայնագիրը սահմանում է նոր կարգ', 'border'],
    ['hy', 'Հայաստանում և Ադրբեջանում պաշտոնից ազատումներ են', 'prisoners'],
    ['az', 'Ermənistan və Azərbaycan bankları girov kreditlərini müzakirə edib', 'prisoners'],
    ['az', 'Ermənistan və Azərbaycan müəllimləri üçün təlim keçirilib', 'military'],
    ['ka', 'სომხეთისა და აზერბაიჯანის სტუდენტები საზღვარგარეთ სწავლობენ', 'border'],
    ['tr', 'Ermenistan ve Azerbaycan doktorları sinir hastalıklarını konuştu', 'border'],
    ['tr', 'Ermenistan ile Azerbaycan arasında sınırlı ticaret', 'border'],
    ['en', 'Initial data on travel between Armenia and Azerbaijan', 'peace-treaty'],
  ])('%s: «%s» is not on %s', (language, title, subtopic) => {
    expect(tag(language, title).subtopics).not.toContain(subtopic);
  });
  it.each([
    ['ru', 'Вышел сборник договоров Армении и Азербайджана о границе'],
    ['ru', 'Глава МИД Армении поднял голову над картой границы с Азербайджаном'],
    ['az', 'Paşinyan mətbuat klubunda Azərbaycanla sülh müqaviləsindən danışıb'],
    ['tr', 'Ermenistan ve Azerbaycan müzakere halinde, sınır komisyonu toplanıyor'],
  ])('%s: «%s» is no sport', (language, title) => {
    expect(tag(language, title).topics).toContain('armenia-azerbaijan');
  });
  it('Turkish and Azerbaijani capitals keep their dotless letter, other names in capitals are still found', () => {
    const { evidence } = tag('tr', 'ERMENİSTAN VE AZERBAYCAN SINIRI KONUŞTU');
    const border = evidence.filter(({ rule }) => rule.startsWith('border'));
    expect(border.flatMap(({ places }) => places.map(({ text }) => text))).toContain('SINIRI');
    expect(tag('az', 'TRIPP marşrutu').entities.map(({ id }) => id)).toContain('tripp');
    expect(tag('tr', 'Xankendi ve Baki').entities.map(({ id }) => id)).toContain('khankendi');
  });
  it('a given name is no peace', () => {
    const evidence = tag('tr', 'Barış Demir Ermenistan ve Azerbaycan maçını anlattı').evidence;
    expect(evidence.flatMap(({ places }) => places.map(({ text }) => text))).not.toContain('Barış');
  });
});

describe('a town of one name on both sides', () => {
  it('is not that of Karabakh alone', () => {
    for (const [language, title] of [
      ['hy', 'Մարտունի քաղաքում վերանորոգվում է հիվանդանոցը'],
      ['ru', 'В Мартуни открылась школа'],
      ['en', 'A clinic opens in Martuni'],
    ] as const)
      expect(tag(language, title).entities.map(({ id }) => id)).not.toContain('martuni');
    expect(tag('hy', 'Արցախի Մարտունիում կրակոցներ են հնչել').entities.map(({ id }) => id)).toContain(
      'martuni',
    );
  });
});
