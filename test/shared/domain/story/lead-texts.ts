import type { WireLanguage } from '../../../../shared/domain/language.ts';

/** Own texts, in the manners of news agencies: what is news, and what stands around it. */
interface Manner {
  /** Title and the sentence that tells it. */
  news: [title: string, sentence: string][];
  datelines: string[];
  background: string[];
  boilerplate: string[];
}

export const manners: Record<WireLanguage, Manner> = {
  en: {
    news: [
      [
        'Ministers agree on checkpoint hours',
        'The foreign ministers of Armenia and Azerbaijan agreed in Tbilisi to keep the checkpoint near Ijevan open until 8 p.m. on weekdays.',
      ],
      [
        'CSTO secretary cancels Yerevan trip',
        'The Secretary General called off his visit after Gen. Hovhannisyan told him that no delegation would receive him.',
      ],
      [
        'Border survey begins',
        'Two teams of surveyors, which had earlier worked near Kirants, began to place 14 markers along the river on Tuesday.',
      ],
      [
        'Baku returns four captives',
        'Azerbaijan handed over four servicemen at the Red Cross post, the defence ministry said.',
      ],
    ],
    datelines: ['YEREVAN, November 12. /ARMENPRESS/. ', 'BAKU (Reuters) - ', 'Tbilisi, 12 November – '],
    background: [
      'Earlier, the two sides had exchanged drafts of the agreement.',
      'Last year the commission met only twice.',
      'The CSTO includes Russia, Belarus, Kazakhstan, Kyrgyzstan and Tajikistan.',
      'As reported, the ministers met in Washington in August 2025.',
      'For more than three decades the road has been closed.',
    ],
    boilerplate: [
      'Read more on our website.',
      'Photo: press service of the ministry.',
      'This is a developing story and will be updated.',
      'Follow us on Telegram for the latest news.',
      'https://wire.example/news/123',
    ],
  },
  ru: {
    news: [
      [
        'Министры договорились о работе пункта пропуска',
        'Министры иностранных дел Армении и Азербайджана договорились в Тбилиси, что пункт пропуска у Иджевана будет открыт до 20 часов.',
      ],
      [
        'Генсек ОДКБ отменил поездку в Ереван',
        'Генеральный секретарь отменил визит после того, как г. Мирзоян сообщил, что делегация принята не будет.',
      ],
      [
        'Началась съёмка границы',
        'Две группы геодезистов начали во вторник ставить вдоль реки 14 пограничных знаков.',
      ],
      [
        'Баку вернул четырёх пленных',
        'Азербайджан передал четырёх военнослужащих у поста Красного Креста, сообщили в министерстве обороны.',
      ],
    ],
    datelines: ['ЕРЕВАН, 12 ноября – Sputnik. ', 'БАКУ, 12 ноя - АПА. ', 'МОСКВА, 12 ноября. /ТАСС/. '],
    background: [
      'Ранее стороны обменялись проектами соглашения.',
      'Напомним, в прошлом году комиссия собиралась лишь дважды.',
      'В ОДКБ входят Россия, Белоруссия, Казахстан, Киргизия и Таджикистан.',
      'Как сообщалось, министры встречались в Вашингтоне.',
      'Справка: дорога закрыта с девяностых годов.',
    ],
    boilerplate: [
      'Читайте также на нашем сайте.',
      'Фото: пресс-служба министерства.',
      'Новость дополняется.',
      'Подписывайтесь на наш Telegram-канал.',
      'Подробнее на сайте агентства.',
    ],
  },
  hy: {
    news: [
      [
        'Նախարարները պայմանավորվել են անցակետի շուրջ',
        'Հայաստանի և Ադրբեջանի արտգործնախարարները Թբիլիսիում պայմանավորվել են, որ Իջևանի մոտ անցակետը բաց լինի մինչև ժամը 20-ը։',
      ],
      [
        'ՀԱՊԿ գլխավոր քարտուղարը չեղարկել է այցը',
        'Գլխավոր քարտուղարը հետաձգել է ուղևորությունը այն բանից հետո, երբ իրեն հայտնել են, որ պատվիրակություն չի ընդունվի։',
      ],
      [
        'Սկսվել է սահմանի չափագրումը',
        'Չափագրողների երկու խումբ երեքշաբթի սկսել է գետի երկայնքով տեղադրել 14 սահմանանշան։',
      ],
      [
        'Բաքուն վերադարձրել է չորս գերու',
        'Ադրբեջանը Կարմիր խաչի կետում հանձնել է չորս զինծառայողի, հայտնել է պաշտպանության նախարարությունը։',
      ],
    ],
    datelines: [
      'ԵՐԵՎԱՆ, 12 ՆՈՅԵՄԲԵՐԻ, ԱՐՄԵՆՊՐԵՍ։ ',
      'ԵՐԵՎԱՆ, 12 նոյեմբերի – Sputnik. ',
      'Երևան, 12 նոյեմբերի։ ',
    ],
    background: [
      'Ավելի վաղ կողմերը փոխանակվել էին համաձայնագրի նախագծերով։',
      'Հիշեցնենք, որ հանձնաժողովը անցյալ տարի հանդիպել էր երկու անգամ։',
      'Նշենք, որ ՀԱՊԿ անդամ են Ռուսաստանը, Բելառուսը, Ղազախստանը, Ղրղզստանը և Տաջիկստանը։',
      'Անցյալ տարի ճանապարհը երկու շաբաթ փակ էր։',
      'Դրանից առաջ նախարարները հանդիպել էին Վաշինգտոնում։',
    ],
    boilerplate: [
      'Կարդացեք նաև մեր կայքում։',
      'Լուսանկարը՝ նախարարության մամուլի ծառայության։',
      'Մանրամասները՝ տեսանյութում։',
      'Հետևեք մեզ Telegram-ում։',
      'Ավելին՝ գործակալության կայքում։',
    ],
  },
  az: {
    news: [
      [
        'Nazirlər keçid məntəqəsi barədə razılaşıblar',
        'Azərbaycan və Ermənistan xarici işlər nazirləri Tbilisidə İcevan yaxınlığındakı məntəqənin saat 20-dək açıq qalması barədə razılığa gəliblər.',
      ],
      [
        'KTMT baş katibi səfərini ləğv edib',
        'Baş katib heyətin qəbul olunmayacağı barədə xəbər aldıqdan sonra İrəvana getməkdən imtina edib.',
      ],
      [
        'Sərhədin ölçülməsinə başlanıb',
        'İki ölçü qrupu çərşənbə axşamı çay boyunca 14 sərhəd nişanının qoyulmasına start verib.',
      ],
      [
        'Bakı dörd əsiri qaytarıb',
        'Azərbaycan Qırmızı Xaç məntəqəsində dörd hərbçini təhvil verib, Müdafiə Nazirliyi məlumat yayıb.',
      ],
    ],
    datelines: ['Bakı, 12 noyabr, AZƏRTAC. ', 'BAKI /Trend/ - ', 'Bakı. 12 noyabr. APA: '],
    background: [
      'Bundan əvvəl tərəflər sazişin layihələrini mübadilə etmişdilər.',
      'Xatırladaq ki, komissiya ötən il cəmi iki dəfə toplaşıb.',
      'Qeyd edək ki, təşkilata Rusiya, Belarus, Qazaxıstan, Qırğızıstan və Tacikistan daxildir.',
      'Ötən il yol iki həftə bağlı qalmışdı.',
      'Daha əvvəl nazirlər Vaşinqtonda görüşmüşdülər.',
    ],
    boilerplate: [
      'Ətraflı saytımızda oxuyun.',
      'Foto: nazirliyin mətbuat xidməti.',
      'Həmçinin oxuyun: günün xəbərləri.',
      'Bizi Telegram-da izləyin və paylaşın.',
      'Kanalımıza abunə olun, xəbərləri qaçırmayın.',
    ],
  },
  ka: {
    news: [
      [
        'მინისტრები გამშვებ პუნქტზე შეთანხმდნენ',
        'სომხეთისა და აზერბაიჯანის საგარეო საქმეთა მინისტრებმა თბილისში გადაწყვიტეს, რომ იჯევანთან პუნქტი 20 საათამდე ღია იქნება.',
      ],
      [
        'კუხოს გენერალურმა მდივანმა ვიზიტი გააუქმა',
        'გენმდივანი ერევანში აღარ ჩავა, მას შემდეგ რაც აცნობეს, რომ დელეგაციას არავინ მიიღებს.',
      ],
      [
        'საზღვრის აზომვა დაიწყო',
        'ორმა ჯგუფმა სამშაბათს მდინარის გასწვრივ 14 სასაზღვრო ნიშნის დადგმას შეუდგა.',
      ],
      [
        'ბაქომ ოთხი ტყვე დააბრუნა',
        'აზერბაიჯანმა წითელი ჯვრის პუნქტთან ოთხი სამხედრო გადასცა, აცხადებს თავდაცვის სამინისტრო.',
      ],
    ],
    datelines: ['თბილისი, 12 ნოემბერი. ', 'ერევანი, 12 ნოემბერი – ', 'თბილისი (ინტერპრესნიუსი) – '],
    background: [
      'მანამდე მხარეებმა შეთანხმების პროექტები გაცვალეს.',
      'შეგახსენებთ, რომ კომისია გასულ წელს მხოლოდ ორჯერ შეიკრიბა.',
      'ორგანიზაციაში შედიან რუსეთი, ბელარუსი, ყაზახეთი, ყირგიზეთი და ტაჯიკეთი.',
      'გასულ წელს გზა ორი კვირით დაიკეტა.',
      'ცნობისთვის, მინისტრები ვაშინგტონში შეხვდნენ ერთმანეთს.',
    ],
    boilerplate: [
      'ვრცლად წაიკითხეთ ჩვენს საიტზე.',
      'ფოტო: სამინისტროს პრესსამსახური.',
      'ასევე წაიკითხეთ დღის ამბები.',
      'გამოიწერეთ ჩვენი Telegram-არხი.',
      'იხილეთ ვიდეო სააგენტოს გვერდზე.',
    ],
  },
  tr: {
    news: [
      [
        'Bakanlar geçiş noktasında anlaştı',
        'Ermenistan ve Azerbaycan dışişleri bakanları, İcevan yakınındaki kapının saat 20.00’ye kadar açık kalmasını Tiflis’te kararlaştırdı.',
      ],
      [
        'KGAÖ genel sekreteri ziyaretini iptal etti',
        'Genel sekreter, heyetin kabul edilmeyeceğini öğrenince Erivan’a gitmekten vazgeçti.',
      ],
      ['Sınırda ölçüm başladı', 'İki ekip salı günü nehir boyunca 14 sınır işareti dikmeye koyuldu.'],
      [
        'Bakü dört esiri geri verdi',
        'Azerbaycan, Kızılhaç noktasında dört askeri teslim etti, savunma bakanlığı duyurdu.',
      ],
    ],
    datelines: ['BAKÜ (AA) - ', 'ANKARA, 12 Kasım – ', 'Erivan, 12 Kasım. '],
    background: [
      'Daha önce taraflar anlaşma taslaklarını değiş tokuş etmişti.',
      'Hatırlanacağı üzere komisyon geçen yıl yalnız iki kez toplanmıştı.',
      'KGAÖ üyeleri Rusya, Belarus, Kazakistan, Kırgızistan ve Tacikistan’dır.',
      'Geçen yıl yol iki hafta kapalı kalmıştı.',
      'Bundan önce bakanlar Washington’da görüşmüştü.',
    ],
    boilerplate: [
      'Haberin devamı için sitemizi ziyaret edin.',
      'Fotoğraf: bakanlık basın servisi.',
      'Ayrıca okuyun: günün haberleri.',
      'Bizi takip edin ve haberleri kaçırmayın.',
      'Abone olun, gelişmeleri ilk siz duyun.',
    ],
  },
};
