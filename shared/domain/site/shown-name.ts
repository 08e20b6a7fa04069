import type { WireLanguage } from '../language.ts';

/** The states whose presses name a place or an event differently. */
export type NamingState = 'AM' | 'AZ';

/** The one name of an entity that each language shows. Aliases find it in texts and are never shown. */
export interface ShownName {
  names: Record<WireLanguage, string>;
  /** A name that the press of one state alone uses never stands alone. */
  usedBy?: NamingState;
}

/** As in treaties, each state stands first in its own language; elsewhere the order is that of their English names. */
export const firstState = (language: WireLanguage): NamingState => (language === 'az' ? 'AZ' : 'AM');

function rank({ usedBy }: ShownName, language: WireLanguage): number {
  if (usedBy === undefined) return 1;
  return usedBy === firstState(language) ? 0 : 2;
}

/** A name as it is shown: alone, or as a pair with the other side's name of the same real thing. */
export function nameShown(own: ShownName, other: ShownName | undefined, language: WireLanguage): string {
  if (own.usedBy === undefined || other === undefined) return own.names[language];
  const pair = rank(own, language) < rank(other, language) ? [own, other] : [other, own];
  return [...new Set(pair.map(({ names }) => names[language]))].join(' / ');
}
