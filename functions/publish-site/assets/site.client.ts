import { markFresh } from './fresh.client.ts';
import { setUpFilters } from './filters.client.ts';

/** What the pages do beyond HTML: interface language, newer stories, filters, the reader's time zone in the form. */

const root = document.documentElement;
const storageKey = 'language';

function storedLanguage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function storeLanguage(language: string): void {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // A reader who forbids storage chooses again on each front page.
  }
}

/** Front pages are rendered in six languages; other pages in English, and translated here to the reader's choice. */
async function showInterface(language: string): Promise<void> {
  const answer = await fetch(`/assets/interface/${language}.${root.dataset.interface ?? ''}.json`);
  if (!answer.ok) return;
  const texts = (await answer.json()) as Record<string, string>;
  root.lang = language;
  for (const time of document.querySelectorAll<HTMLTimeElement>('time')) showTime(time, language);
  for (const element of document.querySelectorAll<HTMLElement>('[data-t]')) {
    const text = texts[element.dataset.t ?? ''];
    if (text !== undefined) {
      element.textContent = text;
      element.lang = language;
    }
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-home]'))
    link.href = language === 'en' ? '/' : `/${language}/`;
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-home-part]'))
    link.href = `${language === 'en' ? '/' : `/${language}/`}#${link.dataset.homePart ?? ''}`;
}

/** Writes a date in words anew; dates in figures are the same in every language. */
function showTime(time: HTMLTimeElement, language: string): void {
  const form = time.dataset.form;
  if (form === undefined) return;
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const day = format.format(new Date(`${time.dateTime.slice(0, 10)}T00:00:00Z`));
  time.textContent = form === 'day' ? day : `${day}, ${time.dateTime.slice(11, 16)} UTC`;
}

/** The first of the browser's languages that the site has. */
function browserLanguage(): string | undefined {
  const offered = [...document.querySelectorAll<HTMLElement>('a[data-language]')].map(
    (link) => link.dataset.language ?? '',
  );
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((code) => offered.includes(code));
}

/** Who never chose a language is offered the browser's, in that language, in a line that covers nothing and moves nothing. */
async function offerLanguage(): Promise<void> {
  const language = browserLanguage();
  if (storedLanguage() !== null || language === undefined || language === root.lang) return;
  const answer = await fetch(`/assets/interface/${language}.${root.dataset.interface ?? ''}.json`);
  if (!answer.ok) return;
  const texts = (await answer.json()) as Record<string, string>;
  const offer = document.createElement('aside');
  offer.className = 'offer';
  offer.lang = language;
  offer.dataset.offer = language;
  const label = texts.readInLanguage ?? language;
  offer.setAttribute('aria-label', label);
  const link = document.createElement('a');
  link.href = language === 'en' ? '/' : `/${language}/`;
  link.textContent = label;
  link.addEventListener('click', (event) => {
    storeLanguage(language);
    if (root.dataset.front !== undefined) return;
    event.preventDefault();
    offer.remove();
    void showInterface(language);
  });
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = texts.close ?? '×';
  close.addEventListener('click', () => {
    storeLanguage(root.lang);
    offer.remove();
  });
  offer.append(link, ' ', close);
  document.body.append(offer);
}

function chooseLanguage(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
    link.addEventListener('click', (event) => {
      const language = link.dataset.language ?? 'en';
      storeLanguage(language);
      // A front has its own page in each language; any other page stays where the reader is.
      if (root.dataset.front !== undefined) return;
      event.preventDefault();
      void showInterface(language);
    });
  }
  const front = root.dataset.front;
  if (front !== undefined) {
    if (storedLanguage() !== null || front !== 'en') storeLanguage(front);
    return;
  }
  const language = storedLanguage();
  if (language !== null && language !== 'en') void showInterface(language);
}

const pollMs = 60_000;

/** Asks every minute, while the page is looked at, whether anything newer is published. */
function watchForNews(): void {
  const shown = root.dataset.live;
  const notice = document.querySelector<HTMLElement>('[data-news]');
  if (shown === undefined || notice === null) return;
  const ask = async (): Promise<void> => {
    if (document.visibilityState !== 'visible') return;
    const { newest } = (await (await fetch('/api/v1/pulse.json')).json()) as { newest: string | null };
    if (newest === null || newest <= shown) return;
    notice.hidden = false;
    clearInterval(timer);
  };
  // A question that failed is asked again a minute later.
  const timer = setInterval(() => void ask().catch(() => undefined), pollMs);
}

function chooseTimeZone(): void {
  const select = document.querySelector<HTMLSelectElement>('[data-timezone]');
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select === null || zone === undefined) return;
  if (![...select.options].some((option) => option.value === zone))
    select.append(new Option(zone.replace('_', ' '), zone));
  select.value = zone;
}

const originalsKey = 'originals';

function storedOriginals(): boolean {
  try {
    return localStorage.getItem(originalsKey) === 'only';
  } catch {
    return false;
  }
}

/** Who wants no machine translations has the originals alone, on every page. */
function setUpOriginals(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-toggle-originals]');
  const show = (only: boolean): void => {
    root.toggleAttribute('data-originals', only);
    button?.setAttribute('aria-pressed', String(only));
  };
  show(storedOriginals());
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const only = !root.hasAttribute('data-originals');
    show(only);
    try {
      localStorage.setItem(originalsKey, only ? 'only' : 'both');
    } catch {
      // Then for this page alone.
    }
  });
}

// Asked before a front stores its own language as the reader's.
void offerLanguage().catch(() => undefined);
chooseLanguage();
setUpOriginals();
markFresh();
watchForNews();
chooseTimeZone();
if (document.querySelector('[data-stories]') !== null) setUpFilters();
