/**
 * The entry of a table under a name that comes from outside; undefined where the table has none. `table[name]` would also find
 * what every object inherits: `constructor` and the like are words of feeds, addresses and queries too.
 */
export const entryOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
