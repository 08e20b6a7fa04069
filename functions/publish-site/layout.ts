import { offeredLanguages, offeredTopics } from '../../shared/catalogue/offered.ts';
import { type Html, html, trusted } from '../../shared/domain/text/html.ts';
import { contentSecurityPolicy } from '../../shared/domain/site/headers.ts';
import { feedPath, frontPath, linkTo, privacyPath, topicPath } from '../../shared/domain/site/paths.ts';
import { wireLogo } from '../../shared/env.ts';
import { assetLink } from './assets.ts';
import { type Interface, languageNames } from './interface.ts';
import type { Site } from './site.ts';
import { subscribeForm } from './subscribe-form.ts';

/** The CSP of every page as a meta tag, for servers that send no headers; a meta tag may not contain `frame-ancestors`. */
const pagePolicy = contentSecurityPolicy
  .split('; ')
  .filter((rule) => !rule.startsWith('frame-ancestors'))
  .join('; ');

export interface Page {
  path: string;
  title: string;
  description: string;
  body: Html;
  /** The list whose feed a reader of this page may want. */
  feed?: string;
  /** `article` for a story. */
  type?: 'website' | 'article';
  /** A page only for a moved story: where it went. */
  movedTo?: string;
  /** Kept out of search engines. */
  hidden?: boolean;
  scripts?: 'search'[];
  /** When the newest story of the page changed: the page asks whether there is newer. */
  live?: string;
}

function head(page: Page, ui: Interface, site: Site): Html {
  const title = page.path === frontPath(ui.language) ? site.name : `${page.title} – ${site.name}`;
  const here = site.url + linkTo(page.path);
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<meta name="description" content="${page.description}">
${page.hidden === true && trusted('<meta name="robots" content="noindex">\n')}${
    page.movedTo !== undefined &&
    html`<meta http-equiv="refresh" content="0; url=${page.movedTo}">
`
  }<link rel="canonical" href="${page.movedTo === undefined ? here : site.url + page.movedTo}">
<meta property="og:site_name" content="${site.name}">
<meta property="og:type" content="${page.type ?? 'website'}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${here}">
<link rel="alternate" type="application/atom+xml" title="${site.name} (Atom)" href="${linkTo(feedPath(page.feed ?? 'all', 'atom'))}">
<link rel="alternate" type="application/feed+json" title="${site.name} (JSON Feed)" href="${linkTo(feedPath(page.feed ?? 'all', 'json'))}">
<link rel="icon" type="image/svg+xml" href="${assetLink('icon.svg')}">
<link rel="stylesheet" href="${assetLink('site.css')}">
<script type="module" src="${assetLink('site.js')}"></script>
${(page.scripts ?? []).map(
  (name) => html`<script type="module" src="${assetLink(`${name}.js`)}"></script>
`,
)}</head>`;
}

function masthead(page: Page, ui: Interface, site: Site): Html {
  const isFront = page.path === frontPath(ui.language);
  const name = html`<a href="${linkTo(frontPath(ui.language))}" data-home>${logo}${site.name}</a>`;
  return html`<a class="skip" href="#main">${ui.label('skip')}</a>
<header class="masthead">
<div class="top">
${isFront ? html`<h1 class="name">${name}</h1>` : html`<p class="name">${name}</p>`}
<nav class="languages" aria-label="${ui.text('interfaceLanguage')}"><ul>
${offeredLanguages.map(
  (
    code,
  ) => html`<li><a href="${linkTo(frontPath(code))}" lang="${code}" hreflang="${code}" data-language="${code}"${isFront && code === ui.language && trusted(' aria-current="page"')}>${languageNames[code] ?? code}</a></li>
`,
)}</ul></nav>
</div>
<p class="motto">${ui.label('motto')}</p>
<nav class="sections" aria-label="${ui.text('sections')}"><ul>
${sections(ui).map(
  ([
    href,
    label,
  ]) => html`<li><a href="${href}"${href === linkTo(page.path) && trusted(' aria-current="page"')}>${label}</a></li>
`,
)}</ul></nav>
</header>`;
}

/** Beside the name, which says all that it says. */
const logo: Html | null =
  wireLogo() === undefined ? null : html`<img src="${assetLink('icon.svg')}" alt="" width="32" height="32"> `;

const sections = (ui: Interface): [string, Html][] => [
  [linkTo(frontPath(ui.language)), ui.label('front')],
  ...Object.keys(offeredTopics.topics).map((id): [string, Html] => [linkTo(topicPath(id)), ui.topic(id)]),
  ['/days/', ui.label('archive')],
  ['/search.html', ui.label('search')],
  ['/coverage.html', ui.label('coverage')],
];

/** Who translates, how to do without, and whether the month's budget is used up. */
function translationNote(ui: Interface, { into, translationSpent }: Site): Html | null {
  if (into.length === 0) return null;
  return html` ${ui.label('machineNote')} <button type="button" class="link" data-toggle-originals hidden>${ui.label(
    'originalsOnly',
  )}</button>${translationSpent && html` ${ui.label('translationSpent')}`}`;
}

/** Whoever reads a story is offered the digest in one line. */
const subscribeLine = (ui: Interface): Html =>
  html`<p class="subscribe-line"><a href="${linkTo(frontPath('en'))}#subscribe-title" data-home-part="subscribe-title">${ui.label(
    'subscribeTitle',
  )}</a></p>`;

/** The operator's legal notice, where there is one, and the privacy page: ours, or the operator's own. */
const operatorLinks = (ui: Interface, { imprintUrl, privacyUrl }: Site): Html =>
  html`${
    imprintUrl !== undefined &&
    html`<li><a href="${imprintUrl}">${ui.label('imprint')}</a></li>
`
  }<li><a href="${privacyUrl ?? linkTo(privacyPath)}">${ui.label('privacyPage')}</a></li>
`;

function footer(page: Page, ui: Interface, site: Site): Html {
  const feed = page.feed ?? 'all';
  return html`<footer>
${page.path === frontPath(ui.language) ? subscribeForm(ui) : subscribeLine(ui)}
<nav class="foot" aria-label="${ui.text('more')}"><ul>
<li><a href="/method.html">${ui.label('method')}</a></li>
<li><a href="/neutrality.html">${ui.label('neutrality')}</a></li>
<li><a href="/coverage.html">${ui.label('coverage')}</a></li>
<li><a href="/corrections.html">${ui.label('correct')}</a></li>
<li><a href="/editions/">${ui.label('editions')}</a></li>
<li><a href="${linkTo(feedPath(feed, 'atom'))}">Atom</a></li>
<li><a href="${linkTo(feedPath(feed, 'json'))}">JSON Feed</a></li>
<li><a href="/opml.xml">OPML</a></li>
<li><a href="/method.html#data">API</a></li>
${operatorLinks(ui, site)}</ul></nav>
<p class="small">${ui.label('footnote')}${translationNote(ui, site)}</p>
<p class="small" hidden data-fresh><button type="button" class="link" data-toggle-fresh>${ui.label('freshToggle')}</button> <span hidden data-fresh-mark>${ui.label('freshMark')}</span></p>
</footer>`;
}

/** A whole page as text. The same input gives the same bytes, so the hash shows whether a page changed. */
export function renderPage(page: Page, ui: Interface, site: Site): string {
  const live = page.live === undefined ? null : html` data-live="${page.live}"`;
  const isFront = page.path === frontPath(ui.language);
  return `<!doctype html>\n${
    html`<html lang="${ui.language}" data-interface="${site.interfaceVersion}"${isFront ? html` data-front="${ui.language}"` : null}${live}>
${head(page, ui, site)}
<body>
${masthead(page, ui, site)}
<main id="main">
${page.body}
</main>
${footer(page, ui, site)}
</body>
</html>
`.text
  }`;
}
