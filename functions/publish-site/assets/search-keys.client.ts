/** `/` goes to the question, the arrows from result to result, Escape back to the question. */
export function setUpKeys(input: HTMLInputElement, results: HTMLElement): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = document.activeElement;
    const typing = at instanceof HTMLInputElement || at instanceof HTMLSelectElement;
    const inResults = at !== null && results.contains(at);
    if ((event.key === '/' && !typing) || (event.key === 'Escape' && inResults)) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && (at === input || inResults)) {
      const links = [...results.querySelectorAll<HTMLAnchorElement>('h2 a')];
      const next = links.findIndex((link) => link === at) + (event.key === 'ArrowDown' ? 1 : -1);
      if (at === input && event.key === 'ArrowUp') return;
      event.preventDefault();
      (links[next] ?? (next < 0 ? input : undefined))?.focus();
    }
  });
}
