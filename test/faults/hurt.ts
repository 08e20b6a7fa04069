import { AsyncLocalStorage } from 'node:async_hooks';
import { ChangeMessageVisibilityCommand, type DeleteMessageCommandInput } from '@aws-sdk/client-sqs';
import { dynamo, s3, ses, sqs } from '../../shared/aws/clients.ts';

/** What can go wrong at a call to AWS. */
const faults = [
  'refused',
  'throttled',
  'reply lost',
  'stopped before',
  'stopped after',
  'repeated',
  'killed before',
  'killed after',
] as const;
type Fault = (typeof faults)[number];

type Command = { constructor: { name: string }; input: Record<string, unknown> };
type Client = { send(command: Command): Promise<unknown> };

/** The pump's own calls play Lambda's poller: the only fault there is a message that comes twice. */
const pumps = new Set([
  'ReceiveMessageCommand',
  'DeleteMessageCommand',
  'ChangeMessageVisibilityCommand',
  'GetQueueAttributesCommand',
]);

/** What each call, by stage and command, was hurt by, and promises that were seen broken on the way. */
export interface Told {
  cases: Record<string, number>;
  broken: string[];
}

/** Hurts the calls of stages to AWS, by a seed. */
export class Hurt {
  readonly told: Told = { cases: {}, broken: [] };
  isOn = true;
  readonly #stage = new AsyncLocalStorage<{ name: string; dead: boolean }>();
  readonly #random: () => number;
  readonly #share: number;
  readonly #mayKill: boolean;
  readonly #tell: (told: Told) => void;
  readonly #articlesPut = new Map<string, number>();
  #stateSaved = false;

  /** @param tell called before the process kills itself */
  constructor(options: {
    random: () => number;
    share: number;
    mayKill: boolean;
    tell: (told: Told) => void;
  }) {
    this.#random = options.random;
    this.#share = options.share;
    this.#mayKill = options.mayKill;
    this.#tell = options.tell;
    for (const client of [dynamo(), s3(), sqs(), ses()] as Client[]) {
      const really = client.send.bind(client);
      client.send = (command) => this.#send(really, command);
    }
  }

  /** A stage that throws is started again by the next round, as the clock would. */
  async run(name: string, stage: () => Promise<unknown>): Promise<void> {
    await this.#stage.run({ name, dead: false }, stage).catch((error: unknown) => {
      if (!this.isOn) throw error;
    });
  }

  async #send(really: Client['send'], command: Command): Promise<unknown> {
    const place = this.#stage.getStore();
    const name =
      command.constructor.name || (Object.getPrototypeOf(command.constructor) as { name: string }).name;
    if (place === undefined) return really(command);
    if (pumps.has(name)) return this.#poll(really, command, { name, place });
    this.#watchOrder(place.name, name, command.input);
    const call = async (): Promise<unknown> => {
      const answer = await really(command);
      this.#watchArticles(name, command.input);
      return answer;
    };
    // The queue hands each mail request to two workers.
    if (name === 'SendMessageCommand' && isMailRequest(command.input)) await call().catch(() => undefined);
    if (place.dead) throw named('the process is dead');
    if (!this.isOn || this.#random() >= this.#share) return call();
    return this.#strike(`${place.name} ${name}`, place, call);
  }

  async #strike(site: string, place: { dead: boolean }, call: () => Promise<unknown>): Promise<unknown> {
    const possible = faults.filter((each) => this.#mayKill || !each.startsWith('killed'));
    const fault: Fault = possible[Math.floor(this.#random() * possible.length)] ?? 'refused';
    const key = `${site}\t${fault}`;
    this.told.cases[key] = (this.told.cases[key] ?? 0) + 1;
    if (fault === 'repeated') {
      // As the SDK asks again when a reply is lost.
      await call().catch(() => undefined);
      return call();
    }
    if (['reply lost', 'stopped after', 'killed after'].includes(fault)) await call().catch(() => undefined);
    if (fault.startsWith('stopped')) place.dead = true;
    if (fault.startsWith('killed')) {
      this.#tell(this.told);
      process.kill(process.pid, 'SIGKILL');
    }
    throw named(fault === 'throttled' ? 'ThrottlingException' : 'TimeoutError');
  }

  async #poll(
    really: Client['send'],
    command: Command,
    { name, place }: { name: string; place: { name: string; dead: boolean } },
  ): Promise<unknown> {
    if (name === 'ReceiveMessageCommand') {
      // The next batch starts a new process.
      place.dead = false;
      if (place.name === 'group-stories') this.#stateSaved = false;
      // One message each, so that the two workers hold the same mail at once.
      if (place.name === 'send-digest') command.input.MaxNumberOfMessages = 1;
    }
    if (!this.isOn || name !== 'DeleteMessageCommand' || this.#random() >= this.#share)
      return really(command);
    this.told.cases[`${place.name} queue\tdelivered twice`] =
      (this.told.cases[`${place.name} queue\tdelivered twice`] ?? 0) + 1;
    const { QueueUrl, ReceiptHandle } = command.input as unknown as DeleteMessageCommandInput;
    return sqs().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }

  /** The state objects are the last thing that a batch of stories writes: rows after them are rows that a kill would lose. */
  #watchOrder(stage: string, name: string, { Key }: Record<string, unknown>): void {
    if (stage !== 'group-stories') return;
    if (name === 'PutObjectCommand' && String(Key).startsWith('state/')) this.#stateSaved = true;
    else if (name === 'PutCommand' && this.#stateSaved) {
      this.#stateSaved = false;
      this.told.broken.push('a row was stored after the state that counts on it');
    }
  }

  /** An article's row is put once for all time; what comes after is a revision. */
  #watchArticles(name: string, { Item }: Record<string, unknown>): void {
    const { pk = '', sk = '', revision } = (Item ?? {}) as { pk?: string; sk?: string; revision?: number };
    if (name !== 'PutCommand' || sk !== 'ARTICLE' || !pk.startsWith('ARTICLE#') || revision !== 1) return;
    const times = (this.#articlesPut.get(pk) ?? 0) + 1;
    this.#articlesPut.set(pk, times);
    if (times > 1) this.told.broken.push(`the row of ${pk} was put ${times} times`);
  }
}

const isMailRequest = ({ MessageBody }: Record<string, unknown>): boolean =>
  typeof MessageBody === 'string' && MessageBody.includes('"editionId"');

function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}
