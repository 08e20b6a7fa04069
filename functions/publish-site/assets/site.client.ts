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
  for (const element of document.querySelectorAll<HTMLElement>('[data-t]')) {
    const text = texts[element.dataset.t ?? ''];
    if (text !== undefined) {
      element.textContent = text;
      element.lang = language;
    }
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-home]'))
    link.href = language === 'en' ? '/' : `/${language}/`;
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

chooseLanguage();
watchForNews();
chooseTimeZone();
if (document.querySelector('[data-stories]') !== null) setUpFilters();
