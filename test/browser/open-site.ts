import type { Browser, BrowserContext, Page } from 'playwright-core';
import { publishSite } from '../../functions/publish-site/publish-site.ts';
import type { Told } from '../functions/publish-site/fixture-stories.ts';
import { memorySite, now, site } from '../functions/publish-site/memory-site.ts';
import { serve, type ServedSite } from './served-site.ts';

/** Publishes the stories and serves the result on loopback. */
export async function publishAndServe(stories?: Told[]): Promise<ServedSite> {
  const { ports, files } = memorySite(stories);
  await publishSite(ports, site(), now);
  return serve(files);
}

export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Whatever a page must never do: dialogs, errors, refusals by the CSP, requests to elsewhere. */
  faults: string[];
}

/** A page that reports its own faults. */
export async function watchedPage(
  browser: Browser,
  served: ServedSite,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(served.url)) faults.push(`request elsewhere: ${request.url()}`);
  });
  return { page, context, faults };
}

/** The path of each kind of page in the fixture site. */
export const kindsOfPages = [
  '/',
  '/hy/',
  '/ka/',
  '/stories/a1b2c3d4e5f60718.html',
  '/stories/b2c3d4e5f6071829.html',
  '/topics/csto.html',
  '/topics/armenia-azerbaijan.border.html',
  '/entities/nikol-pashinyan.html',
  '/matrix.html',
  '/coverage.html',
  '/method.html',
  '/neutrality.html',
  '/days/',
  '/days/2026-11-24.html',
  '/editions/',
  '/search.html',
  '/404.html',
];
