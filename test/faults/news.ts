/** What four made-up outlets publish over two days, and what a wire that lost nothing must hold of it. */

export const start = Date.parse('2026-11-24T00:00:00Z');
const hour = 3_600_000;

/** Hours at which the wire works: at the first it is hurt, at the last it rests and everything must come right. */
export const hurtHours = [0, 4, 10, 16, 31.2, 33];
export const restHours = [40, 55.2, 56];

/** Each event, as each outlet tells it. */
const events: readonly (readonly string[])[] = [
  [
    'Armenia and Azerbaijan border commissions met near Ijevan and agreed on twelve kilometres',
    'Комиссии Армении и Азербайджана по делимитации границы встретились у Иджевана',
    'Հայաստանի և Ադրբեջանի սահմանազատման հանձնաժողովները հանդիպեցին Իջևանի մոտ',
    'Ermənistan və Azərbaycanın sərhəd komissiyaları İcevan yaxınlığında görüşüb',
  ],
  [
    'CSTO secretary general Taalatbek Masadykov speaks of unpaid dues in Moscow',
    'Генсек ОДКБ Таалатбек Масадыков в Москве напомнил о неуплаченных взносах',
    'ՀԱՊԿ գլխավոր քարտուղարը Մոսկվայում խոսեց չվճարված անդամավճարների մասին',
    'KTMT-nin baş katibi Moskvada ödənilməmiş üzvlük haqlarından danışıb',
  ],
  [
    'Four Armenian prisoners held in Baku came home over the Lachin bridge with the Red Cross',
    'Четверо армянских пленных вернулись из Баку через Лачинский мост при посредничестве Красного Креста',
    'Բաքվում պահվող չորս հայ գերի վերադարձավ Լաչինի կամրջով Կարմիր խաչի միջնորդությամբ',
    'Bakıda saxlanılan dörd erməni əsir Qırmızı Xaçın vasitəçiliyi ilə Laçın körpüsündən qayıdıb',
  ],
];
/** What each further report adds, so that it is none's copy. */
const details: readonly (readonly string[])[] = [
  [
    'The next meeting was set for Gazakh in March',
    'Journalists were not let into the hall, and both sides left by different roads',
    'Farmers of two villages asked when their orchards would be cleared of mines',
    'A map on the scale of the seventies lay on the table all day',
    'The ministries thanked the guards who had kept the road open in the snow',
    'An observer counted eleven cars and one helicopter',
    'Nobody spoke of a date for the signature',
  ],
  [
    'Следующая встреча назначена в Газахе на март',
    'Журналистов в зал не пустили, стороны разъехались разными дорогами',
    'Жители двух сёл спросили, когда разминируют их сады',
    'На столе весь день лежала карта семидесятых годов',
    'Министерства поблагодарили пограничников за открытую в снегопад дорогу',
    'Наблюдатель насчитал одиннадцать машин и один вертолёт',
    'О дате подписания никто не говорил',
  ],
  [
    'Հաջորդ հանդիպումը նշանակված է Ղազախում մարտին',
    'Լրագրողներին դահլիճ չթողեցին, կողմերը մեկնեցին տարբեր ճանապարհներով',
    'Երկու գյուղի բնակիչները հարցրին, թե երբ կականազերծեն այգիները',
    'Սեղանին ամբողջ օրը դրված էր յոթանասունականների քարտեզը',
    'Նախարարությունները շնորհակալություն հայտնեցին սահմանապահներին բաց ճանապարհի համար',
    'Դիտորդը հաշվեց տասնմեկ մեքենա և մեկ ուղղաթիռ',
    'Ստորագրման օրվա մասին ոչ ոք չխոսեց',
  ],
  [
    'Növbəti görüş mart ayında Qazaxda keçiriləcək',
    'Jurnalistlər zala buraxılmayıb, tərəflər ayrı yollarla gediblər',
    'İki kəndin sakinləri bağlarının nə vaxt minadan təmizlənəcəyini soruşublar',
    'Stolun üstündə bütün günü yetmişinci illərin xəritəsi olub',
    'Nazirliklər qarlı yolu açıq saxlayan sərhədçilərə təşəkkür edib',
    'Müşahidəçi on bir maşın və bir helikopter sayıb',
    'İmzalanma tarixi barədə heç kim danışmayıb',
  ],
];
const weather = ['Snow in the mountains', 'Снег в горах', 'Ձյուն լեռներում', 'Dağlarda qar'];

const outlets = [
  { id: 'hills-post', country: 'GE', language: 'en' },
  { id: 'reka-vesti', country: 'RU', language: 'ru' },
  { id: 'lich-lur', country: 'AM', language: 'hy' },
  { id: 'kur-xeber', country: 'AZ', language: 'az' },
] as const;

interface Item {
  id: string;
  title: string;
  summary: string;
  at: number;
}

/** After this nothing is published, so that the last round has it all; the last outlet is quiet much earlier: a body of it that was lost comes no more. */
const lastHour = 44;
const lastHourOfQuiet = 28;

/** Three reports a day, each fourth of the weather, an hour apart from outlet to outlet; one headline is changed ten hours later. */
function itemsOf(outlet: number, hours: number): Item[] {
  const items: Item[] = [];
  const last = outlet === outlets.length - 1 ? lastHourOfQuiet : lastHour;
  for (let n = 0; n * 8 + outlet <= Math.min(hours, last); n++) {
    const isWeather = n % 4 === 3;
    const title = (isWeather ? weather : events[n % events.length])?.[outlet] ?? '';
    const detail = details[outlet]?.[n % 7] ?? '';
    const isChanged = n === 0 && hours >= 10;
    items.push({
      id: `${n}`,
      title: `${title}: ${detail}${isChanged ? ' (2)' : ''}`,
      summary: `${detail}. ${details[outlet]?.[(n + 3) % 7] ?? ''}.`,
      at: start + (n * 8 + outlet) * hour,
    });
  }
  return items;
}

/** Titles of all that is published by then. */
export const expectedTitles = (hours: number): string[] =>
  outlets.flatMap((_, at) => itemsOf(at, hours).map(({ title }) => title)).sort();

export const isWeatherTitle = (title: string): boolean => weather.some((each) => title.startsWith(each));

/** An outlet's feed at that hour, RSS 2.0. */
export function feedAt(outlet: number, hours: number, origin: string): string {
  const items = itemsOf(outlet, hours).map(
    ({ id, title, summary, at }) =>
      `<item><guid isPermaLink="false">${outlet}-${id}</guid><title>${title}</title><link>${origin}/news/${outlet}/${id}</link><description>${summary}</description><pubDate>${new Date(at).toUTCString()}</pubDate></item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${outlets[outlet]?.id ?? ''}</title><link>${origin}/</link>${items.toReversed().join('')}</channel></rss>`;
}

/** The catalogue of the four, two to a host. */
export const catalogueOf = (port: number): string =>
  JSON.stringify(
    outlets.map(({ id, country, language }, at) => ({
      id,
      name: id,
      country,
      kind: 'independent',
      homepage: `https://${id}.invalid/`,
      sources: [
        { id, url: `http://${at % 2 === 0 ? '127.0.0.1' : 'localhost'}:${port}/feed/${at}`, language },
      ],
    })),
  );
