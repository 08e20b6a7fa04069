import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, launch } from './chromium.ts';
import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { html } from '../../shared/domain/text/html.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import { readerOf, readerPreferences } from '../shared/domain/subscriber/reader-fixture.ts';
import { storeStory } from '../shared/aws/store-story.ts';
import { toldOf } from '../shared/domain/story/story-fixture.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules =
  "{ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }";
/** A minute and a half before the hour the reader chooses: time to sign up on a busy machine. */
const start = '2026-11-24T06:58:30.000Z';

interface StoredMail {
  subject: string;
  body: { text: string; html: string };
}

describe.skipIf(!hasBrowser)('a reader in a real browser (skipped: no browser)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wire-'));
  let browser: Browser;
  let server: Server;
  let url = '';
  let stop = async (): Promise<void> => {};
  let work: {
    plan(): Promise<unknown>;
    send(): Promise<number>;
    inbox(): Promise<StoredMail[]>;
    due(): Promise<string[]>;
  };

  beforeAll(async () => {
    process.env.WIRE_NOW = start;
    browser = await launch();
    const { openLocalWire } = await import('../../infra/local/local-wire.ts');
    const { listenForSite, serveSite } = await import('../../infra/local/site-server.ts');
    const wire = await openLocalWire(folder);
    const { loadStages } = await import('../../infra/local/stages.ts');
    const { storiesTable } = await import('../../shared/aws/stories-table.ts');
    const { subscribersTable } = await import('../../shared/aws/subscribers-table.ts');
    const stories = storiesTable(wire.settings.TABLE_STORIES);
    await storeStory(stories, toldOf({ id: 'talks', title: 'Border talks', at: '2026-11-24T05:00:00.000Z' }));
    const stages = await loadStages(wire);
    await stages.publishSite();
    server = await listenForSite(0);
    serveSite(server, { bucket: wire.settings.BUCKET_SITE, api: stages.api });
    url = `http://localhost:${(server.address() as AddressInfo).port}`;
    work = {
      plan: () => stages.planDigests(),
      send: () => stages.sendDigests(),
      inbox: async () =>
        ((await (await fetch(`${wire.inboxUrl}/store`)).json()) as { emails: StoredMail[] }).emails,
      due: () => subscribersTable(wire.settings.TABLE_SUBSCRIBERS).due('regular', '2030-01-01T00:00:00.000Z'),
    };
    stop = () => wire.close();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The mail's link, on the port of this run. */
  const linkIn = (mail: StoredMail | undefined, path: string): string =>
    (
      new RegExp(`http://localhost:4400(/s/${path}\\?t=[\\w.-]+)`).exec(mail?.body.text ?? '')?.[1] ??
      '/missing'
    ).replace(/^/, url);

  it(
    'signs up on the front page, confirms by the button, gets the mail, leaves by a raw POST and is out',
    { timeout: 300_000 },
    async () => {
      const context = await browser.newContext({ locale: 'en-GB' });
      const page = await context.newPage();
      await page.goto(`${url}/`);
      const form = page.locator('form[action="/s/subscribe"]');
      await form.locator('input[name=email]').fill('reader@example.org');
      await form.locator('select[name=hour]').selectOption('7');
      await form.locator('select[name=timezone]').selectOption('UTC');
      await form.locator('button[type=submit]').click();
      expect(await page.locator('h1').textContent()).toBe('Check your inbox');
      expect(await work.send()).toBe(1);

      await page.goto(linkIn((await work.inbox())[0], 'confirm'));
      await page.locator('button').click();
      expect(await page.locator('h1').textContent()).toBe('You are subscribed');
      expect(await page.locator('main').textContent()).toContain('24 November, 07:00');

      await expect
        .poll(
          async () => {
            await work.plan();
            await work.send();
            return (await work.inbox()).map((mail) => mail.subject);
          },
          { timeout: 150_000, interval: 3_000 },
        )
        .toEqual(['Caucasus Wire: Confirm your subscription', 'Border talks (en)']);

      const [, mail] = await work.inbox();
      await page.goto(linkIn(mail, 'preferences'));
      expect(await page.locator('select[name=hour]').inputValue()).toBe('7');
      await page.locator('input[value="csto"]').uncheck();
      await page.locator('form[action="/s/preferences"] button').click();
      expect(await page.locator('[role=status]').textContent()).toBe('Saved');

      await page.goto(linkIn(mail, 'unsubscribe/one-click'));
      expect(await page.locator('h1').textContent()).toBe('Unsubscribe');
      expect(await work.due()).toHaveLength(1);
      expect(await rawPost(linkIn(mail, 'unsubscribe/one-click'))).toEqual([200, undefined]);
      expect(await work.due()).toEqual([]);
      await context.close();
    },
  );

  it(
    'finds every page accessible (axe: WCAG 2.2 AA and best practice), in light and dark, at 320 px without scrolling sideways',
    { timeout: 180_000 },
    async () => {
      const [, mail] = await work.inbox();
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 700 } });
        const page = await context.newPage();
        for (const link of [
          `${url}/s/subscribe?lang=hy`,
          `${url}/s/subscribe?lang=ka`,
          linkIn(mail, 'unsubscribe/one-click'),
          linkIn(mail, 'privacy'),
          `${url}/s/confirm?t=bad`,
          `${url}/s/nothing`,
        ]) {
          await page.goto(link);
          const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
            `${axe}; axe.run(document, ${rules}).then((result) => result.violations)`,
          );
          expect(violations.map(({ id, nodes }) => `${link} ${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual(
            [],
          );
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
        }
        await context.close();
      }
    },
  );

  it(
    'finds no word too long for 320 px, in titles of pages and letters of all six languages',
    { timeout: 120_000 },
    async () => {
      const { page: pageOf, pageStyle } = await import('../../functions/subscribe/pages.ts');
      const { transactionalMail: letterMail } =
        await import('../../shared/domain/digest/transactional-mail.ts');
      const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
      const page = await context.newPage();
      for (const language of wireLanguages) {
        const words = wordsOf(language);
        const titles = (
          [
            'formTitle',
            'checkInbox',
            'confirmTitle',
            'confirmed',
            'already',
            'preferencesTitle',
            'leaveTitle',
            'left',
            'privacy',
            'erased',
            'badLink',
            'notFound',
            'tooMany',
            'notAllowed',
            'tooBig',
            'failed',
          ] as const
        ).map((key) => html`<h1>${words.say(key)}</h1>`);
        const holder = readerOf({
          id: '1'.repeat(32),
          state: 'pending',
          preferences: { ...readerPreferences, interface: language },
          letter: { id: 'l', kind: 'confirm', state: 'claimed' },
        });
        const letter =
          letterMail(
            holder,
            { siteUrl: url, wordsOf, keys: [{ id: 'k', secret: new Uint8Array(32) }] },
            new Date(start),
          )?.html ?? '';
        for (const shown of [
          pageOf(words, words.say('left'), html`${titles}`).replace(
            '</head>',
            `<style>${pageStyle}</style></head>`,
          ),
          letter,
        ]) {
          await page.setContent(shown);
          expect([language, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
            language,
            320,
          ]);
        }
      }
      await context.close();
    },
  );

  it(
    'can read the mail on a phone and on a desk, in light and dark: no sideways scrolling, nothing fetched',
    { timeout: 120_000 },
    async () => {
      const mails = await work.inbox();
      // The digest, among the letters: the longest.
      const mail = mails.toSorted((one, other) => other.body.html.length - one.body.html.length)[0];
      for (const [colorScheme, width] of [
        ['light', 800],
        ['dark', 800],
        ['light', 320],
        ['dark', 320],
      ] as const) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        const fetched: string[] = [];
        page.on('request', (asked) => fetched.push(asked.url()));
        await page.setContent(mail?.body.html ?? '');
        expect([fetched, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([[], width]);
        const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
          `${axe}; axe.run(document, { runOnly: { type: 'rule', values: ['color-contrast', 'link-name', 'html-has-lang', 'valid-lang', 'heading-order'] } }).then((result) => result.violations)`,
        );
        expect(violations.map(({ id, nodes }) => `${colorScheme} ${width} ${id} ${nodes[0]?.html}`)).toEqual(
          [],
        );
        if (process.env.WIRE_SCREENSHOTS !== undefined)
          await page.screenshot({
            path: join(process.env.WIRE_SCREENSHOTS, `mail-${colorScheme}-${width}.png`),
            fullPage: true,
          });
        await context.close();
      }
    },
  );
});

/** A provider's POST: no cookie, no Origin, no browser. @returns status and Location */
function rawPost(link: string): Promise<[number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    const asked = request(
      link,
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve([answer.statusCode, answer.headers.location]));
      },
    );
    asked.on('error', reject);
    asked.end('List-Unsubscribe=One-Click');
  });
}
