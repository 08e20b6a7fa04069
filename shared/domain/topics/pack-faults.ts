import type { Clause, Pack, PackSet, Rule, TermGroup } from './pack.ts';

/** What an author got wrong: where in which pack ('' for what all packs share), what, and the remedy. */
export interface PackFault {
  pack: string;
  /** The place in the file, such as `rules.2.when.0.all`. */
  path: string;
  fault: string;
}

/** The nearest of the known names, for «did you mean»: most shared beginning, then shortest. */
function nearest(name: string, known: Iterable<string>): string | undefined {
  const shared = (other: string): number => {
    let at = 0;
    while (at < name.length && name[at] === other[at]) at++;
    return at;
  };
  const [best] = [...known].sort((a, b) => shared(b) - shared(a) || a.length - b.length);
  return best !== undefined && shared(best) > 0 ? best : undefined;
}

const unknown = (what: string, name: string, known: Iterable<string>): string => {
  const meant = nearest(name, known);
  return `there is no ${what} '${name}'${meant === undefined ? '' : `; did you mean '${meant}'?`}`;
};

interface Named {
  name: string;
  path: string;
}

/** `a|b` is either group. */
const clauseGroups = (clauses: readonly Clause[], path: string): Named[] =>
  clauses.flatMap(({ all }, at) =>
    all.flatMap((either) => either.split('|').map((name) => ({ name, path: `${path}.${at}.all` }))),
  );

const ruleGroups = (rules: readonly Rule[], path: string): Named[] =>
  rules.flatMap(({ when, unless = [] }, at) => [
    ...clauseGroups(when, `${path}.${at}.when`),
    ...clauseGroups(unless, `${path}.${at}.unless`),
  ]);

const groupParts = (groups: Record<string, TermGroup>): Named[] =>
  Object.entries(groups).flatMap(([id, { groups: parts = [] }]) =>
    parts.map((name) => ({ name, path: `groups.${id}.groups` })),
  );

function packGroups(pack: Pack): Named[] {
  return [
    ...groupParts(pack.groups),
    ...pack.anchors.map((name, at) => ({ name, path: `anchors.${at}` })),
    ...ruleGroups(pack.rules, 'rules'),
    ...pack.subtopics.flatMap((subtopic, at) =>
      typeof subtopic === 'string' ? [] : ruleGroups(subtopic.rules, `subtopics.${at}.rules`),
    ),
  ];
}

const groupEntities = (groups: Record<string, TermGroup>): Named[] =>
  Object.entries(groups).flatMap(([id, { entities = [], without = [] }]) => [
    ...entities.map((name) => ({ name, path: `groups.${id}.entities` })),
    ...without.map((name) => ({ name, path: `groups.${id}.without` })),
  ]);

function faultsOfPack(pack: Pack, set: PackSet, entities: ReadonlySet<string>): PackFault[] {
  const groups = new Set([...Object.keys(pack.groups), ...Object.keys(set.contexts.groups)]);
  const subtopics = new Set(set.contexts.subtopics.map(({ id }) => id));
  const named = pack.subtopics.flatMap((name, at) =>
    typeof name === 'string' ? [{ name, path: `subtopics.${at}` }] : [],
  );
  const lacking = (what: string, all: readonly Named[], known: ReadonlySet<string>): PackFault[] =>
    all
      .filter(({ name }) => !known.has(name))
      .map(({ name, path }) => ({ pack: pack.id, path, fault: unknown(what, name, known) }));
  return [
    ...lacking('group', packGroups(pack), groups),
    ...lacking('entity', groupEntities(pack.groups), entities),
    ...lacking('entity', pack.is === undefined ? [] : [{ name: pack.is, path: 'is' }], entities),
    ...lacking('shared subtopic', named, subtopics),
  ];
}

/** Every name in a pack that stands for nothing. */
export function packFaults(set: PackSet, entityIds: Iterable<string>): PackFault[] {
  const entities = new Set(entityIds);
  const ids = set.packs.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return [
    ...twice.map((id) => ({ pack: id, path: 'id', fault: `two packs have the id '${id}'` })),
    ...set.packs.flatMap((pack) => faultsOfPack(pack, set, entities)),
  ];
}
