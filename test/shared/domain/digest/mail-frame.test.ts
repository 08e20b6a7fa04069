import { describe, expect, it } from 'vitest';
import type { Edition, EditionStory } from '../../../../shared/domain/digest/edition.ts';
import {
  bulkHeaders,
  choicesLine,
  digestMail,
  editionPage,
  leftOutText,
  type MailReader,
  summaryLines,
} from '../../../../shared/domain/digest/mail.ts';
import { html } from '../../../../shared/domain/text/html.ts';
import { readerPreferences } from '../subscriber/reader-fixture.ts';
import { words } from './asked-words.ts';

const story = (more: Partial<EditionStory>): EditionStory =>
  ({ kind: 'new', outletIds: ['a'], languages: ['hy'], ...more }) as EditionStory;
const edition = (more: Partial<Edition> = {}): Edition =>
  ({
    kind: 'regular',
    zone: 'UTC',
    from: 'then',
    first: false,
    stories: [
      story({}),
      story({ outletIds: ['a', 'b'], languages: ['hy', 'ru', 'fr'] }),
      story({ kind: 'update', outletIds: ['c'] }),
    ],
    briefs: [{}, {}],
    more: 4,
    ...more,
  }) as Edition;

describe('the lines of numbers', () => {
  const numbers = 'numbers(9 3 2)';
  it.each<[string, Partial<Edition>, string[]]>([
    ['of a morning', {}, [numbers, 'newSince(moment then 8 1)']],
    ['after a gap', { leftOut: { from: 'a', until: 'b' } }, [numbers, 'newSinceGap(moment then 8 1)']],
    ['of a first edition', { first: true }, [numbers, 'firstEdition(moment then)']],
    ['of a first breaking mail', { first: true, kind: 'breaking' }, [numbers]],
    ['of a later one', { kind: 'breaking' }, [numbers, 'newSince(moment then 8 1)']],
    ['of an alert', { kind: 'alert' }, [numbers]],
    ['where nothing happened', { kind: 'quiet' }, ['quietText(moment then)']],
  ])('%s', (_name, more, lines) => expect(summaryLines(edition(more), words)).toEqual(lines));

  it('say what a pause left out', () => {
    expect(leftOutText(edition(), words)).toBeNull();
    expect(leftOutText(edition({ leftOut: { from: 'a', until: 'b' } }), words)).toBe(
      'leftOut(full a full b)',
    );
  });
});

describe('what was chosen, in one line', () => {
  it.each([
    [{}, 'frequencies.daily, atHour(07 Asia/Yerevan)'],
    [{ frequency: 'weekly', weekday: 2, hour: 19 }, 'frequencies.weekly, 2, atHour(19 Asia/Yerevan)'],
    [{ frequency: 'breaking' }, 'frequencies.breaking'],
  ] as const)('%j', (more, rhythm) => {
    const preferences = {
      ...readerPreferences,
      topics: ['csto'],
      languages: ['hy', 'en'] as ('hy' | 'en')[],
      ...more,
    };
    expect(choicesLine(preferences, words)).toBe(`choices(T-csto in-hy, in-en ${rhythm})`);
  });
});

const links = { unsubscribe: 'https://w.example/u?t=1&x', preferences: '/p', privacy: '/d', archive: '/a' };
const reader: MailReader = {
  address: 'reader@example.org',
  preferences: { ...readerPreferences, topics: ['csto'], languages: ['hy'] },
  confirmedAt: '2026-11-20',
  links,
};
const rendered = {
  context: { words, zone: 'UTC', siteUrl: 'https://w.example' },
  subject: 'A & B',
  htmlTop: html`<tr><td>stories</td></tr>`.text,
  textTop: 'stories\n',
};
const why = 'whyText(date 2026-11-20 T-csto in-hy frequencies.daily, atHour(07 Asia/Yerevan))';

describe('one reader’s mail', () => {
  const mail = digestMail(rendered, reader, { edition: 'e' });
  it('is the stories, why it came and every way to change that', () => {
    expect(mail).toMatchObject({ to: 'reader@example.org', subject: 'A & B', tags: { edition: 'e' } });
    expect(mail.text).toBe(
      `stories\n\nwhy\n  ${why}\n  readOnline: /a\n  change: /p\n  privacy: /d\n  leave: ${links.unsubscribe}\n`,
    );
  });
  it('has the ways before the stories and after them, for a client cuts the end of a long mail', () => {
    const [before = '', after = ''] = mail.html.split('<tr><td>stories</td></tr>');
    const ways = (part: string) =>
      [...part.matchAll(/href="([^"]*)">([^<]*)/g)].map(([, href, text]) => `${text} ${href}`);
    expect(ways(before)).toEqual(['leave https://w.example/u?t=1&amp;x', 'change /p', 'readOnline /a']);
    expect(ways(after)).toEqual([
      'readOnline /a',
      'change /p',
      'privacy /d',
      'leave https://w.example/u?t=1&amp;x',
    ]);
    expect(after).toContain(`<p class="k">why</p><p class="m">${why}</p>`);
  });
  it('is a document of its language with its title, style and nothing fetched', () => {
    expect(mail.html).toMatch(/^<!doctype html>\n<html lang="en"><head><meta charset="utf-8">/);
    expect(mail.html).toContain('<title>A &amp; B</title><style>');
    expect(mail.html).toContain('<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->');
    expect(mail.html).toContain('<!--[if mso]></td></tr></table><![endif]-->');
    expect(mail.html).not.toMatch(/<img|<link|@import|url\(/);
  });
});

it('the same edition on the web names no reader and leads to the form', () => {
  const page = editionPage(rendered);
  expect([...page.matchAll(/<a href="([^"]*)">([^<]*)/g)].map(([, href, text]) => `${text} ${href}`)).toEqual(
    ['formTitle https://w.example/s/subscribe', 'home https://w.example/'],
  );
  expect(page).toContain('<link rel="stylesheet" href="/editions/edition.css">');
  expect(page).toContain('<tr><td>stories</td></tr>');
  expect(page).not.toContain('<style');
});

describe('the headers of bulk mail', () => {
  const of = (unsubscribeAddress: string | undefined, wire = 'Caucasus Wire') =>
    bulkHeaders(
      { unsubscribe: 'https://w.example/u', unsubscribeAddress },
      { siteUrl: 'https://w.example', wire },
    );
  it('name the way out, the list and what sent it', () =>
    expect(of(undefined)).toEqual([
      ['List-Unsubscribe', '<https://w.example/u>'],
      ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ['List-Id', 'Caucasus Wire <digest.w.example>'],
      ['Feedback-ID', 'digest:reader:edition:w-example'],
      ['Auto-Submitted', 'auto-generated'],
    ]));
  it('name an address too, where there is one', () =>
    expect(of('out@w.example')[0]).toEqual([
      'List-Unsubscribe',
      '<https://w.example/u>, <mailto:out@w.example?subject=unsubscribe>',
    ]));
  it.each([
    ['Լուր "Wire", Inc.', 'Wire Inc. <digest.w.example>'],
    ['Լուր', '<digest.w.example>'],
  ])('of a wire called %s hold no sign that would need quotes', (wire, id) =>
    expect(of(undefined, wire)[2]).toEqual(['List-Id', id]),
  );
});
