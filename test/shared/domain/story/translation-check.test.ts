import { describe, expect, it } from 'vitest';
import { defaultTagger } from '../../../../shared/catalogue/default-tagger.ts';
import { entityCatalogue } from '../../../../shared/catalogue/packs.ts';
import { shownNamesOf } from '../../../../shared/catalogue/shown-names.ts';
import { terminologyCsv } from '../../../../shared/catalogue/terminology.ts';
import { type WireLanguage, wireLanguages } from '../../../../shared/domain/language.ts';
import { checkTranslation } from '../../../../shared/domain/story/translation-check.ts';

/** Own headlines of one meaning in six languages: P and Q are persons, L is a place, N a number; names in the nominative. */
const sentences = {
  road: {
    en: 'P: N kilometres of road will open in spring',
    ru: 'P: весной откроют N километров дороги',
    hy: 'P. գարնանը կբացվի N կիլոմետր ճանապարհ',
    az: 'P: yazda N kilometr yol açılacaq',
    ka: 'P: გაზაფხულზე N კილომეტრი გზა გაიხსნება',
    tr: 'P: ilkbaharda N kilometre yol açılacak',
  },
  absent: {
    en: 'P will not come to the meeting',
    ru: 'P не приедет на встречу',
    hy: 'P չի գա հանդիպմանը',
    az: 'P görüşə gəlməyəcək',
    ka: 'P შეხვედრაზე არ ჩავა',
    tr: 'P toplantıya gelmeyecek',
  },
  present: {
    en: 'P will come to the meeting',
    ru: 'P приедет на встречу',
    hy: 'P կգա հանդիպմանը',
    az: 'P görüşə gələcək',
    ka: 'P შეხვედრაზე ჩავა',
    tr: 'P toplantıya gelecek',
  },
  talks: {
    en: 'P, Q: the talks took N minutes',
    ru: 'P, Q: переговоры длились N минут',
    hy: 'P, Q. բանակցությունները տևել են N րոպե',
    az: 'P, Q: danışıqlar N dəqiqə çəkib',
    ka: 'P, Q: მოლაპარაკება N წუთი გაგრძელდა',
    tr: 'P, Q: görüşmeler N dakika sürdü',
  },
  handover: {
    en: 'Armenia handed over N soldiers to Azerbaijan',
    ru: 'Армения передала Азербайджану N военных',
    hy: 'Հայաստանը Ադրբեջանին հանձնել է N զինվոր',
    az: 'Ermənistan Azərbaycana N əsgər təhvil verib',
    ka: 'სომხეთმა აზერბაიჯანს N ჯარისკაცი გადასცა',
    tr: 'Ermenistan Azerbaycan’a N asker teslim etti',
  },
  reversed: {
    en: 'Azerbaijan handed over N soldiers to Armenia',
    ru: 'Азербайджан передал Армении N военных',
    hy: 'Ադրբեջանը Հայաստանին հանձնել է N զինվոր',
    az: 'Azərbaycan Ermənistana N əsgər təhvil verib',
    ka: 'აზერბაიჯანმა სომხეთს N ჯარისკაცი გადასცა',
    tr: 'Azerbaycan Ermenistan’a N asker teslim etti',
  },
  families: {
    en: 'L: N families moved into new houses',
    ru: 'L: N семей въехали в новые дома',
    hy: 'L. N ընտանիք տեղափոխվել է նոր տներ',
    az: 'L: N ailə yeni evlərə köçüb',
    ka: 'L: N ოჯახი ახალ სახლებში გადავიდა',
    tr: 'L: N aile yeni evlere taşındı',
  },
} as const;

type Sentence = keyof typeof sentences;
interface Slots {
  P: string;
  Q: string;
  L: string;
  N: string;
}
const casts: Slots[] = [
  { P: 'nikol-pashinyan', Q: 'ilham-aliyev', L: 'stepanakert', N: '45' },
  { P: 'ararat-mirzoyan', Q: 'jeyhun-bayramov', L: 'bishkek', N: '130' },
];
const other: Slots = { P: 'vladimir-putin', Q: 'recep-tayyip-erdogan', L: 'khankendi', N: '54' };

const shown = shownNamesOf(entityCatalogue());
const nameOf = (id: string, language: WireLanguage): string => shown.get(id)?.names[language] ?? id;
const said = (sentence: Sentence, slots: Slots, language: WireLanguage): string =>
  sentences[sentence][language].replace(/\b[PQLN]\b/g, (slot) =>
    slot === 'N' ? slots.N : nameOf(slots[slot as 'P'], language),
  );

const pairs = wireLanguages.flatMap((from) =>
  wireLanguages.filter((to) => to !== from).map((to) => ({ from, to })),
);
const tagger = defaultTagger();
const check = (pair: (typeof pairs)[number], text: string, translation: string) =>
  checkTranslation({ ...pair, text, translation }, tagger);

describe('a right translation', () => {
  const right: Sentence[] = ['road', 'absent', 'talks', 'handover', 'families'];
  const made = right.flatMap((sentence) =>
    casts.flatMap((slots) =>
      pairs.map((pair) => ({
        pair,
        from: said(sentence, slots, pair.from),
        to: said(sentence, slots, pair.to),
      })),
    ),
  );

  it('of 300 headlines keeps every name and number', () => {
    expect(made).toHaveLength(300);
    const wrong = made
      .map(({ pair, from, to }) => ({ from, to, found: check(pair, from, to).differences }))
      .filter(({ found }) => found.some(({ what }) => what === 'name' || what === 'number'));
    expect(wrong).toEqual([]);
  });

  it('is called uncertain in at most one of fifty', () => {
    const wrong = made.filter(({ pair, from, to }) => check(pair, from, to).verdict !== 'keep');
    expect(wrong.length).toBeLessThanOrEqual(made.length / 50);
  });
});

describe('a corrupted translation', () => {
  const [slots = other] = casts;
  const corruptions: [what: string, sentence: Sentence, corrupted: (to: WireLanguage) => string][] = [
    ['number', 'road', (to) => said('road', { ...slots, N: other.N }, to)],
    ['person', 'talks', (to) => said('talks', { ...slots, Q: other.Q }, to)],
    ['lost person', 'talks', (to) => said('talks', slots, to).replace(nameOf(slots.P, to), '')],
    ['place name', 'families', (to) => said('families', { ...slots, L: 'yerevan' }, to)],
    ['negation', 'absent', (to) => said('present', slots, to)],
    ['negation added', 'present', (to) => said('absent', slots, to)],
    ['sides', 'handover', (to) => said('reversed', slots, to)],
  ];

  it('is caught in at least 95 % of 210 cases, and of each kind in nine of ten', () => {
    const missed = corruptions.flatMap(([what, sentence, corrupted]) =>
      pairs
        .filter(
          (pair) => check(pair, said(sentence, slots, pair.from), corrupted(pair.to)).verdict === 'keep',
        )
        .map(({ from, to }) => `${what} ${from}→${to}`),
    );
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(0.05 * corruptions.length * pairs.length);
    for (const [what] of corruptions)
      expect(missed.filter((each) => each.startsWith(`${what} `)).length, what).toBeLessThanOrEqual(3);
  });

  it('with a number of another size is not shown at all', () => {
    const verdicts = pairs.map(
      (pair) =>
        check(pair, said('road', slots, pair.from), said('road', { ...slots, N: '450' }, pair.to)).verdict,
    );
    expect(new Set(verdicts)).toEqual(new Set(['drop']));
  });
});

describe('the terminology', () => {
  const rows = terminologyCsv(entityCatalogue()).trim().split('\n');

  it('has a column for each language, and each source term once', () => {
    expect(rows[0]).toBe(wireLanguages.join(','));
    expect(rows.length).toBeGreaterThan(500);
    for (const [at] of wireLanguages.entries()) {
      const terms = rows.slice(1).map((row) => row.split(',')[at]);
      const simple = terms.filter((term) => !term?.includes('"'));
      expect(new Set(simple).size).toBe(simple.length);
    }
  });

  it('keeps the two names of a place apart, as each outlet wrote it', () => {
    const english = rows.map((row) => row.split(',')[3]);
    expect(english).toContain('Stepanakert');
    expect(english).toContain('Khankendi');
    expect(rows.some((row) => row.startsWith('ՀԱՊԿ,') && row.split(',')[3] === 'CSTO')).toBe(true);
  });
});
