import { beginsName } from './fold.ts';
import type { Either, Lexicon } from './lexicon.ts';
import type { Found, Match } from './match.ts';
import type { TaggableText } from './tagging.ts';

const space = 0x20;

/** The entities whose ambiguous names count here without a full one: what each is named beside is all there; sport at the beginning, as for clubs. */
export function inCompany({ beside, clubsBeside }: Lexicon, { matches, scan }: Found): Set<number> {
  const asked = new Set<number>();
  for (const { alias } of matches) if (alias.ambiguous && beside.has(alias.entity)) asked.add(alias.entity);
  const holds = (group: number, { alias, first }: Match): boolean =>
    alias.groups.includes(group) && (group !== clubsBeside || (scan.sentence[first] ?? 0) <= 1);
  const names = ({ groups, entities }: Either): boolean =>
    matches.some(
      (match) =>
        !match.alias.ambiguous &&
        (entities.includes(match.alias.entity) || groups.some((group) => holds(group, match))),
    );
  return new Set([...asked].filter((entity) => beside.get(entity)?.every(names)));
}

/** Whether another name stands before a match, so that it is somebody else's: «Hayk Vardanyan». A term is no name: «Judge Vardanyan». */
export function afterName({ scan, titleWords, matches }: Found, text: TaggableText, first: number): boolean {
  const before = first - 1;
  if (before < 0 || first === titleWords || scan.sentence[before] !== scan.sentence[first]) return false;
  const field = first < titleWords ? text.title : text.summary;
  const [start = 0, end = 0] = [scan.start[before], scan.end[before]];
  if (scan.start[first] !== end + 1 || field.charCodeAt(end) !== space) return false;
  if (beginsName[field.charCodeAt(start)] !== 1) return false;
  return !matches.some((one) => one.alias.entity < 0 && one.first <= before && before <= one.last);
}
