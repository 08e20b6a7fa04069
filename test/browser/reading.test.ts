import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyStories } from '../functions/publish-site/many-stories.ts';
import { told } from '../functions/publish-site/fixture-stories.ts';
import { hasBrowser, launch } from './chromium.ts';
import { publishAndServe, watchedPage } from './open-site.ts';
import type { ServedSite } from './served-site.ts';

describe.skipIf(!hasBrowser)('reading the wire (skipped: no browser)', () => {
  let browser: Browser;
  let served: ServedSite;
  beforeAll(async () => {
    browser = await launch();
    served = await publishAndServe();
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it.each(['Փաշինյան', 'Пашинян', 'Pashinyan', 'ფაშინიანი', 'Paşinyan', 'Pashiniyan', 'пашиняна'])(
    'finds the same two stories for %s, one of which has the name in no headline',
    async (query) => {
      const { page, context, faults } = await watchedPage(browser, served);
      await page.goto(`${served.url}/search.html`);
      await page.locator('#q').fill(query);
      await page.locator('[data-progress]', { hasText: /^found: 2$/ }).waitFor();
      const links = await page
        .locator('[data-results] h2 a')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(new Set(links)).toEqual(
        new Set(['/stories/a1b2c3d4e5f60718.html', '/stories/b2c3d4e5f6071829.html']),
      );
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  it('keeps query and choices in the address, and takes them from it', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/search.html?topic=csto&language=az&q=`);
    await page.locator('[data-progress]', { hasText: /^found: 1$/ }).waitFor();
    expect(await page.locator('[data-results] h2 a').getAttribute('href')).toBe(
      '/stories/c3d4e5f607182930.html',
    );
    expect(new URL(page.url()).search).toBe('?topic=csto&language=az');
    await context.close();
  });

  it('narrows a question by a facet, shows where it is said, and goes by keys', async () => {
    const { page, context, faults } = await watchedPage(browser, served);
    await page.goto(`${served.url}/search.html?q=Pashinyan`);
    await page.locator('[data-progress]', { hasText: /^found: 2$/ }).waitFor();
    await page.locator('[data-facet="topic:csto"]').click();
    await page.locator('[data-progress]', { hasText: /^found: 1$/ }).waitFor();
    expect(await page.locator('#q').inputValue()).toBe('Pashinyan topic:csto');
    expect(await page.locator('[data-facet="topic:csto"]').getAttribute('aria-pressed')).toBe('true');
    expect(new URL(page.url()).searchParams.get('q')).toBe('Pashinyan topic:csto');
    expect(await page.locator('[data-feed="json"]').getAttribute('href')).toBe(
      '/s/feed?q=Pashinyan+topic%3Acsto&format=json&lang=en',
    );
    expect(await page.locator('[data-follow-query] a').getAttribute('href')).toMatch(
      /\/s\/follow\?what=query%3APashinyan%20topic%3Acsto$/,
    );
    await page.locator('#q').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate("document.activeElement.getAttribute('href')")).toMatch(/^\/stories\//);
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('q');
    await page.locator('#q').fill('Pashinyan (csto');
    await page.locator('[data-fault]', { hasText: 'A parenthesis is not closed' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  it('marks what changed since the last visit, in this browser only, until it is switched off', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/`);
    expect(await page.locator('.story.fresh').count()).toBe(0);
    await page.evaluate("localStorage.setItem('lookedAt', '2026-11-01T00:00:00.000Z')");
    await page.reload();
    expect(await page.locator('.story.fresh').count()).toBeGreaterThan(2);
    await page.locator('[data-toggle-fresh]').click();
    expect(await page.locator('.story.fresh').count()).toBe(0);
    expect(await page.evaluate("localStorage.getItem('lookedAt')")).toBeNull();
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('says that nothing was found', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/search.html?q=zzzzqqqq`);
    await page.locator('[data-progress]', { hasText: 'Nothing found' }).waitFor();
    expect(await page.locator('[data-results] article').count()).toBe(0);
    await context.close();
  });

  it.each([
    ['topic', 'csto', 2],
    ['subtopic', 'border', 1],
    ['language', 'ka', 1],
    ['country', 'AZ', 2],
    ['kind', 'state', 2],
  ])('filters the front page by %s = %s', async (name, value, count) => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/`);
    await page.locator('.filters summary').click();
    await page.locator(`.filters select[name=${name}]`).selectOption(value);
    expect(await page.locator('.story:visible').count()).toBe(count);
    expect(page.url()).toContain(`?${name}=${value}`);
    await page.locator('.filters button[type=reset]').click();
    await page.locator('.story:visible').nth(2).waitFor();
    await context.close();
  });

  it('offers the search over 90 days when no story of the page fits', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/?topic=csto&language=ka`);
    expect(await page.locator('.story:visible').count()).toBe(0);
    expect(await page.locator('[data-search-all]').getAttribute('href')).toBe(
      '/search.html?topic=csto&language=ka',
    );
    await context.close();
  });

  it('shows a page that is printed in English in the language the reader chose, and leaves headlines alone', async () => {
    const { page, context, faults } = await watchedPage(browser, served);
    await page.goto(`${served.url}/hy/`);
    await page.locator('.story h3 a').first().click();
    await page.locator('#timeline', { hasText: 'Ժամանակագրություն' }).waitFor();
    expect(await page.locator('h1').innerText()).toBe(
      'Armenia and Azerbaijan agree on next stretch of border',
    );
    expect(await page.locator('[data-home]').getAttribute('href')).toBe('/hy/');
    expect(faults).toEqual([]);
    await context.close();
  });

  it("posts the sign-up form with the reader's time zone", async () => {
    const { page, context } = await watchedPage(browser, served, { timezoneId: 'Asia/Yerevan' });
    await page.goto(`${served.url}/ru/`);
    await page.locator('input[name=email]').fill('reader@example.org');
    await page.locator('input[value=csto]').uncheck();
    await page.locator('.subscribe button').click();
    await page.waitForURL('**/s/subscribe');
    expect(Object.fromEntries(new URLSearchParams(served.posted.at(-1)))).toEqual({
      email: 'reader@example.org',
      topics: 'armenia-azerbaijan',
      language: 'ru',
      frequency: 'daily',
      hour: '7',
      // Of boxes of one name the last; the function reads them all.
      languages: 'tr',
      languagesShown: 'yes',
      timezone: 'Asia/Yerevan',
      'leave-blank': '',
    });
    await context.close();
  });

  it('tells within a minute that there is something newer', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.clock.install();
    await page.goto(`${served.url}/`);
    await page.route('**/api/v1/pulse.json', (route) =>
      route.fulfill({ json: { version: 1, newest: '2030-01-01T00:00:00.000Z', stories: [] } }),
    );
    await page.clock.fastForward(61_000);
    await page.locator('[data-news]').waitFor({ state: 'visible' });
    expect(await page.locator('[data-news] a').innerText()).toBe('There are newer stories. Show them');
    await context.close();
  });

  it('is silent while nothing is newer', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.clock.install();
    await page.goto(`${served.url}/`);
    const asked = page.waitForResponse('**/api/v1/pulse.json');
    await page.clock.fastForward(61_000);
    await asked;
    expect(await page.locator('[data-news]').isVisible()).toBe(false);
    await context.close();
  });
});

describe.skipIf(!hasBrowser)(
  'search over a full window: 90 stories a day for 90 days (skipped: no browser)',
  () => {
    it('shows its first results after at most 150 KB', async () => {
      const stories = [...told, ...manyStories({ days: 90, perDay: 90, until: '2026-11-24T08:50:00.000Z' })];
      const [browser, served] = await Promise.all([launch(), publishAndServe(stories)]);
      const { page, faults } = await watchedPage(browser, served);
      let atFirst = 0;
      await page.exposeFunction('firstResult', () => {
        atFirst ||= served.sent.octets;
      });
      await page.addInitScript(
        `document.addEventListener('DOMContentLoaded', () => { const results = document.querySelector('[data-results]'); new MutationObserver(() => { if (results.children.length > 0) window.firstResult(); }).observe(results, { childList: true }); });`,
      );
      served.sent.octets = 0;
      await page.goto(`${served.url}/search.html?q=%D5%93%D5%A1%D5%B7%D5%AB%D5%B6%D5%B5%D5%A1%D5%B6`);
      await page.locator('[data-progress]', { hasText: /^found: \d+$/ }).waitFor();
      process.stdout.write(
        `search: first results after ${(atFirst / 1024).toFixed(1)} KB, all 90 days ${(served.sent.octets / 1024).toFixed(0)} KB\n`,
      );
      expect(atFirst).toBeGreaterThan(0);
      expect(atFirst).toBeLessThanOrEqual(150 * 1024);
      expect(faults).toEqual([]);
      await browser.close();
      await served.close();
    }, 180_000);
  },
);
