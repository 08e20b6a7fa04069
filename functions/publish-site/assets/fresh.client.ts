/** Marks what is new or changed since this browser's last visit. Two times and a switch in local storage, and nothing leaves it. */

const keys = { active: 'lookedAt', before: 'lookedBefore', off: 'fresh' } as const;
/** Pages opened within this time are one visit. */
const visitMs = 30 * 60_000;

/** @returns since when things are new; null at a first visit */
function lastVisit(now: Date): string | null {
  const active = localStorage.getItem(keys.active);
  const isNewVisit = active !== null && now.getTime() - Date.parse(active) > visitMs;
  if (isNewVisit) localStorage.setItem(keys.before, active);
  localStorage.setItem(keys.active, now.toISOString());
  return localStorage.getItem(keys.before);
}

function show(since: string | null): void {
  const mark = document.querySelector('[data-fresh-mark]')?.textContent ?? '';
  for (const story of document.querySelectorAll<HTMLElement>('.story')) {
    const isFresh = since !== null && (story.dataset.changed ?? '') > since;
    story.classList.toggle('fresh', isFresh);
    const kicker = story.querySelector<HTMLElement>('.kicker');
    if (isFresh && kicker !== null) kicker.dataset.fresh = mark;
  }
}

function forget(): void {
  localStorage.removeItem(keys.active);
  localStorage.removeItem(keys.before);
}

export function markFresh(): void {
  const line = document.querySelector<HTMLElement>('[data-fresh]');
  const button = document.querySelector<HTMLButtonElement>('[data-toggle-fresh]');
  if (line === null || button === null) return;
  const apply = (on: boolean): void => {
    button.setAttribute('aria-pressed', String(on));
    show(on ? lastVisit(new Date()) : null);
    if (!on) forget();
  };
  try {
    apply(localStorage.getItem(keys.off) !== 'off');
  } catch {
    // Who forbids storage sees no marks, and needs no switch.
    return;
  }
  line.hidden = false;
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    localStorage.setItem(keys.off, on ? 'on' : 'off');
    apply(on);
  });
}
