import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyStories } from '../functions/publish-site/many-stories.ts';
import { hasBrowser, launch } from './chromium.ts';
import { kindsOfPages, publishAndServe, watchedPage } from './open-site.ts';
import type { ServedSite } from './served-site.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules =
  "{ runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } }";

interface AxeResult {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

describe.skipIf(!hasBrowser)('every kind of page (skipped: no browser)', () => {
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

  it.each(['light', 'dark'] as const)(
    'passes axe (WCAG 2.2 AA and best practice) in %s, at 1280 and 320 px, and is quiet',
    { timeout: 240_000 },
    async (colorScheme) => {
      for (const width of [1280, 320]) {
        const { page, context, faults } = await watchedPage(browser, served, {
          colorScheme,
          viewport: { width, height: 800 },
        });
        const found: string[] = [];
        for (const path of kindsOfPages) {
          await page.goto(served.url + path);
          await page.evaluate(
            `document.querySelectorAll('details').forEach((each) => { each.open = true; })`,
          );
          const violations = await page.evaluate<AxeResult[]>(
            `${axe}; axe.run(document, ${rules}).then((result) => result.violations)`,
          );
          found.push(
            ...violations.map(
              ({ id, nodes }) =>
                `${path} ${width} ${id}: ${nodes.length} × ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
            ),
          );
        }
        expect(found).toEqual([]);
        expect(faults).toEqual([]);
        await context.close();
      }
    },
  );

  it('never scrolls sideways at 320 px', async () => {
    const { page, context } = await watchedPage(browser, served, { viewport: { width: 320, height: 640 } });
    const wide: string[] = [];
    for (const path of kindsOfPages) {
      await page.goto(served.url + path);
      if (Number(await page.evaluate('document.documentElement.scrollWidth')) > 320) wide.push(path);
    }
    expect(wide).toEqual([]);
    await context.close();
  });

  it('shows stories, links and times without script', async () => {
    const { page, context } = await watchedPage(browser, served, { javaScriptEnabled: false });
    await page.goto(`${served.url}/`);
    expect(await page.locator('.story').count()).toBe(3);
    await page.locator('.story h3 a').first().click();
    expect(await page.locator('h1').innerText()).toBe(
      'Armenia and Azerbaijan agree on next stretch of border',
    );
    expect(await page.locator('.column').count()).toBe(6);
    await context.close();
  });

  it('marks the language of each headline', async () => {
    const { page, context } = await watchedPage(browser, served);
    await page.goto(`${served.url}/stories/a1b2c3d4e5f60718.html`);
    const languages = await page
      .locator('.piece h4 a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('lang')));
    expect(languages).toEqual(['en', 'hy', 'az', 'ru', 'ka', 'tr', 'en']);
    await context.close();
  });
});

describe.skipIf(!hasBrowser)('the front page with a full wire (skipped: no browser)', () => {
  let browser: Browser;
  let served: ServedSite;
  beforeAll(async () => {
    browser = await launch();
    served = await publishAndServe(manyStories({ days: 3, perDay: 60, until: '2026-11-24T08:50:00.000Z' }));
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it.each([1280, 320])(
    'comes in at most 60 KB and shifts nothing while it loads, at %i px',
    async (width) => {
      const { page, context, faults } = await watchedPage(browser, served, {
        viewport: { width, height: 800 },
      });
      served.sent.octets = 0;
      await page.goto(`${served.url}/`, { waitUntil: 'networkidle' });
      const shift = Number(
        await page.evaluate(
          `new Promise((resolve) => { let sum = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => resolve(sum), 300); })`,
        ),
      );
      expect(await page.locator('.story').count()).toBe(80);
      expect(served.sent.octets).toBeLessThanOrEqual(60 * 1024);
      expect(shift).toBe(0);
      expect(faults).toEqual([]);
      process.stdout.write(
        `front page at ${width} px: ${(served.sent.octets / 1024).toFixed(1)} KB, layout shift ${shift}\n`,
      );
      await context.close();
    },
  );
});
