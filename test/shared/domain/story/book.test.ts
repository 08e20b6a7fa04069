import { describe, expect, test } from 'vitest';
import type { Article } from '../../../../shared/domain/article/article.ts';
import { StoryBook } from '../../../../shared/domain/story/book.ts';
import { type Decision, overridesOf } from '../../../../shared/domain/story/decisions.ts';
import { storedArticle } from '../../../fakes/stored-article.ts';

const at = (hours: number): string => new Date(Date.UTC(2026, 2, 4, 6) + hours * 3_600_000).toISOString();
const outlet = { name: 'Outlet', country: 'AM', kind: 'agency' } as const;

const article = (id: string, hours: number, more: Partial<Article>): Article =>
  storedArticle({
    id,
    publishedAt: at(hours),
    seenAt: at(hours),
    ...more,
  });
const release = (id: string, hours: number, more: Partial<Article> = {}) =>
  article(id, hours, {
    title: 'Azerbaijan frees 12 Armenian prisoners at the Lachin bridge',
    summary: `Report ${id}: twelve detainees were handed over with the help of the Red Cross.`,
    subtopics: ['prisoners', 'humanitarian'],
    entities: ['armenia', 'azerbaijan', 'red-cross', 'lachin'],
    ...more,
  });
const railway = (id: string, hours: number) =>
  article(id, hours, {
    title: 'Freight tariff on the railway through Georgia cut by a third',
    summary: `Report ${id}: grain wagons bound for Armenia will pay less transit duty.`,
    subtopics: ['transit'],
    entities: ['georgia', 'armenia'],
  });

function bookOf(...articles: Article[]): StoryBook {
  const book = new StoryBook();
  for (const each of articles) book.add(each, outlet);
  return book;
}
const groups = (book: StoryBook) =>
  Object.fromEntries(
    book.state().stories.map((story) => [story.id, story.articles.map((each) => each.articleId)]),
  );
const decided = (...decisions: Decision[]) => overridesOf(decisions);
const merge: Decision = { id: '1', at: at(2), kind: 'merge', from: 't1', into: 'r1' };

test('reports on one event come together, another event stays apart', () => {
  expect(groups(bookOf(release('r1', 0), railway('t1', 1), release('r2', 2), railway('t2', 3)))).toEqual({
    r1: ['r1', 'r2'],
    t1: ['t1', 't2'],
  });
});

test('a copy goes where its original is and does not count as independent', () => {
  const book = bookOf(release('r1', 0), release('r2', 1, { reprintOf: 'r1' }));
  expect(book.changes(at(2)).stories[0]?.story).toMatchObject({ id: 'r1', independent: 1, reprints: 1 });
});

describe('a reprint names an original that is itself no reprint', () => {
  const copied = (book: StoryBook) =>
    Object.fromEntries(
      book
        .state()
        .stories.flatMap((story) => story.articles.map((each) => [each.articleId, each.reprintOf ?? null])),
    );
  const coldCopy = (book: StoryBook): StoryBook => new StoryBook(JSON.parse(JSON.stringify(book.state())));

  test('a copy that comes before its original waits for it: neither copies the other', () => {
    const book = bookOf(
      release('r2', 1, { reprintOf: 'r1' }),
      release('r1', 0),
      release('r3', 2, { reprintOf: 'r1' }),
    );
    expect(copied(book)).toEqual({ r1: null, r2: 'r1', r3: 'r1' });
    expect(groups(book)).toEqual({ r2: ['r2', 'r1', 'r3'] });
    expect(book.changes(at(3)).stories).toMatchObject([{ story: { id: 'r2', independent: 1, reprints: 2 } }]);
  });

  const commissions = (id: string, hours: number, more: Partial<Article>) =>
    article(id, hours, {
      title: `Border commissions of ${more.entities?.slice(0, 2).join(' and ')} meet in ${more.entities?.[2]}`,
      summary: 'The two sides set the order of the next sections and agreed to meet again in spring.',
      topics: [],
      ...more,
    });

  test('one form filled in twice is no copy: other parties, or two of place, persons and numbers', () => {
    const first = { entities: ['armenia', 'azerbaijan', 'ijevan'] };
    const others = { entities: ['kyrgyzstan', 'uzbekistan', 'osh'], outletId: 'other' };
    expect(copied(bookOf(commissions('a', 0, first), commissions('b', 1, others)))).toEqual({
      a: null,
      b: null,
    });
    expect(
      copied(bookOf(commissions('a', 0, first), commissions('b', 1, { ...others, reprintOf: 'a' }))),
    ).toEqual({ a: null, b: null });
    const here = { title: 'Guards stop 3 men in Goris', entities: ['armenia', 'goris'] };
    const there = { title: 'Guards stop 14 men in Meghri', entities: ['armenia', 'meghri'], reprintOf: 'a' };
    expect(copied(bookOf(commissions('a', 0, here), commissions('b', 1, there)))).toEqual({
      a: null,
      b: null,
    });
  });

  test('a copy under another headline stays one, and a false original hides no true one', () => {
    const first = { entities: ['armenia', 'azerbaijan', 'ijevan'] };
    const cut = { title: 'Commissions meet', entities: ['armenia'], reprintOf: 'a' };
    expect(copied(bookOf(commissions('a', 0, first), commissions('b', 1, cut)))).toEqual({ a: null, b: 'a' });
    const others = { entities: ['kyrgyzstan', 'uzbekistan', 'osh'], reprintOf: 'a' };
    const book = bookOf(
      commissions('a', 0, first),
      commissions('b', 1, others),
      commissions('c', 2, { ...others, outletId: 'third' }),
    );
    expect(copied(book)).toEqual({ a: null, b: null, c: 'b' });
  });

  test('two that ingest made copies of each other end in the one that came second', () => {
    expect(
      copied(bookOf(release('r2', 1, { reprintOf: 'r1' }), release('r1', 0, { reprintOf: 'r2' }))),
    ).toEqual({ r1: null, r2: 'r1' });
  });

  test('a copy of a copy names the original, in either order', () => {
    expect(
      copied(
        bookOf(
          release('r1', 0),
          release('r2', 1, { reprintOf: 'r1' }),
          release('r3', 2, { reprintOf: 'r2' }),
        ),
      ),
    ).toEqual({ r1: null, r2: 'r1', r3: 'r1' });
    expect(
      copied(
        bookOf(
          release('r1', 0),
          release('r3', 2, { reprintOf: 'r2' }),
          release('r2', 1, { reprintOf: 'r1' }),
        ),
      ),
    ).toEqual({ r1: null, r2: 'r1', r3: 'r1' });
  });

  test('a copy that opened a story for want of its original follows it when the original proves a copy', () => {
    const lost = article('l', 1, { title: 'Envoys to meet', reprintOf: 'r2' });
    const book = bookOf(release('r1', 0), lost, release('r2', 1, { reprintOf: 'r1' }));
    expect(groups(book)).toEqual({ r1: ['r1', 'r2', 'l'], l: [] });
    expect(copied(book)).toEqual({ r1: null, r2: 'r1', l: 'r1' });
    expect(book.changes(at(3)).stories.find(({ story }) => story.id === 'l')?.story.mergedInto).toBe('r1');
  });

  test('a text that came by a copy only draws other reports of its event', () => {
    const told = release('r9', 3, {
      language: 'ru',
      title: 'Азербайджан освободил 12 армянских пленных',
      summary: '12 задержанных передали при посредничестве Красного Креста у Лачинского моста.',
    });
    const book = bookOf(release('r2', 1, { reprintOf: 'never-seen' }), told);
    expect(groups(book)).toEqual({ r2: ['r2', 'r9'] });
  });

  test('the state saved between a copy and its original decides the same', () => {
    const warm = bookOf(release('r2', 1, { reprintOf: 'r1' }), railway('t1', 1));
    const cold = coldCopy(warm);
    for (const each of [release('r1', 0), release('r4', 2, { reprintOf: 'r2' }), release('r3', 4)]) {
      warm.add(each, outlet);
      cold.add(each, outlet);
    }
    expect(cold.state()).toEqual(warm.state());
  });
});

test('the same state, saved and read again, decides the same', () => {
  const first = [release('r1', 0), railway('t1', 1), release('r2', 2)];
  const rest = [railway('t2', 3), release('r3', 4), railway('t3', 50)];
  const warm = bookOf(...first);
  const cold = new StoryBook(JSON.parse(JSON.stringify(warm.state())));
  for (const each of rest) {
    warm.add(each, outlet);
    cold.add(each, outlet);
  }
  expect(cold.state()).toEqual(warm.state());
});

test('two reports that say one common thing each are not one story, though they agree in all they say', () => {
  const match = (id: string, hours: number, language: string, title: string) =>
    article(id, hours, { language, title, topics: [], entities: ['armenia'] });
  expect(
    groups(bookOf(match('f1', 0, 'en', 'A football evening'), match('f2', 3, 'az', 'Bu gün futbol'))),
  ).toEqual({ f1: ['f1'], f2: ['f2'] });
});

describe('what people decide', () => {
  test('a merge moves all articles, also those to come, and leaves a pointer', () => {
    const book = bookOf(release('r1', 0), railway('t1', 1), railway('t2', 1));
    book.changes(at(1));
    book.applyDecisions(decided(merge));
    const changes = book.changes(at(2));
    expect(
      changes.stories.map(({ story, links }) => [story.id, links.map((link) => link.articleId)]),
    ).toEqual([
      ['t1', []],
      ['r1', ['r1', 't1', 't2']],
    ]);
    expect(changes.stories.find(({ story }) => story.id === 't1')?.story.mergedInto).toBe('r1');
    book.add(railway('t3', 3), outlet);
    expect(groups(book).r1?.toSorted()).toEqual(['r1', 't1', 't2', 't3']);
  });

  test('an undone merge puts everything back', () => {
    const book = bookOf(release('r1', 0), railway('t1', 1), railway('t2', 1));
    book.applyDecisions(decided(merge));
    book.applyDecisions(decided({ ...merge, undone: true }));
    expect(groups(book)).toEqual({ r1: ['r1'], t1: ['t1', 't2'] });
    expect(book.story('t1')?.mergedInto).toBeUndefined();
  });

  test('split articles make a story of their own, moved ones go where they were sent', () => {
    const book = bookOf(release('r1', 0), release('r2', 1), railway('t1', 2));
    book.applyDecisions(
      decided(
        { id: '1', at: at(3), kind: 'split', from: 'r1', into: 'own', articleIds: ['r2'] },
        { id: '2', at: at(3), kind: 'move', into: 'own', articleIds: ['t1'] },
      ),
    );
    expect(groups(book)).toMatchObject({ r1: ['r1'], own: ['r2', 't1'] });
  });

  test('a replay from nothing respects them', () => {
    const book = new StoryBook();
    const pins = decided(merge, { id: '2', at: at(3), kind: 'move', into: 't1', articleIds: ['r2'] });
    book.applyDecisions(pins);
    for (const each of [release('r1', 0), railway('t1', 1), release('r2', 2), railway('t2', 3)])
      book.add(each, outlet);
    book.applyDecisions(pins);
    expect(groups(book).r1?.toSorted()).toEqual(['r1', 'r2', 't1', 't2']);
  });

  test('a chosen headline stands for the story in its language', () => {
    const book = bookOf(
      release('r1', 0),
      release('r2', 1, { title: 'Twelve freed Armenian prisoners cross the Lachin bridge home' }),
    );
    book.applyDecisions(
      decided({ id: '1', at: at(2), kind: 'rename', story: 'r1', language: 'en', articleId: 'r2' }),
    );
    expect(book.changes(at(2)).stories[0]?.story.headlines.en?.articleId).toBe('r2');
    // Another process undoes it.
    const cold = new StoryBook(JSON.parse(JSON.stringify(book.state())));
    cold.applyDecisions(decided());
    expect(cold.changes(at(3)).stories[0]?.story.headlines.en?.articleId).toBe('r1');
  });
});

test('a silence that falls due while other stories are grouped is told once, also after the state was saved; not where the other side spoke', () => {
  const book = bookOf(release('r1', 0), release('r2', 1), release('r3', 2), railway('t1', 2));
  expect(book.changes(at(2)).stories.map(({ story }) => story.silences)).toEqual([[], []]);
  const cold = new StoryBook(JSON.parse(JSON.stringify(book.state())));
  for (const each of [book, cold]) {
    expect(each.changes(at(13.9)).stories).toEqual([]);
    expect(each.changes(at(14)).stories).toMatchObject([
      { story: { id: 'r1', silences: [{ coveredBy: 'yerevan', silent: 'baku', since: at(2) }] } },
    ]);
    expect(each.changes(at(15)).stories).toEqual([]);
  }
  const spoken = bookOf(release('r1', 0), release('r2', 1), release('r3', 2));
  spoken.add(release('r4', 3), { ...outlet, country: 'AZ' });
  spoken.changes(at(3));
  expect(spoken.changes(at(20)).stories).toEqual([]);
});

test('a story of two closes once, one of a single article without a write', () => {
  const book = bookOf(release('r1', 0), release('r2', 1), railway('t1', 2));
  book.changes(at(3));
  book.closeStale(at(200));
  expect(book.changes(at(200)).stories).toMatchObject([
    { story: { id: 'r1', phase: 'settled', closedAt: at(200) } },
  ]);
  book.closeStale(at(201));
  expect(book.changes(at(201)).stories).toEqual([]);
});

test('a later text of an article replaces the earlier one in place', () => {
  const book = bookOf(release('r1', 0), release('r2', 1));
  book.revise(
    release('r1', 5, { revision: 2, title: 'Azerbaijan frees 14 Armenian prisoners at the Lachin bridge' }),
  );
  expect(book.story('r1')?.articles.map((each) => each.title.slice(0, 20))).toEqual([
    'Azerbaijan frees 14 ',
    'Azerbaijan frees 12 ',
  ]);
  expect(new StoryBook(book.state()).state()).toEqual(book.state());
});

describe('one event, even beside its twins', () => {
  const talks = (id: string, hours: number, more: Partial<Article> = {}) =>
    article(id, hours, {
      title: 'Border commissions of Armenia and Azerbaijan meet in Ijevan',
      summary: `Report ${id}: the two deputy premiers, Mher Grigoryan and Shahin Mustafayev, discussed delimitation.`,
      subtopics: ['border'],
      entities: ['armenia', 'azerbaijan', 'mher-grigoryan', 'shahin-mustafayev'],
      ...more,
    });
  const twin = (id: string, hours: number) =>
    article(id, hours, {
      title: 'Border commissions of Kyrgyzstan and Uzbekistan meet in Osh',
      summary: `Report ${id}: delegations of the two governments discussed delimitation.`,
      topics: ['csto'],
      subtopics: ['border'],
      entities: ['kyrgyzstan', 'uzbekistan', 'osh'],
    });

  test('the same happening of other states is another story, in either order', () => {
    expect(groups(bookOf(talks('t1', 0), twin('k1', 1), talks('t2', 2), twin('k2', 3)))).toEqual({
      t1: ['t1', 't2'],
      k1: ['k1', 'k2'],
    });
  });

  test('what was taken for one story parts when another report shows it; the rest stays under its id', () => {
    const book = bookOf(release('r1', 0), talks('t1', 1));
    const [released, met] = structuredClone(book.state().stories);
    // As if the two had been taken for one.
    for (const each of met?.articles ?? []) released?.articles.push({ ...each, storyId: 'r1', chosen: 'r1' });
    const mixed = new StoryBook({ version: 2, stories: released === undefined ? [] : [released] });
    const russian = {
      language: 'ru',
      title: 'Пограничные комиссии Армении и Азербайджана встретились в Иджеване',
      summary: 'Вице-премьеры Мгер Григорян и Шахин Мустафаев обсудили делимитацию.',
    };
    mixed.add(talks('t2', 2, russian), outlet);
    expect(groups(mixed)).toEqual({ r1: ['r1'], t2: ['t1', 't2'] });
    mixed.add(
      release('r2', 3, { language: 'ru', title: 'Азербайджан освободил 12 армянских пленных у Лачина' }),
      outlet,
    );
    expect(groups(mixed)).toEqual({ r1: ['r1', 'r2'], t2: ['t1', 't2'] });
  });

  test('an opener relates to the story it has most to do with, and says what speaks against it', () => {
    const book = bookOf(talks('t1', 0), release('r1', 1));
    expect(groups(book)).toEqual({ t1: ['t1'], r1: ['r1'] });
    expect(book.story('r1')?.relatesTo).toBe('t1');
    const [evidence] = book.story('r1')?.articles[0]?.evidence ?? [];
    expect(evidence).toMatchObject({ kind: 'story', of: 't1', rule: 'relates-to' });
    expect(evidence?.lacked).toContain('other-happening');
  });
});

test('an article whose feed gives no language is read in the one its text is in', () => {
  const told = {
    title: 'Азербайджан освободил 12 армянских пленных у моста Лачин',
    summary: 'Красный Крест принял двенадцать задержанных, сообщили власти.',
  };
  const book = bookOf(
    release('r1', 0, { ...told, language: 'ru' }),
    release('r2', 1, { ...told, title: 'Пленные: Азербайджан освободил 12 армян', language: 'und' }),
  );
  expect(groups(book)).toEqual({ r1: ['r1', 'r2'] });
});

test('stories that relate to or follow one that is emptied are stored with the link that leads on', () => {
  const lost = article('l', 1, { title: 'Envoys to meet', reprintOf: 'r2' });
  const { stories } = bookOf(release('r1', 0), lost, railway('t1', 1)).state();
  const links = { relatesTo: 'l', follows: 'l' };
  const book = new StoryBook({
    version: 2,
    stories: stories.map((story) => (story.id === 't1' ? { ...story, ...links } : story)),
  });
  book.add(release('r2', 1, { reprintOf: 'r1' }), outlet);
  const changed = book.changes(at(3)).stories.map(({ story }) => story);
  expect(changed.find(({ id }) => id === 'l')?.mergedInto).toBe('r1');
  expect(changed.find(({ id }) => id === 't1')).toMatchObject({ relatesTo: 'r1', follows: 'r1' });
});

describe('what is stored of an article’s place', () => {
  const linksOf = (book: StoryBook) =>
    Object.fromEntries(
      book
        .changes(at(9))
        .stories.flatMap(({ links }) => links.map((link) => [link.articleId, link] as const)),
    );
  test('is whose it is and why it is there', () => {
    const book = new StoryBook();
    book.add(release('r1', 0), { ...outlet, owner: { id: 'holding', name: 'Holding', country: 'AM' } });
    // A copy that only its text shows, one that ingest found, and a report of its own.
    book.add(release('r2', 1), outlet);
    book.add(release('r3', 2, { reprintOf: 'r1' }), outlet);
    const summary = 'The exchange took place on Wednesday, a spokesman of the ministry told the press.';
    book.add(release('r4', 3, { summary, title: 'Twelve Armenian prisoners freed by Azerbaijan' }), outlet);
    const { r1, r2, r3, r4 } = linksOf(book);
    expect([r1?.owner, r1?.reprintOf, r1?.evidence]).toEqual(['holding', undefined, []]);
    expect([r2?.owner, r2?.reprintOf, r2?.evidence.map(({ kind, of }) => `${kind} ${of}`)]).toEqual([
      undefined,
      'r1',
      ['reprint r1'],
    ]);
    expect([r3?.reprintOf, r3?.evidence]).toEqual(['r1', []]);
    expect([r4?.reprintOf, new Set(r4?.evidence.map(({ kind, of }) => `${kind} ${of}`))]).toEqual([
      undefined,
      new Set(['story r1']),
    ]);
  });
  test('says where a person moved it; the emptied story leads there', () => {
    const book = bookOf(release('r1', 0), railway('t1', 1));
    book.applyDecisions(decided({ id: '2', at: at(3), kind: 'move', into: 'r1', articleIds: ['t1'] }));
    const stories = new Map(book.changes(at(9)).stories.map((each) => [each.story.id, each]));
    expect([stories.get('t1')?.story.mergedInto, stories.get('t1')?.links]).toEqual(['r1', []]);
    expect(stories.get('r1')?.story.mergedInto).toBeUndefined();
    expect(stories.get('r1')?.links.find(({ articleId }) => articleId === 't1')?.evidence).toEqual([
      { kind: 'story', of: 'r1', rule: 'decided-by-a-person', score: 1, places: [] },
    ]);
  });
  test('is not moved by a second try of the same article', () => {
    const book = bookOf(release('r1', 0), release('r2', 1), railway('t1', 2));
    const before = JSON.stringify(book.state());
    for (const each of [release('r1', 0), release('r2', 1), railway('t1', 2)]) book.add(each, outlet);
    expect(JSON.stringify(book.state())).toBe(before);
  });
});
