import { wireLanguages } from '../../shared/domain/language.ts';

import { assetFiles } from './assets.ts';
import { contractFiles } from './data/contract.at-build.ts';
import { outletsOpml } from '../../shared/domain/site/outlets-opml.ts';
import { robotsTxt } from './data/sitemap.ts';
import { textsOf } from './interface.ts';
import { coveragePage } from './pages/coverage.ts';
import { lostPage } from './pages/lost.ts';
import { methodPage } from './pages/method.ts';
import { neutralityPage, neutralityPath } from './pages/neutrality.ts';
import { privacyPage } from './pages/privacy.ts';
import { searchPage } from './pages/search.ts';
import { defaultWireName } from '../../shared/domain/text/wire-name.ts';
import type { Round } from './round.ts';
import { contractPath, privacyPath } from '../../shared/domain/site/paths.ts';
import { addDays, dayOf } from '../../shared/domain/text/time.ts';

const balanceDays = 7;

/** Style, scripts and words: before any page that asks for them. Older ones stay, for the pages that still name them. */
export async function publishAssets({ site, writer, state }: Round): Promise<void> {
  for (const { path, text } of assetFiles()) await writer.putIfChanged(path, text, 'fixed', state.hashes);
  for (const language of wireLanguages) {
    await writer.putIfChanged(
      `assets/interface/${language}.${site.interfaceVersion}.json`,
      JSON.stringify(textsOf(language, site.names)),
      'fixed',
      state.hashes,
    );
  }
}

/** What does not depend on stories: coverage, method, search page, OPML, robots. Rendered each time, written when it differs. */
export async function publishFixed(round: Round): Promise<void> {
  const { ui, site, writer, state } = round;
  await publishCoverage(round);
  await writer.putIfChanged('method.html', methodPage(ui, site), 'moving', state.hashes);
  await writer.putIfChanged(neutralityPath, neutralityPage(ui, site), 'moving', state.hashes);
  await writer.putIfChanged(privacyPath, privacyPage(ui, site), 'moving', state.hashes);
  await writer.putIfChanged('search.html', searchPage(ui, site), 'moving', state.hashes);
  await writer.putIfChanged('opml.xml', outletsOpml(site.outlets, site.name), 'moving', state.hashes);
  await writer.putIfChanged('robots.txt', robotsTxt(site), 'moving', state.hashes);
  for (const [name, text] of Object.entries(contractFiles))
    await writer.putIfChanged(contractPath(name), named(text, site.name), 'moving', state.hashes);
  await writer.putIfChanged('404.html', lostPage('404.html', ui, site), 'moving', state.hashes);
}

/** Made at build, with the wire's own name. */
const named = (contract: string, name: string): string =>
  contract.replace(`"title":${JSON.stringify(defaultWireName)}`, () => `"title":${JSON.stringify(name)}`);

async function publishCoverage({ ports, ui, site, writer, state, window, now }: Round): Promise<void> {
  const today = dayOf(now.toISOString());
  const recent = window.reportedSince(addDays(today, 1 - balanceDays));
  await writer.putIfChanged(
    'coverage.html',
    coveragePage({ feeds: await ports.feedReports(now), recent, today }, ui, site),
    'moving',
    state.hashes,
  );
}
