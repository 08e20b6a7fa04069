/** Capacity units of one table client, as the embedded store counts them. */
export interface Units {
  read: number;
  write: number;
}

type Item = Record<string, string>;
interface Written {
  Item?: Item;
  Key?: Item;
  ExpressionAttributeValues?: Item;
  ReturnConsumedCapacity?: string;
}
interface Spent {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
}
interface Sender {
  send(command: { input: Written; constructor: { name: string } }): Promise<Spent>;
}

/** A written row and its place in the index `byDay`; null where it has none. */
function placeOf({
  Item,
  Key,
  ExpressionAttributeValues: values,
}: Written): { row: string; day: string } | null {
  const dayPk = Item?.dayPk ?? values?.[':dayPk'];
  const { pk, sk } = Item ?? Key ?? {};
  return dayPk === undefined
    ? null
    : { row: `${pk} ${sk}`, day: `${dayPk} ${Item?.daySk ?? values?.[':daySk']}` };
}

/**
 * Counts what passes a client from now on: what the store says it consumed, a unit for each refused write, and what
 * dynalite leaves out, the index: a unit where a row comes into it, two where it moves.
 * @returns takes the units since the last call
 */
export function countUnits(client: unknown): () => Units {
  const watched = client as Sender;
  const send = watched.send.bind(watched);
  const index = new Map<string, string>();
  let units = { read: 0, write: 0 };
  watched.send = async (command) => {
    command.input.ReturnConsumedCapacity = 'TOTAL';
    const kind = /^(Put|Delete|Update)/.test(command.constructor.name) ? 'write' : 'read';
    try {
      const answer = await send(command);
      for (const { CapacityUnits = 0 } of [answer.ConsumedCapacity ?? []].flat())
        units[kind] += CapacityUnits;
      const place = kind === 'write' ? placeOf(command.input) : null;
      const before = place && index.get(place.row);
      if (place !== null && before !== place.day) {
        units.write += before === undefined ? 1 : 2;
        index.set(place.row, place.day);
      }
      return answer;
    } catch (error) {
      if (kind === 'write') units.write += 1;
      throw error;
    }
  };
  return () => {
    const taken = units;
    units = { read: 0, write: 0 };
    return taken;
  };
}
