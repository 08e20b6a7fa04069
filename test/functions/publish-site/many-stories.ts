import { outlets, type Piece, type Told } from './fixture-stories.ts';
import { seeded } from '../../fakes/seeded.ts';

/** Words of made-up headlines, so that search files and pages weigh what real ones do. */
const words: Record<string, string> = {
  en: 'Yerevan Baku Moscow border treaty summit talks minister army village corridor railway commission statement prisoners return peace draft parliament president visit exercise security council observers meeting agreement delayed signed rejected discussed warned welcomed Pashinyan Aliyev Putin Tavush Syunik Karabakh Lachin Nakhchivan new joint first third regional foreign defence',
  ru: 'Ереван Баку Москва граница договор саммит переговоры министр армия село коридор железная дорога комиссия заявление пленные возвращение мир проект парламент президент визит учения безопасность совет наблюдатели встреча соглашение отложили подписали отвергли обсудили Пашинян Алиев Путин Тавуш Сюник Карабах Лачин Нахичевань новый совместный первый региональный',
  hy: 'Երևան Բաքու Մոսկվա սահման պայմանագիր գագաթնաժողով բանակցություններ նախարար բանակ գյուղ միջանցք երկաթուղի հանձնաժողով հայտարարություն գերիներ վերադարձ խաղաղություն նախագիծ խորհրդարան նախագահ այց զորավարժություն անվտանգություն խորհուրդ դիտորդներ հանդիպում համաձայնագիր ստորագրել քննարկել Փաշինյան Ալիև Պուտին Տավուշ Սյունիք Ղարաբաղ Լաչին Նախիջևան նոր համատեղ',
  az: 'İrəvan Bakı Moskva sərhəd müqavilə sammit danışıqlar nazir ordu kənd dəhliz dəmir yolu komissiya bəyanat əsirlər qayıdış sülh layihə parlament prezident səfər təlim təhlükəsizlik şura müşahidəçilər görüş saziş imzalandı müzakirə Paşinyan Əliyev Putin Tavuş Zəngəzur Qarabağ Laçın Naxçıvan yeni birgə',
  ka: 'ერევანი ბაქო მოსკოვი საზღვარი ხელშეკრულება სამიტი მოლაპარაკება მინისტრი არმია სოფელი დერეფანი რკინიგზა კომისია განცხადება ტყვეები დაბრუნება მშვიდობა პროექტი პარლამენტი პრეზიდენტი ვიზიტი წვრთნა უსაფრთხოება საბჭო შეხვედრა შეთანხმება ფაშინიანი ალიევი პუტინი ყარაბაღი ახალი',
  tr: 'Erivan Bakü Moskova sınır antlaşma zirve görüşme bakan ordu köy koridor demiryolu komisyon açıklama esirler dönüş barış taslak parlamento cumhurbaşkanı ziyaret tatbikat güvenlik konsey gözlemci toplantı anlaşma imzalandı Paşinyan Aliyev Putin Karabağ Laçın Nahçıvan yeni ortak',
};
const lists = Object.fromEntries(
  Object.entries(words).map(([language, text]) => [language, text.split(' ')]),
);
const entities = [
  'nikol-pashinyan',
  'armenia',
  'azerbaijan',
  'russia',
  'georgia',
  'csto',
  'ararat-mirzoyan',
  'suren-papikyan',
];
const subtopics = [
  'border',
  'peace-treaty',
  'karabakh',
  'prisoners',
  'transit',
  'military',
  'diplomacy',
  'humanitarian',
  'justice',
];

/** Made-up stories, `perDay` a day for `days` days up to `until`; 1 to 9 articles each, in up to six languages. */
export function manyStories({
  days,
  perDay,
  until,
}: {
  days: number;
  perDay: number;
  until: string;
}): Told[] {
  const random = seeded(7);
  const pick = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const title = (language: string): string =>
    Array.from({ length: 7 + Math.floor(random() * 4) }, () => pick(lists[language] ?? [])).join(' ');
  const end = Date.parse(until);
  return Array.from({ length: days * perDay }, (_, at): Told => {
    const first = new Date(end - ((at + random()) / perDay) * 86_400_000);
    const pieces = Array.from({ length: 1 + Math.floor(random() ** 2 * 9) }, (_each, index): Piece => {
      const outlet = pick(outlets);
      const language = outlet.sources[0]?.language ?? 'en';
      return {
        outlet: outlet.id,
        language,
        title: title(language),
        after: Math.floor(random() * 60) + index,
        ...(index > 0 && random() < 0.25 && { reprintOf: 0 }),
      };
    });
    const csto = random() < 0.4;
    return {
      id: at.toString(16).padStart(24, '0'),
      first: first.toISOString(),
      topics: csto ? ['csto'] : ['armenia-azerbaijan'],
      subtopics: [...new Set([pick(subtopics), pick(subtopics)])],
      entities: [...new Set([pick(entities), pick(entities), pick(entities)])],
      pieces: pieces.map((piece) =>
        piece.reprintOf === 0
          ? { ...piece, language: pieces[0]?.language ?? 'en', title: pieces[0]?.title ?? '' }
          : piece,
      ),
    };
  });
}
