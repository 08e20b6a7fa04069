import type { Card } from '../../shared/domain/site/card.ts';
import { onceEach } from '../../shared/domain/text/once-each.ts';
import type { Interface } from './interface.ts';
import type { Named, SiteNames } from './site.ts';

type Make<T> = (card: Card, ui: Interface, site: Named) => T;

/** Makes it once for each card, language and set of names, for as long as they are held: many lists show a story, round after round. */
export function onceACard<T>(make: Make<T>): Make<T> {
  const made = onceEach((_names: SiteNames) => onceEach((_card: Card) => new Map<string, T>()));
  return (card, ui, site) => {
    const ofCard = made(site.names)(card);
    const known = ofCard.get(ui.language) ?? make(card, ui, site);
    ofCard.set(ui.language, known);
    return known;
  };
}
