import type { Outlet } from '../domain/outlet.ts';

type Known = Pick<Outlet, 'side' | 'owner'>;

const hostsOf = ({ homepage, sources }: Pick<Outlet, 'homepage' | 'sources'>): Set<string> =>
  new Set(
    [homepage, ...sources.map((source) => source.url)].map((url) =>
      new URL(url).hostname.replace(/^www\./, ''),
    ),
  );

/** Side and owner of the outlets that can be told by their id or by a host where no other owner publishes; {} for any other. */
export function knownOutlets(
  outlets: readonly Outlet[],
): (outlet: Pick<Outlet, 'id' | 'homepage' | 'sources'>) => Known {
  const byId = new Map(outlets.map((outlet) => [outlet.id, factsOf(outlet)]));
  const byHost = new Map<string, Known | null>();
  for (const outlet of outlets) {
    for (const host of hostsOf(outlet)) {
      const facts = factsOf(outlet);
      const other = byHost.get(host);
      byHost.set(host, other === undefined || JSON.stringify(other) === JSON.stringify(facts) ? facts : null);
    }
  }
  return (outlet) => {
    const hosts = [...hostsOf(outlet)].map((host) => byHost.get(host) ?? undefined);
    return byId.get(outlet.id) ?? hosts.find((facts) => facts !== undefined) ?? {};
  };
}

const factsOf = ({ id, side, owner }: Outlet): Known => ({
  ...(side !== undefined && { side }),
  ...(owner !== undefined && { owner: { ...owner, id: owner.id ?? id } }),
});

/** The outlet of an id, of a name, or of a site's host, whichever an article line calls it by. */
export function outletsByName(outlets: readonly Outlet[]): ReadonlyMap<string, Outlet> {
  const named = outlets.flatMap((outlet) =>
    [outlet.id, outlet.name, new URL(outlet.homepage).hostname.replace(/^www\./, '')].map(
      (name) => [name.toLowerCase(), outlet] as const,
    ),
  );
  // Ids are given last: they win over a name or host of another outlet.
  return new Map([...named, ...outlets.map((outlet) => [outlet.id, outlet] as const)]);
}
