import { wordsOf } from '../../../shared/catalogue/mail-words.ts';
import { spawnSync } from 'node:child_process';
import { Parser } from 'htmlparser2';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { digestMail, type Mail } from '../../../shared/domain/digest/mail.ts';
import { renderEdition } from '../../../shared/domain/digest/render-edition.ts';
import { composeEdition } from '../../../functions/plan-digests/compose-edition.ts';
import { noMemory } from '../../../functions/plan-digests/preview-edition.ts';
import type { FigureConflict, StoryArticle } from '../../../shared/domain/story/story.ts';
import { articleOf, storyOfArticles } from '../../shared/domain/story/story-fixture.ts';
import { readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';
import { plainMime } from './plain-mime.ts';

/** What a feed could put where a title, an outlet's name or a link belongs. */
const nasty = [
  'Plain',
  'Subject\r\nBcc: victim@example.org',
  'a\nX-Evil: 1',
  'a\r\n\r\n<b>body</b>',
  'a\rb',
  'nul\0here',
  'line\u2028sep\u2029par',
  '=?utf-8?Q?=0D=0ABcc:_x@example.org?=',
  '=?UTF-8?B?Cg==?=',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '</style><style>@import "https://evil.example"',
  '</title><meta http-equiv=refresh content=0>',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '<a href="javascript:alert(1)">x</a>',
  '&lt;script&gt;',
  '&#60;script&#62;',
  '&amp;amp;',
  '{{constructor}}',
  '${7*7}',
  '%0d%0aBcc:x',
  'x'.repeat(10_000),
  'Սահման <i>գիծ</i>',
  'Граница & «мир»',
  'საზღვარი "ხაზი"',
  "sərhəd 'xətt'",
  '\u202egnp.exe',
  '\u200b\u200c\ufeff',
  '\ud800lone',
  '😀😀😀',
  '  ',
  '',
  '\t\t',
  '.\r\n.\r\nQUIT',
] as const;
const links = [
  'https://outlet.example/1',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>1</script>',
  'https://outlet.example/"onmouseover="x',
  "https://outlet.example/'><b>",
  'https://еxample.org/',
  'http://a@b.example/',
  'https://x.example/\r\nBcc:y',
  'vbscript:x',
  'https://',
  '//evil.example',
  'file:///etc/passwd',
] as const;

const place = { siteUrl: 'https://wire.example' };
const reader = {
  address: 'reader@example.org',
  preferences: readerPreferences,
  confirmedAt: '2026-11-20T11:00:00.000Z',
  links: {
    preferences: 'https://wire.example/s/preferences?t=p',
    privacy: 'https://wire.example/s/privacy?t=q',
    unsubscribe: 'https://wire.example/s/unsubscribe/one-click?t=u',
    archive: 'https://wire.example/editions/2026-11-24/x.html',
  },
};

const storiesPerMail = 5;

/** Story number n, its parts chosen by n so that titles, names and links meet in many ways. */
function hostileStory(n: number) {
  const pick = <T>(from: readonly T[], by: number): T => from[by % from.length] as T;
  const articles = ['en', 'ru', 'hy'].map((language, k) => ({
    ...articleOf(`s${n}`, language, {
      title: pick(nasty, n + 7 * k + Math.floor(n / nasty.length)),
      at: `2026-11-23T20:${String(n % 60).padStart(2, '0')}:00.000Z`,
      n: k,
    }),
    outletName: pick(nasty, 3 * n + k + Math.floor(n / nasty.length)),
    url: pick(links, n + k + Math.floor(n / links.length)),
  }));
  return {
    story: {
      ...storyOfArticles(`s${n}"><x`, articles),
      silences: [{ coveredBy: 'yerevan', silent: 'baku', since: '2026-11-23T20:00:00.000Z' } as const],
      claims: contrastOf(articles, pick(nasty, n)),
    },
    articles,
  };
}

/** Two sides' numbers, counted of something with a nasty name. */
const contrastOf = (articles: StoryArticle[], what: string): FigureConflict[] => [
  {
    what,
    claims: articles.slice(0, 2).map(({ articleId }, n) => ({
      articleId,
      side: n === 0 ? 'yerevan' : 'baku',
      value: 3 + n / 2,
      text: what,
    })),
  },
];

/** @returns the mail and the titles it must show, in order */
function hostileMail(m: number): { mail: Mail; titles: string[] } {
  const told = Array.from({ length: storiesPerMail }, (_, k) => hostileStory(m * storiesPerMail + k));
  const material = {
    now: new Date('2026-11-24T03:00:00Z'),
    stories: told,
    coverage: {
      feeds: 1,
      reached: 0,
      late: 0,
      blocked: 1,
      missing: [nasty[m % nasty.length] ?? ''],
      missingMore: 0,
    },
  };
  const window = { from: '2026-11-23T03:00:00.000Z', until: '2026-11-24T02:59:00.000Z', first: false };
  const composed = composeEdition(
    material,
    { preferences: readerPreferences, memory: noMemory, window },
    '2026-11-24',
  );
  if (composed === null) throw new Error('no edition');
  const { edition } = composed;
  return {
    mail: digestMail(renderEdition(edition, wordsOf(edition.interface), place.siteUrl), reader, {
      subscriber: 'a',
      edition: '2026-11-24',
    }),
    titles: edition.stories.map((story) => story.headline.title),
  };
}

const mails = Array.from({ length: 200 }, (_, m) => hostileMail(m));
const headerNames = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-id',
  'feedback-id',
  'auto-submitted',
  'content-type',
];

describe('200 mails of 1,000 hostile stories', () => {
  it('have the bulk headers, exactly, and a subject of one line', () => {
    const wrong = mails.filter(
      ({ mail }) =>
        JSON.stringify(mail.headers) !==
          JSON.stringify([
            ['List-Unsubscribe', '<https://wire.example/s/unsubscribe/one-click?t=u>'],
            ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
            ['List-Id', 'Caucasus Wire <digest.wire.example>'],
            ['Feedback-ID', 'digest:reader:edition:wire-example'],
            ['Auto-Submitted', 'auto-generated'],
          ]) ||
        /[\p{Cc}\u2028\u2029]/u.test(mail.subject) ||
        mail.subject === '' ||
        mail.subject.length > 140,
    );
    expect(wrong).toEqual([]);
  });

  it('open no element, attribute or link beyond the template’s in the HTML part', () => {
    const tags = new Set<string>();
    const attributes = new Set<string>();
    const hrefs = new Set<string>();
    for (const { mail } of mails) {
      const parser = new Parser({
        onopentag: (name, given) => {
          tags.add(name);
          for (const [attribute, value] of Object.entries(given)) {
            attributes.add(attribute);
            if (attribute === 'href') hrefs.add(value.replace(/^(https?):.*$/s, '$1'));
          }
        },
      });
      parser.end(mail.html);
    }
    expect([...tags].sort()).toEqual([
      'a',
      'body',
      'br',
      'h1',
      'h2',
      'h3',
      'head',
      'html',
      'li',
      'meta',
      'ol',
      'p',
      'span',
      'style',
      'table',
      'td',
      'title',
      'tr',
    ]);
    expect([...attributes].sort()).toEqual([
      'align',
      'charset',
      'class',
      'content',
      'href',
      'lang',
      'name',
      'role',
      'width',
    ]);
    expect([...hrefs].sort()).toEqual(['http', 'https']);
  });

  it('show each title as the outlet wrote it', () => {
    for (const { mail, titles } of mails.slice(0, 40)) {
      const shown: string[] = [];
      let inside = false;
      const parser = new Parser(
        {
          onopentag: (name) => {
            if (name !== 'h3') return;
            inside = true;
            shown.push('');
          },
          onclosetag: (name) => void (inside &&= name !== 'h3'),
          ontext: (text) => void (inside && (shown[shown.length - 1] += text)),
        },
        { decodeEntities: true },
      );
      parser.end(mail.html);
      expect(shown).toEqual(titles);
    }
  });

  it('keep the text part’s own lines: no title, name or link starts one', () => {
    const starts = new Set(
      mails.flatMap(({ mail }) =>
        mail.text
          .split(/[\n\r\u2028\u2029]/)
          .map((line) => /^(Bcc|X-Evil|QUIT|\.$)/.exec(line)?.[0])
          .filter((start) => start !== undefined),
      ),
    );
    expect([...starts]).toEqual([]);
  });

  it('are read by mailparser with the fixed header names and the right subject and text', async () => {
    for (const [n, { mail }] of mails.entries()) {
      const parsed = await simpleParser(plainMime(mail, n));
      expect(parsed.headerLines.map((line) => line.key)).toEqual(headerNames);
      expect(parsed.subject?.trim()).toBe(mail.subject);
      expect(parsed.text?.trimEnd()).toBe(mail.text.trimEnd());
    }
  });

  const python = spawnSync('python3', ['-c', 'import email.policy']).status === 0;
  it.skipIf(!python)(
    'are read by Python’s email with the fixed header names and the right text (skipped: no python3)',
    () => {
      const input = mails.map(({ mail }, n) => Buffer.from(plainMime(mail, n)).toString('base64')).join('\n');
      const script = `
import sys, json, base64, email, email.policy
for line in sys.stdin:
    m = email.message_from_bytes(base64.b64decode(line), policy=email.policy.default)
    text = m.get_body(('plain',)).get_content().rstrip()
    print(json.dumps([[k.lower() for k in m.keys()], [p.get_content_type() for p in m.walk()], text, [str(d) for d in m.defects]]))
`;
      const run = spawnSync('python3', ['-c', script], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
      expect(run.stderr).toBe('');
      const lines = run.stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(mails.length);
      for (const [n, line] of lines.entries()) {
        expect(JSON.parse(line)).toEqual([
          headerNames,
          ['multipart/alternative', 'text/plain', 'text/html'],
          mails[n]?.mail.text.trimEnd(),
          [],
        ]);
      }
    },
  );
});
