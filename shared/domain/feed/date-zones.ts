import { wallClock } from '../text/local-time.ts';

/** How the cities and countries of the region's clocks begin, by IANA zone: «по московскому времени», «Bakı vaxtı», «Թբիլիսիի ժամանակով». */
const clocks: Readonly<Record<string, readonly string[]>> = {
  'Europe/Moscow': ['moscow', 'moskva', 'moskova', 'москв', 'москов', 'մոսկվա', 'მოსკოვ'],
  'Asia/Yerevan': [
    'yerevan',
    'erevan',
    'iravan',
    'ереван',
    'երևան',
    'երեւան',
    'ერევან',
    'armenia',
    'հայաստան',
  ],
  'Asia/Baku': ['baku', 'bakı', 'baki', 'баку', 'бакин', 'բաքու', 'բաքվ', 'ბაქო', 'azerbaijan', 'azərbaycan'],
  'Asia/Tbilisi': ['tbilisi', 'tiflis', 'тбилис', 'թբիլիս', 'თბილის', 'georgia', 'საქართველო'],
  'Europe/Istanbul': [
    'istanbul',
    'ankara',
    'türkiye',
    'turkey',
    'turkish',
    'стамбул',
    'анкар',
    'турец',
    'ստամբուլ',
    'անկարա',
    'სტამბოლ',
    'ანკარ',
  ],
  'Europe/Minsk': ['minsk', 'минск', 'մինսկ', 'მინსკ'],
  'Asia/Almaty': ['almaty', 'astana', 'алмат', 'астан', 'ասթանա', 'ასტანა'],
  'Asia/Bishkek': ['bishkek', 'бишкек', 'բիշքեկ', 'ბიშკეკ'],
  'Asia/Dushanbe': ['dushanbe', 'душанб', 'դուշանբե', 'დუშანბე'],
  'Asia/Tashkent': ['tashkent', 'daşkənd', 'ташкент', 'տաշքենդ', 'ტაშკენტ'],
  'Europe/Kyiv': ['kyiv', 'kiev', 'kiyev', 'киев', 'կիև', 'კიევ'],
  'Asia/Tehran': ['tehran', 'tahran', 'тегеран', 'թեհրան', 'თეირან'],
  'Europe/Brussels': ['brussels', 'brüksel', 'bryussel', 'брюссел', 'բրյուսել', 'ბრიუსელ'],
  UTC: ['greenwich', 'гринвич', 'qrinviç', 'գրինվիչ', 'გრინვიჩ'],
};
const zoneOfWord = Object.entries(clocks).flatMap(([zone, stems]) =>
  stems.map((stem) => [stem, zone] as const),
);

/** Words that stand beside a clock's name and are no part of a date. */
const besideClock =
  /^(?:по|в|at|on|local|time|врем\p{L}*|vaxt\p{L}*|saat\p{L}*|ilə|ile|ժամ\p{L}*|დრო\p{L}*)$/u;
const ianaName =
  /(?<![\p{L}\d])(?:asia|europe|africa|america|australia|atlantic|pacific|indian|etc)\/[a-z_+\-\d]+(?:\/[a-z_]+)?/u;

/** `asia/baku` as the zone data spell it; undefined where they have no such zone. */
function knownZone(name: string): string | undefined {
  const spelt = name.replace(/(^|[/_-])([a-z])/g, (whole: string) => whole.toUpperCase());
  try {
    wallClock(0, spelt);
    return spelt;
  } catch {
    return undefined;
  }
}

/**
 * The clock that a date names in words or by its IANA name, and the date without it.
 * @param text in lower case
 */
export function clockIn(text: string): { zone: string | undefined; rest: string } {
  const iana = ianaName.exec(text)?.[0];
  if (iana !== undefined)
    return {
      zone: knownZone(iana),
      rest: text
        .replace(iana, ' ')
        .replace(/[[(]\s*[\])]/, ' ')
        .trim(),
    };
  let zone: string | undefined;
  const rest = text.split(' ').filter((written) => {
    const word = written.replace(/^[([,]+|(?<![)\],.:])[)\],.:]+$/g, '');
    const named = zoneOfWord.find(([stem]) => word.startsWith(stem))?.[1];
    zone ??= named;
    return named === undefined;
  });
  if (zone === undefined) return { zone, rest: text };
  return {
    zone,
    rest: rest.filter((word) => !besideClock.test(word.replace(/[()[\],.:]/g, ''))).join(' '),
  };
}

/** The instant at which the zone's clock shows what `iso` shows. */
export const inZone = (iso: string, zone: string): string =>
  new Date(wallClock(Date.parse(iso), zone)).toISOString();
