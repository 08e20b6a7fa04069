import { describe, expect, it } from 'vitest';
import { catchesOf, unseenCatches } from '../../../../shared/domain/topics/catches.ts';
import { compilePacks } from '../../../../shared/domain/topics/compile.ts';
import {
  type Clause,
  contextsSchema,
  entitySchema,
  inflectionSchema,
  packSchema,
  type PackSet,
  type Rule,
} from '../../../../shared/domain/topics/pack.ts';
import { packFaults } from '../../../../shared/domain/topics/pack-faults.ts';
import { taggerOf } from '../../../../shared/domain/topics/tag.ts';

/** A pack of three invented places, as small as a pack can be. */
const names = { hy: 'x', az: 'x', ru: 'x', en: 'x', ka: 'x', tr: 'x' };
const contexts = contextsSchema.parse({
  version: 1,
  groups: {
    earlier: { terms: { en: ['earlier'] } },
    sport: { terms: { en: ['match'] } },
    shore: { terms: { en: ['Qumara'] }, home: { country: 'AM', language: 'hy' } },
  },
  background: ['earlier'],
  hide: { en: ['Lorva Street', 'Nobody'] },
  homographs: {},
  clubs: { beside: 'sport', terms: { en: ['Velmar United'] } },
  subtopics: [],
  together: [],
});
const packOf = (rules: object[], more: object = {}) =>
  packSchema.parse({
    id: 'test',
    order: 1,
    version: 1,
    names,
    groups: {
      lorva: { terms: { en: ['Lorva'] } },
      velmar: { terms: { en: ['Velmar'] } },
      both: { groups: ['lorva', 'velmar'] },
    },
    anchors: ['both', 'shore'],
    threshold: 1,
    rules,
    subtopics: [],
    ...more,
  });
const setOf = (pack: ReturnType<typeof packOf>): PackSet => ({ inflections: {}, contexts, packs: [pack] });

/** Whether a rule with this clause gives its topic to a text. */
function given(clause: Clause | Partial<Rule>, title: string, summary = '', country?: string): boolean {
  const rule = 'in' in clause ? { when: [clause] } : clause;
  const tagger = taggerOf(compilePacks(setOf(packOf([{ name: 'r', score: 1, ...rule }])), []));
  const text = { title, summary, language: 'en', ...(country !== undefined && { country }) };
  return tagger.tag(text).topics.length > 0;
}

describe('a clause counts in its place', () => {
  const long = 'Envoys came to town and spoke for a long time.';
  it.each<[Clause['in'], string, string, boolean]>([
    ['title', 'Lorva speaks', '', true],
    ['title', 'News', 'Lorva speaks.', false],
    ['lead', 'Lorva speaks', long, true],
    ['lead', 'News', `Lorva speaks. ${long}`, true],
    ['lead', 'News', `${long} Lorva speaks.`, false],
    ['text', 'News', `${long} Lorva speaks.`, true],
    ['text', 'Lorva speaks', long, true],
    // A dateline is no first sentence: the second one leads.
    ['lead', 'News', 'Velmar, 13 March. Lorva speaks of the bridge.', true],
    ['lead', 'News', 'Velmar. Lorva speaks of the bridge.', true],
    ['lead', 'News', `${long} ${long} Lorva speaks.`, false],
    ['lead', 'News', 'Envoys came to town. Lorva speaks of the bridge.', false],
    ['lead', 'News', 'On 13 March all the envoys came. Lorva speaks of the bridge.', false],
    // What is said to be of another day counts nowhere, but in title and first sentence.
    ['text', 'News', `${long} Earlier Lorva spoke.`, false],
    ['sentence', 'News', `${long} Earlier Lorva spoke.`, false],
    ['lead', 'News', `Earlier Lorva spoke. ${long}`, true],
    ['title', 'Earlier Lorva spoke', '', true],
  ])('%s: «%s» «%s» %s', (place, title, summary, holds) => {
    expect(given({ in: place, all: ['lorva'] }, title, summary)).toBe(holds);
  });

  it.each([
    ['one sentence', 'News', 'Lorva answers Velmar.', true],
    ['two', 'News', 'Lorva answers. Then Velmar asks.', false],
    ['the title is one', 'Lorva answers Velmar', '', true],
  ])('two groups in one sentence: %s', (_case, title, summary, holds) => {
    expect(given({ in: 'sentence', all: ['lorva', 'velmar'] }, title, summary)).toBe(holds);
    expect(given({ in: 'text', all: ['lorva', 'velmar'] }, title, summary)).toBe(true);
  });

  it('as often as it asks: the first group at least so many times', () => {
    const often = (min: number, summary: string) =>
      given({ in: 'text', all: ['lorva', 'velmar'], min }, 'Lorva', summary);
    expect([
      often(2, 'Velmar.'),
      often(2, 'Lorva and Velmar.'),
      often(3, 'Lorva and Velmar.'),
      often(3, 'Lorva, Lorva, Velmar.'),
    ]).toEqual([false, true, false, true]);
  });

  it('either of two groups is enough', () => {
    expect([
      given({ in: 'title', all: ['lorva|velmar'] }, 'Velmar'),
      given({ in: 'title', all: ['lorva|velmar'] }, 'Lorva'),
      given({ in: 'title', all: ['lorva|velmar'] }, 'Qumara'),
    ]).toEqual([true, true, false]);
  });

  it('an exception takes the topic away', () => {
    const rule = {
      when: [{ in: 'title' as const, all: ['lorva'] }],
      unless: [{ in: 'text' as const, all: ['velmar'] }],
    };
    expect([given(rule, 'Lorva'), given(rule, 'Lorva', 'Velmar.')]).toEqual([true, false]);
  });

  it('an outlet’s own side is there in every sentence', () => {
    const own = (country: string | undefined) =>
      given({ in: 'sentence', all: ['lorva', 'shore'] }, 'Lorva', '', country);
    expect([own('AM'), own('AZ'), own(undefined)]).toEqual([true, false, false]);
  });

  it('nothing of one article is left for the next', () => {
    const tagger = taggerOf(
      compilePacks(
        setOf(packOf([{ name: 'r', score: 1, when: [{ in: 'text', all: ['lorva'], min: 2 }] }])),
        [],
      ),
    );
    const of = (title: string) => tagger.tag({ title, summary: '', language: 'en', country: 'AM' }).topics;
    expect([of('Lorva, Lorva'), of('Lorva'), of('Velmar'), of('Lorva'), of('Lorva, Lorva')]).toEqual([
      ['test'],
      [],
      [],
      [],
      ['test'],
    ]);
  });
});

describe('a name is hidden', () => {
  const named = (title: string) => given({ in: 'title', all: ['both'] }, title);
  it.each([
    ['in a phrase that only holds it', 'Shop on Lorva Street', false],
    ['but not beside one', 'Lorva and Lorva Street', true],
    ['in a club’s name, in news of sport', 'Velmar United wins the match', false],
    ['but not elsewhere', 'Velmar United talks', true],
  ])('%s', (_case, title, isNamed) => {
    expect(named(title)).toBe(isNamed);
  });
});

it('one entity’s names are one mention, an ambiguous one counts beside a sure one only', () => {
  const entity = entitySchema.parse({
    id: 'ani-lorvan',
    kind: 'person',
    name: 'Ani Lorvan',
    names: { en: ['Ani Lorvan', '~Ani'] },
  });
  const pack = packOf([{ name: 'r', score: 1, when: [{ in: 'text', all: ['ani'], min: 2 }] }], {
    groups: { ani: { entities: ['ani-lorvan'] } },
    anchors: ['ani'],
  });
  const tagger = taggerOf(compilePacks(setOf(pack), [entity]));
  const of = (title: string) => {
    const { topics, entities } = tagger.tag({ title, summary: '', language: 'en' });
    return [topics.length, entities.flatMap(({ places }) => places.map(({ text }) => text))];
  };
  expect([of('Ani spoke'), of('Ani Lorvan spoke'), of('Ani Lorvan spoke, then Ani left')]).toEqual([
    [0, []],
    [0, ['Ani Lorvan']],
    [1, ['Ani Lorvan', 'Ani']],
  ]);
});

it('a fault of a pack names its place, in rules and exceptions too', () => {
  const rule = { name: 'r', score: 1, when: [{ in: 'text', all: ['lorva'] }] };
  const broken = packOf(
    [
      { ...rule, when: [{ in: 'text', all: ['lorva', 'velmar|lorwa'] }] },
      { ...rule, unless: [{ in: 'text', all: ['nowhere'] }] },
    ],
    { anchors: ['velmarr'] },
  );
  expect(packFaults(setOf(broken), []).map(({ path, fault }) => [path, fault])).toEqual([
    ['anchors.0', "there is no group 'velmarr'; did you mean 'velmar'?"],
    ['rules.0.when.0.all', "there is no group 'lorwa'; did you mean 'lorva'?"],
    ['rules.1.unless.0.all', "there is no group 'nowhere'"],
  ]);
  expect(packFaults(setOf(packOf([rule])), [])).toEqual([]);
});

describe('names that stand for nothing', () => {
  const rule = { name: 'r', score: 1, when: [{ in: 'text', all: ['lorva'] }] };
  const faultsOf = (more: object, entityIds: string[] = []) =>
    packFaults(setOf(packOf([rule], more)), entityIds).map(({ path, fault }) => `${path}: ${fault}`);
  it.each<[string, object, string[]]>([
    [
      'a part of a group',
      { groups: { lorva: {}, both: { groups: ['lorva', 'lorwa', 'shore'] } }, anchors: ['both'] },
      ["groups.both.groups: there is no group 'lorwa'; did you mean 'lorva'?"],
    ],
    [
      'entities, taken in and left out',
      {
        groups: { lorva: { entities: ['ani', 'anii'], without: ['zzz'] } },
        anchors: ['lorva'],
      },
      [
        "groups.lorva.entities: there is no entity 'anii'; did you mean 'ani'?",
        "groups.lorva.without: there is no entity 'zzz'",
      ],
    ],
    ['a shared subtopic', { subtopics: ['bordr'] }, ["subtopics.0: there is no shared subtopic 'bordr'"]],
    [
      'a group in the rules of a subtopic of its own',
      {
        subtopics: [
          {
            id: 'own',
            names,
            threshold: 1,
            rules: [{ ...rule, unless: [{ in: 'text', all: ['shore', 'shor'] }] }],
          },
        ],
      },
      ["subtopics.0.rules.0.unless.0.all: there is no group 'shor'; did you mean 'shore'?"],
    ],
  ])('%s', (_name, more, faults) => {
    expect(faultsOf(more, ['ani', 'anton'])).toEqual(faults);
  });

  it('of known names as near the shortest is meant', () => {
    expect(
      faultsOf({ groups: { lorva: { entities: ['an'] } }, anchors: ['lorva'] }, ['anton', 'ani', 'x']),
    ).toEqual(["groups.lorva.entities: there is no entity 'an'; did you mean 'ani'?"]);
  });

  it('two packs of one id are two', () => {
    const set = setOf(packOf([rule]));
    const twice = { ...set, packs: [...set.packs, ...set.packs] };
    expect(packFaults(twice, [])).toEqual([
      { pack: 'test', path: 'id', fault: "two packs have the id 'test'" },
    ]);
  });
});

describe('a phrase is found', () => {
  const pack = (terms: string[]) =>
    packOf([{ name: 'r', score: 1, when: [{ in: 'text', all: ['lorva'] }] }], {
      groups: { lorva: { terms: { en: terms } } },
      anchors: ['lorva'],
    });
  const isFound = (terms: string[], title: string, summary = '') =>
    taggerOf(compilePacks(setOf(pack(terms)), [])).tag({ title, summary, language: 'en' }).topics.length > 0;
  it.each<[string, string, string, boolean]>([
    ['as it stands', 'They saw Red River Port', '', true],
    ['at the end of the title', 'They saw Red River', '', false],
    ['not over a full stop', 'News', 'They all saw Red. River Port is far', false],
    ['not over a comma', 'They saw Red, River Port', '', false],
    ['nor over one further on', 'They saw Red River, Port', '', false],
    ['not from the title into the summary', 'They saw Red River', 'Port of call.', false],
    ['in the summary', 'News', 'They saw Red River Port', true],
    ['not over a comma there', 'News', 'They saw Red River, Port', false],
    ['after a comma', 'News, Red River Port', '', true],
    ['before one', 'Red River Port, they say', '', true],
    ['over a dash and a line', 'Red-River\nPort', '', true],
  ])('%s: «%s» «%s» %s', (_name, title, summary, found) => {
    expect(isFound(['Red River Port'], title, summary)).toBe(found);
  });
  it.each([
    ['NATO', 'They joined NATO', true],
    ['NATO', 'They joined nato', false],
    ['NATO', 'They joined Nato', false],
    ['Peace', 'They want peace', true],
  ])('the term «%s» in «%s»: %s', (term, title, found) => {
    expect(isFound([term === 'NATO' ? `=${term}` : term.toLowerCase()], title)).toBe(found);
  });
});

describe('of names inside names', () => {
  const entity = (id: string, kind: 'person' | 'organisation' | 'place', more: object = {}) =>
    entitySchema.parse({ id, kind, name: id, names: { en: [id.replaceAll('-', ' ')] }, ...more });
  const named = (title: string, ...entities: ReturnType<typeof entity>[]) => {
    const ids = entities.map(({ id }) => id);
    const pack = packOf([{ name: 'r', score: 1, when: [{ in: 'text', all: ['all'] }] }], {
      groups: { all: { entities: ids } },
      anchors: ['all'],
    });
    const { entities: found } = taggerOf(compilePacks(setOf(pack), entities)).tag({
      title,
      summary: '',
      language: 'en',
    });
    return found.map(({ id }) => id).sort();
  };
  const bank = entity('Lorva-Bank'.toLowerCase(), 'organisation', { names: { en: ['Lorva Bank'] } });
  const ofLorva = { ...bank, country: 'AM' };
  const lorva = entity('lorva', 'place', { names: { en: ['Lorva'] }, country: 'AM' });
  const abroad = { ...lorva, country: 'AZ' };
  const person = entity('lorva', 'person', { names: { en: ['Lorva'] } });
  it.each([
    ['the longer one counts', 'Lorva Bank opens', [bank, person], ['lorva-bank']],
    ['the shorter one beside it', 'Lorva opens Lorva Bank', [bank, person], ['lorva', 'lorva-bank']],
    ['a place inside a name of its country stays', 'Lorva Bank', [ofLorva, lorva], ['lorva', 'lorva-bank']],
    ['a place of another country does not', 'Lorva Bank', [ofLorva, abroad], ['lorva-bank']],
    [
      'the whole it is a body of stays',
      'Lorva Bank',
      [{ ...bank, partOf: 'lorva' }, person],
      ['lorva', 'lorva-bank'],
    ],
  ])('%s', (_name, title, entities, found) => {
    expect(named(title, ...entities)).toEqual(found);
  });
});

describe('the words of a dictionary that a term finds', () => {
  const set = (terms: string[]): PackSet => ({
    ...setOf(
      packOf([{ name: 'r', score: 1, when: [{ in: 'text', all: ['lorva'] }] }], {
        groups: { lorva: { terms: { en: terms } } },
        anchors: ['lorva'],
      }),
    ),
    inflections: {
      en: inflectionSchema.parse({ strip: [], slots: [[['', 's', 'ing']]], gluedAcronyms: false }),
    },
  });
  const dictionary = [
    'meets',
    'meet',
    'Meeting',
    'meetx',
    'me',
    'nobody',
    'zoo',
    'meet again',
    'sofia',
    'session',
  ];
  it('with the endings of its language, or any where it is open', () => {
    expect(catchesOf(set(['meet', 'ses*', 'two words', 'nobody']), 'en', dictionary)).toMatchObject({
      meet: ['meet', 'meeting', 'meets'],
      'ses*': ['session'],
      nobody: [],
    });
    expect(catchesOf(set(['two words']), 'en', dictionary)).not.toHaveProperty('two words');
  });
  it('that nobody has seen yet are named', () => {
    expect(unseenCatches({ a: ['x', 'y'], b: ['z'], c: [] }, { a: ['y'] })).toEqual(['a: x', 'b: z']);
  });
});

describe('a learned sign', () => {
  const long = 'Envoys came to town and spoke for a long time.';
  /** Its evidence, and whether it alone gives the topic. */
  function seen(sign: string, title: string, summary: string, prior = 0) {
    const rule = { name: 'r', score: 5, when: [{ in: 'text' as const, all: ['lorva'] }] };
    const weights = { topics: { test: { prior, signs: { [sign]: 1, r: 0 } } }, subtopics: {} };
    const { topics, evidence } = taggerOf(compilePacks({ ...setOf(packOf([rule])), weights }, [])).tag({
      title,
      summary,
      language: 'en',
    });
    const found = evidence.find((each) => each.rule === sign);
    return { given: topics.length > 0, places: found?.places.map(({ field, text }) => `${field} ${text}`) };
  }
  it.each<[string, string, string, boolean]>([
    ['lorva@title', 'Lorva speaks', '', true],
    ['lorva@title', 'Velmar speaks', 'Lorva speaks.', false],
    ['lorva@lead', 'Velmar speaks', `Lorva speaks. ${long}`, true],
    ['lorva@lead', 'Lorva speaks', `Velmar speaks. ${long}`, false],
    ['lorva@later', 'Velmar speaks', `${long} Lorva speaks.`, true],
    ['lorva@later', 'Lorva and Velmar', `Lorva speaks. ${long}`, false],
    ['lorva@background', 'Velmar speaks', `${long} Earlier Lorva spoke.`, true],
    ['lorva@background', 'Velmar speaks', `${long} Lorva spoke.`, false],
    ['lorva@head', 'Lorva speaks', '', true],
    ['lorva@head', 'Velmar speaks', `Lorva speaks. ${long}`, true],
    ['lorva@head', 'Velmar speaks', `${long} Lorva speaks.`, false],
    ['lorva+velmar@title', 'Lorva and Velmar', '', true],
    ['lorva+velmar@title', 'Lorva', 'Velmar.', false],
    ['lorva+velmar@head', 'Lorva', `Velmar came to town and spoke. ${long}`, true],
    ['lorva+velmar@later', 'Both', `${long} Lorva and Velmar speak.`, true],
    ['lorva+velmar@later', 'Both', `${long} Lorva speaks. Velmar is silent.`, false],
    ['lorva+velmar@later', 'Both', `Lorva and Velmar speak. ${long} Lorva speaks. Velmar is silent.`, false],
    ['lorva@any', 'Velmar speaks', `${long} Lorva speaks.`, true],
    ['lorva@any', 'Velmar speaks', `${long} Earlier Lorva spoke.`, false],
    ['lorva+velmar@any', 'Velmar speaks', `${long} Lorva speaks.`, true],
    // More sentences than one word of bits has, and one part in each word.
    ['lorva@later', 'Both', `${`${long} `.repeat(40)} Lorva speaks.`, true],
    ['lorva+velmar@later', 'Both', `${`${long} `.repeat(40)} Lorva and Velmar speak.`, true],
    ['lorva+velmar@later', 'Both', `${long} Velmar. ${`${long} `.repeat(40)} Lorva speaks.`, false],
    ['lorva+velmar@any', 'Both', `${long} Velmar. ${`${long} `.repeat(40)} Lorva speaks.`, true],
    ['lorva|velmar@title', 'Velmar', '', true],
    ['lorva|shore+velmar@title', 'Qumara and Velmar', '', true],
    ['lorva|shore+velmar@title', 'Velmar', '', false],
  ])('%s in «%s» «%s»: %s', (sign, title, summary, given) => {
    expect(seen(sign, title, summary).given).toBe(given);
  });

  it('of one text is not seen in the next', () => {
    const rule = { name: 'r', score: 5, when: [{ in: 'text' as const, all: ['lorva'] }] };
    const weights = { topics: { test: { prior: 0, signs: { 'velmar@later': 1, r: 0 } } }, subtopics: {} };
    const tagger = taggerOf(compilePacks({ ...setOf(packOf([rule])), weights }, []));
    const given = (summary: string) =>
      tagger.tag({ title: 'Lorva and Velmar', summary, language: 'en' }).topics;
    expect(given(`${`${long} `.repeat(40)} Velmar speaks.`)).toEqual(['test']);
    expect(given(`${`${long} `.repeat(40)} All speak.`)).toEqual([]);
  });

  it('shows where it stands, and only there', () => {
    const text = `${long} Lorva met Velmar. Lorva left.`;
    expect(seen('lorva+velmar@later', 'Lorva', text).places).toEqual(['summary Lorva', 'summary Velmar']);
    expect(seen('lorva@later', 'Lorva', text).places).toEqual(['summary Lorva', 'summary Lorva']);
    expect(seen('lorva+velmar@head', 'Lorva', `Velmar came. ${long} Lorva left.`).places).toEqual([
      'title Lorva',
      'summary Velmar',
    ]);
  });

  it('adds to what every text begins with', () => {
    expect(seen('lorva@title', 'Lorva', '', -0.1).given).toBe(false);
    expect(seen('lorva@title', 'Lorva', '', 0.1).given).toBe(true);
  });

  it('of a place that is none stops the build', () => {
    expect(() => seen('lorva@middle', 'Lorva', '')).toThrow("sign 'lorva@middle': no place 'middle'");
    expect(() => seen('nowhere@title', 'Lorva', '')).toThrow("no group 'nowhere' (pack 'test')");
  });
});
