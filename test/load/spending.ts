import { AsyncLocalStorage } from 'node:async_hooks';
import { dynamo, s3, ses, sqs } from '../../shared/aws/clients.ts';
import type { Stage } from '../../shared/env.ts';
import { logTo } from '../../shared/log.ts';

/** What calls of one kind took: of a table the capacity units, of a bucket the bytes put. */
interface Taken {
  calls: number;
  units: number;
  bytes: number;
}

type Row = Partial<Record<'pk' | 'sk' | 'dayPk' | 'daySk', string>>;
interface Input {
  Item?: Row;
  Key?: Row | string;
  Body?: Uint8Array | string;
  RequestItems?: Record<string, { Keys?: Row[] }>;
  ReturnConsumedCapacity?: string;
}
interface Command {
  constructor: { name: string };
  input: Input;
}
interface Answer {
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
}
interface Sender {
  send(command: Command): Promise<Answer>;
}

/** Feeds are told apart by what they are of: `feeds/language`. */
function folderOf(key: string): string {
  const [folder = '', name = ''] = key.split('/');
  return folder === 'feeds' ? `feeds/${/^\w+/.exec(name)?.[0] ?? ''}` : folder;
}

/** `Put ARTICLE`, `PutObject bodies`, `SendMessage`: what is done to which kind of row or object. */
function kindOf({ constructor: { name }, input }: Command): string {
  const [asked] = Object.values(input.RequestItems ?? {});
  const row = input.Item ?? (typeof input.Key === 'object' ? input.Key : asked?.Keys?.[0]);
  const what =
    row === undefined
      ? typeof input.Key === 'string'
        ? folderOf(input.Key)
        : ''
      : [(row.dayPk ?? row.pk ?? '').split('#')[0], /^[A-Z]+(?=#|$)/.exec(row.sk ?? '')?.[0] ?? '']
          .join(' ')
          .trim();
  return `${name.replace(/Command$/, '')} ${what}`.trim();
}

const bytesOf = (value: unknown): number =>
  value instanceof Uint8Array
    ? value.length
    : typeof value === 'object' && value !== null
      ? Object.entries(value).reduce((sum, [name, each]) => sum + name.length + bytesOf(each), 0)
      : Buffer.byteLength(String(value));

/** One round of publish-site. */
export interface Round {
  puts: number;
  /** Capacity units, without the scan of the feeds. */
  reads: number;
  stories: number;
}

/** Calls of the stages by kind, their log lines by event with the sums of their numbers, and the bytes of both. */
export class Spending {
  readonly calls = new Map<string, Taken>();
  readonly events = new Map<string, number>();
  readonly runs = new Map<Stage, number>();
  readonly rounds: Round[] = [];
  /** Of the whole process: the embedded services and the internet do their work in it as well. */
  readonly cpuMs = new Map<Stage, number>();
  private readonly running = new AsyncLocalStorage<Stage>();
  private readonly indexed = new Map<unknown, unknown>();

  constructor() {
    for (const client of [dynamo(), s3(), ses(), sqs()] as unknown as Sender[]) this.watch(client);
    logTo((line) => this.logged(line));
  }

  async of(stage: Stage, work: () => Promise<unknown>): Promise<void> {
    this.runs.set(stage, (this.runs.get(stage) ?? 0) + 1);
    const before = process.cpuUsage();
    const publishedBefore = this.published();
    await this.running.run(stage, work);
    if (stage === 'publish-site') {
      const after = this.published();
      this.rounds.push({
        puts: after.puts - publishedBefore.puts,
        reads: after.reads - publishedBefore.reads,
        stories: after.stories - publishedBefore.stories,
      });
    }
    const { user, system } = process.cpuUsage(before);
    this.cpuMs.set(stage, (this.cpuMs.get(stage) ?? 0) + (user + system) / 1_000);
  }

  private published(): Round {
    return {
      puts: this.taken('publish-site', /^(?:PutObject|ListObjects)/).calls,
      reads: this.taken('publish-site', /^(?:Get|BatchGet|Query)\b/).units,
      stories: this.events.get('site-published stories') ?? 0,
    };
  }

  forget(): void {
    this.rounds.length = 0;
    for (const counts of [this.calls, this.events, this.runs, this.cpuMs]) counts.clear();
  }

  /** Of the stage's calls whose kind begins so. */
  taken(stage: Stage, beginning: RegExp): Taken {
    const all = [...this.calls].filter(([kind]) => {
      const [of = '', ...rest] = kind.split(': ');
      return of === stage && beginning.test(rest.join(': '));
    });
    return all.reduce(
      (sum, [, { calls, units, bytes }]) => ({
        calls: sum.calls + calls,
        units: sum.units + units,
        bytes: sum.bytes + bytes,
      }),
      { calls: 0, units: 0, bytes: 0 },
    );
  }

  text(): string {
    const lines = [...this.calls]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(
        ([kind, { calls, units, bytes }]) =>
          `${String(calls).padStart(7)} calls ${units.toFixed(1).padStart(9)} units ${String(bytes).padStart(10)} bytes  ${kind}`,
      );
    return `${lines.join('\n')}\n`;
  }

  private watch(client: Sender): void {
    const send = client.send.bind(client);
    client.send = async (command) => {
      const stage = this.running.getStore();
      if (stage === undefined) return send(command);
      if ((client as unknown) === dynamo()) command.input.ReturnConsumedCapacity = 'TOTAL';
      const { Item, Body } = command.input;
      const taken = this.at(`${stage}: ${kindOf(command)}`);
      taken.calls++;
      taken.bytes += Item === undefined ? bytesOf(Body ?? '') : bytesOf(Item);
      taken.units += this.ofIndex(Item);
      try {
        const answer = await send(command);
        for (const { CapacityUnits = 0 } of [answer.ConsumedCapacity ?? []].flat())
          taken.units += CapacityUnits;
        return answer;
      } catch (error) {
        taken.units += 1;
        throw error;
      }
    };
  }

  /** The embedded store leaves the index out: a unit where a row comes into it, two where it moves. */
  private ofIndex(item: Row | undefined): number {
    if (item?.dayPk === undefined) return 0;
    const [row, place] = [`${item.pk} ${item.sk}`, `${item.dayPk} ${item.daySk}`];
    const before = this.indexed.get(row);
    this.indexed.set(row, place);
    return before === undefined ? 1 : before === place ? 0 : 2;
  }

  private logged(line: string): void {
    const stage = this.running.getStore();
    if (stage === undefined) return;
    const { event, ...fields } = JSON.parse(line) as { event: string } & Record<string, unknown>;
    this.count(event, 1);
    this.count(`${stage} bytes`, Buffer.byteLength(line));
    for (const [name, value] of Object.entries(fields))
      if (typeof value === 'number') this.count(`${event} ${name}`, value);
  }

  private count(name: string, by: number): void {
    this.events.set(name, (this.events.get(name) ?? 0) + by);
  }

  private at(kind: string): Taken {
    const known = this.calls.get(kind);
    if (known !== undefined) return known;
    const none = { calls: 0, units: 0, bytes: 0 };
    this.calls.set(kind, none);
    return none;
  }
}
