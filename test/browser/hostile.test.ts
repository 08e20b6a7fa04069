import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishSite } from '../../functions/publish-site/publish-site.ts';
import { hostilePorts, hostileStories } from '../functions/publish-site/hostile-stories.ts';
import { hostileTexts } from '../functions/publish-site/hostile-texts.ts';
import { memorySite, now, site } from '../functions/publish-site/memory-site.ts';
import { hasBrowser, launch } from './chromium.ts';
import { watchedPage } from './open-site.ts';
import { serve, type ServedSite } from './served-site.ts';

/** Elements and attributes that only a hostile text could have made. */
const foreign = `[...document.querySelectorAll('script:not([src^="/assets/"]), iframe, object, embed, base, img, video, math, template, body > style, main style, main link, main meta, form[action*="evil"], a[href^="javascript" i], a[href^="data" i], a[href^="vbscript" i], a[href^="file" i]')].map((each) => each.outerHTML)
  .concat([...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames().filter((name) => name.startsWith('on') || name === 'style').map((name) => name + ' on ' + each.outerHTML)))`;

describe.skipIf(!hasBrowser)('hostile outlets (skipped: no browser)', () => {
  let browser: Browser;
  let served: ServedSite;
  beforeAll(async () => {
    browser = await launch();
    const { ports, files } = memorySite([]);
    await publishSite(hostilePorts(ports), site(), now);
    served = await serve(files);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });

  it(`run nothing, load nothing and add no element, in ${hostileTexts.length} texts on story, list, day, coverage and search pages`, async () => {
    const { page, context, faults } = await watchedPage(browser, served);
    const pages = [
      ...hostileStories().map(({ story }) => `/stories/${story.id}.html`),
      '/',
      '/ka/',
      '/topics/csto.html',
      '/topics/csto.border.html',
      '/entities/csto.html',
      '/days/2026-11-24.html',
      '/coverage.html',
    ];
    const found: string[] = [];
    for (const path of pages) {
      await page.goto(served.url + path);
      await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
      found.push(...(await page.evaluate<string[]>(foreign)).map((each) => `${path}: ${each}`));
    }
    await page.goto(`${served.url}/search.html?q=script`);
    await page.locator('[data-results] article').first().waitFor();
    found.push(...(await page.evaluate<string[]>(foreign)));
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  }, 240_000);

  it('shows a hostile headline as the text that it is', async () => {
    const { page, context } = await watchedPage(browser, served);
    const [first] = hostileStories();
    await page.goto(`${served.url}/stories/${first?.story.id}.html`);
    expect(await page.locator('h1').textContent()).toBe('<ScRiPt>alert(1)</sCrIpT>');
    await context.close();
  });
});
