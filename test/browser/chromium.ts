import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Debian's browser, or the one that CHROMIUM names. */
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(browserPath);

/** A real browser without a window. As root it needs --no-sandbox; it only ever sees our own loopback server. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu'] });
