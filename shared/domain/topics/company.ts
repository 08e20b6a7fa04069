import { beginsName } from './fold.ts';
import type { Either } from './lexicon.ts';
import type { Match, Search } from './found.ts';

const space = 0x20;

/** Says of an ambiguous name that stands without a full one whether it counts: whom it is named beside is there, and nothing says that it is another's. */
export function companyTest(search: Search, certain: ReadonlySet<number>): (match: Match) => boolean {
  const company = inCompany(search, certain);
  const isAnothers = ({ first, last }: Match): boolean =>
    search.found.matches.some(
      ({ alias, first: from, last: to }) =>
        alias.ambiguous && from === first && to === last && certain.has(alias.entity),
    );
  return (match) =>
    company.has(match.alias.entity) &&
    !isAnothers(match) &&
    !afterName(search, match.first) &&
    !ofOtherState(search, match);
}

/** The entities all of whose company is there; sport at the beginning of the text, as for clubs. */
function inCompany(
  { lexicon: { beside, clubsBeside }, text, found: { matches, scan } }: Search,
  certain: ReadonlySet<number>,
): Set<number> {
  const asked = new Set<number>();
  for (const { alias } of matches)
    if (alias.ambiguous && beside.has(alias.entity) && !certain.has(alias.entity)) asked.add(alias.entity);
  if (asked.size === 0) return asked;
  const holds = (group: number, { alias, first }: Match): boolean =>
    alias.groups.includes(group) && (group !== clubsBeside || (scan.sentence[first] ?? 0) <= 1);
  const isThere = ({ groups, entities, countries }: Either): boolean =>
    (text.country !== undefined && countries.includes(text.country)) ||
    matches.some(
      (match) =>
        !match.alias.ambiguous &&
        (entities.includes(match.alias.entity) || groups.some((group) => holds(group, match))),
    );
  return new Set([...asked].filter((entity) => beside.get(entity)?.every(isThere)));
}

/** Whether another name stands before the word `first`: «Hayk Vardanyan». A term is no name: «Judge Vardanyan». */
function afterName({ text, found: { scan, titleWords, matches } }: Search, first: number): boolean {
  const before = first - 1;
  if (before < 0 || first === titleWords || scan.sentence[before] !== scan.sentence[first]) return false;
  const field = first < titleWords ? text.title : text.summary;
  const [start = 0, end = 0] = [scan.start[before], scan.end[before]];
  if (scan.start[first] !== end + 1 || field.charCodeAt(end) !== space) return false;
  if (beginsName[field.charCodeAt(start)] !== 1) return false;
  return !matches.some(
    ({ alias, first: from, last: to }) => alias.entity < 0 && from <= before && before <= to,
  );
}

/** Whether another state's name stands next to a body's, or a word away: «the ministry of Iran», «Iran's ministry» is not that of the outlet's country. */
function ofOtherState({ lexicon: { entities }, found: { scan, matches } }: Search, match: Match): boolean {
  const own = entities[match.alias.entity];
  if (own?.kind !== 'organisation' || own.country === undefined) return false;
  const isNear = ({ first, last }: Match): boolean =>
    scan.sentence[first] === scan.sentence[match.first] &&
    ((last < match.first && last >= match.first - 2) || (first > match.last && first <= match.last + 2));
  return matches.some((one) => {
    const state = entities[one.alias.entity];
    return (
      state?.kind === 'place' && state.country !== undefined && state.country !== own.country && isNear(one)
    );
  });
}
