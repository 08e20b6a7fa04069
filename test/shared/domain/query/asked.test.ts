import { expect, it } from 'vitest';
import { defaultTagger } from '../../../../shared/catalogue/default-tagger.ts';
import { searchNames } from '../../../../shared/catalogue/search-names.at-build.ts';
import { matcherOf } from '../../../../shared/domain/query/matcher.ts';
import { nameIndexOf } from '../../../../shared/domain/query/named.ts';
import { parseQuery } from '../../../../shared/domain/query/parse.ts';
import type { SearchRow } from '../../../../shared/domain/query/searchable.ts';

const now = new Date('2026-11-24T12:00:00Z');

type Text = [language: string, side: string, title: string, summary?: string];

/** Ten stories that did not happen, each as outlets of several languages might tell it. */
const stories: Record<string, Text[]> = {
  corridor: [
    [
      'en',
      'yerevan',
      'Syunik residents discuss the corridor route',
      'Villagers near Meghri asked who would guard the road.',
    ],
    ['ru', 'moscow', 'В Сюнике обсудили маршрут коридора'],
    ['az', 'baku', 'Zəngəzur dəhlizi üzrə yeni mərhələ başlayır'],
  ],
  treaty: [
    ['en', 'yerevan', 'Mirzoyan: text of the peace treaty is ready'],
    ['ru', 'moscow', 'Мирзоян заявил о готовности текста мирного договора с Азербайджаном'],
    ['hy', 'yerevan', 'Միրզոյան. Ադրբեջանի հետ խաղաղության պայմանագրի տեքստը պատրաստ է'],
  ],
  prisoners: [
    ['hy', 'yerevan', 'Բաքվում պահվող հայ գերիների ընտանիքները հանդիպեցին Փաշինյանի հետ'],
    [
      'en',
      'international',
      'Families of prisoners held in Baku meet Pashinyan',
      'The Red Cross visited the detainees in October.',
    ],
    ['tr', 'ankara', "Bakü'deki tutukluların aileleri Paşinyan ile görüştü"],
  ],
  summit: [
    ['ru', 'moscow', 'Путин и Лукашенко обсудили саммит ОДКБ в Бишкеке', 'В повестке – участие Армении.'],
    ['tr', 'ankara', "Putin ve Lukaşenko KGAÖ zirvesini Bişkek'te görüştü"],
    ['ka', 'tbilisi', 'პუტინმა და ლუკაშენკომ ODKB-ის სამიტი განიხილეს'],
  ],
  football: [['en', 'baku', 'Football: Qarabag and a club from Syunik draw in a corridor of rain']],
  aliyev: [
    ['az', 'baku', 'İlham Əliyev Xankəndidə yeni məktəbin açılışında iştirak edib'],
    ['ru', 'baku', 'Ильхам Алиев открыл школу в Ханкенди'],
  ],
  erdogan: [
    ['tr', 'ankara', 'Erdoğan: Ermenistan sınırı yakında açılacak', "Kars'taki gümrük kapısı hazırlanıyor."],
    ['hy', 'yerevan', 'Էրդողան. Հայաստանի հետ սահմանը շուտով կբացվի'],
    ['ka', 'tbilisi', 'ერდოღანი: სომხეთის საზღვარი მალე გაიხსნება'],
  ],
  observers: [
    ['en', 'international', 'European Union extends its observer mission on the border of Armenia'],
    ['ru', 'moscow', 'Евросоюз продлил миссию наблюдателей на границе Армении'],
  ],
  mines: [
    ['az', 'baku', 'Ağdamda minaya düşən şəxs yaralandı'],
    ['ru', 'baku', 'В Агдаме мужчина подорвался на мине'],
  ],
  minsk: [
    ['ru', 'moscow', 'Минская группа ОБСЕ закрывает офис'],
    ['en', 'international', 'OSCE closes the office of the Minsk Group'],
  ],
};

/** The stories that a query must find, no more and no fewer, and the queries, parted by a bar. */
const asked: [stories: string, queries: string][] = [
  [
    'corridor football',
    'corridor|corridor route OR rain|syunik corridor|Syunik AND corridor|Siunik corridor',
  ],
  [
    'corridor',
    '(Syunik OR Zangezur) AND corridor -football|Syunik corridor NOT football|"corridor route"|маршрут коридора|"маршрут коридора"|коридоры -football|dəhlizi|dəhlizin mərhələsi|Zəngəzur dəhlizi|Zangezur corridor|Зангезурский коридор|Զանգեզուրի միջանցք|Zengezur Koridoru|ზანგეზურის დერეფანი|Meghri|Мегри|Մեղրի|Meghri guard|Сюнике обсудили|Syunik side:yerevan|Syunik side:moscow,baku -football|Zəngəzur language:az',
  ],
  [
    'corridor football',
    'Syunik|Сюник|Сюника|Сюником|сюникский|Սյունիք|Սյունիքում|Սյունիքի|Sünik|სიუნიქი|სივნიკი|SYUNIK',
  ],
  [
    'treaty',
    '"peace treaty"|peace treaty text|Mirzoyan|Мирзоян|Мирзояна|Միրզոյան|Միրզոյանի|მირზოიანი|Mirzoyan AND Azerbaijan|мирный договор|мирного договора|"мирного договора"|խաղաղության պայմանագիր|пայմանագրի OR պայմանագրի|Ararat Mirzoyan|Арарат Мирзоян -ОДКБ',
  ],
  [
    'prisoners',
    'prisoners|prisoner families|Pashinyan|Пашинян|Пашиняна|Փաշինյան|Փաշինյանի|Paşinyan|Paşinyan’la|ფაშინიანი|Nikol Pashinyan|"Nikol Pashinyan"|գերիներ|գերիների ընտանիքները|tutukluların|Red Cross|Красный Крест|Կարմիր խաչ|Kızılhaç|წითელი ჯვარი|detainees|Baku families|Bakü tutuklular|Pashinyan language:tr|Փաշինյան language:hy side:yerevan',
  ],
  [
    'summit',
    'CSTO|ОДКБ|ОДКБ-ի|ՀԱՊԿ|KTMT|KGAÖ|KGAÖ’nün|CSTO summit OR саммит|Putin|Путина|Путиным|Պուտին|Պուտինի|პუტინმა|Putin’in|Lukashenko|Лукашенко|Lukaşenko|ლუკაშენკომ|Bishkek|Бишкек|Bişkek’te|Putin AND Lukashenko|Putin -football|Putin side:tbilisi',
  ],
  [
    'aliyev',
    'Aliyev|Алиев|Алиева|Əliyev|Əliyevin|Ալիև|Ալիևի|Ilham Aliyev|"Ильхам Алиев"|Khankendi|Ханкенди|Xankəndi|Xankəndidə|Stepanakert OR Khankendi|school OR школу',
  ],
  [
    'erdogan',
    'Erdogan|Erdoğan|Эрдоган|Эрдогана|Էրդողան|Էրդողանի|ერდოღანი|Ərdoğan|Kars|Kars’ta|gümrük kapısı|sınır|sınırı|სომხეთის საზღვარი|սահմանը|side:tbilisi საზღვარი',
  ],
  [
    'observers',
    'European Union|Евросоюз|Евросоюза|Եվրամիություն|ევროკავშირი|Avropa İttifaqı|Avrupa Birliği|"European Union"|observer mission|миссия наблюдателей|EU',
  ],
  ['mines', 'Aghdam|Агдам|Агдаме|Աղդամ|Ağdam|Ağdamda|აღდამი|мина|mina|подорвался'],
  [
    'minsk',
    'Minsk Group|Минская группа|Минской группы|Մինսկի խումբ|Minsk qrupu|მინსკის ჯგუფი|"Minsk Group"|OSCE|ОБСЕ|ԵԱՀԿ|ATƏT|AGİT|office',
  ],
];

const row = (id: string, texts: Text[]): SearchRow => {
  const tagger = defaultTagger();
  const tagged = texts.map(([language, , title, summary = '']) => tagger.tag({ title, summary, language }));
  const own = (key: 'topics' | 'subtopics'): string[] => [...new Set(tagged.flatMap((each) => each[key]))];
  return {
    id,
    at: '2026-11-23T10:00',
    h: Object.fromEntries(texts.map(([language, , title]) => [language, title])),
    l: texts.flatMap(([language, side, , summary]) =>
      summary === undefined ? [] : [[language, side, summary]],
    ),
    t: own('topics'),
    s: own('subtopics'),
    e: [...new Set(tagged.flatMap(({ entities }) => entities.map((entity) => entity.id)))],
    d: [...new Set(texts.map(([, side]) => side))],
    c: [],
    k: [],
    n: texts.length,
  };
};

it('finds what analysts of six languages ask for, and nothing else, in at least 97 of 100 queries', () => {
  const rows = Object.entries(stories).map(([id, texts]) => row(id, texts));
  const names = nameIndexOf(searchNames);
  const queries = asked.flatMap(([ids, list]) =>
    list.split('|').map((text) => ({ text, ids: ids.split(' ').sort() })),
  );
  const missed = queries.flatMap(({ text, ids }) => {
    const parsed = parseQuery(text);
    if ('fault' in parsed) return [`${text}: ${parsed.fault}`];
    const fits = matcherOf(parsed.query, names, now);
    const found = rows
      .filter(fits)
      .map(({ id }) => id)
      .sort();
    return found.join() === ids.join() ? [] : [`${text}: ${found.join(' ') || 'nothing'}`];
  });
  process.stdout.write(
    `queries: ${queries.length - missed.length} of ${queries.length}; missed: ${missed.join(', ')}\n`,
  );
  expect(queries.length).toBeGreaterThanOrEqual(100);
  expect(missed.length / queries.length).toBeLessThanOrEqual(0.03);
});
