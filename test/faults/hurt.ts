import { AsyncLocalStorage } from 'node:async_hooks';
import { ChangeMessageVisibilityCommand, type DeleteMessageCommandInput } from '@aws-sdk/client-sqs';
import { dynamo, s3, ses, sqs } from '../../shared/aws/clients.ts';
import { brokenBy, type Done, isIngestRequest, isMailRequest, remember } from './order.ts';

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

/** At calls that a calm run does not make. */
const rareRate = 0.1;

/** How often each call was made, by stage and command, what it was hurt by, and promises that were seen broken on the way. */
export interface Told {
  calls: Record<string, number>;
  cases: Record<string, number>;
  broken: string[];
}

/** One worker of a stage: what it has done, and whether it was stopped. */
interface Worker {
  stage: string;
  dead: boolean;
  done: Done;
}

/** Hurts the calls of stages to AWS, by a seed. */
export class Hurt {
  readonly told: Told = { calls: {}, cases: {}, broken: [] };
  isOn = true;
  readonly #worker = new AsyncLocalStorage<Worker>();
  readonly #random: () => number;
  readonly #rates: Record<string, number>;
  readonly #mayKill: boolean;
  readonly #tell: (told: Told) => void;
  readonly #articlesPut = new Map<string, number>();

  /** @param options.rates how likely a fault is at each site; `tell` is called before the process kills itself */
  constructor(options: {
    random: () => number;
    rates: Record<string, number>;
    mayKill: boolean;
    tell: (told: Told) => void;
  }) {
    this.#random = options.random;
    this.#rates = options.rates;
    this.#mayKill = options.mayKill;
    this.#tell = options.tell;
    for (const client of [dynamo(), s3(), sqs(), ses()] as Client[]) {
      const really = client.send.bind(client);
      client.send = (command) => this.#send(really, command);
    }
  }

  /** A stage that throws is started again by the next round, as the clock would. */
  async run(stage: string, work: () => Promise<unknown>): Promise<void> {
    await this.#worker.run({ stage, dead: false, done: new Set() }, work).catch((error: unknown) => {
      if (!this.isOn) throw error;
    });
  }

  async #send(really: Client['send'], command: Command): Promise<unknown> {
    const worker = this.#worker.getStore();
    const name =
      command.constructor.name || (Object.getPrototypeOf(command.constructor) as { name: string }).name;
    if (worker === undefined) return really(command);
    if (pumps.has(name)) return this.#poll(really, command, { name, worker });
    if (worker.dead) throw named('the process is dead');
    const seen = { name, input: command.input };
    const broken = brokenBy(worker.stage, seen, worker.done);
    if (broken !== null) this.told.broken.push(broken);
    // The queue hands each body and each mail to two workers.
    const isTwice = isMailRequest(seen) || isIngestRequest(seen);
    const call = async (): Promise<unknown> => {
      const answer = await really(command);
      if (isTwice) await really(command);
      remember(worker.stage, seen, worker.done);
      this.#watchArticles(name, command.input);
      return answer;
    };
    const site = `${worker.stage} ${name}`;
    const fault = this.#faultAt(site);
    return fault === null ? call() : this.#strike({ site, fault }, worker, call);
  }

  /** Each stage dies before the first message it asks for: what it stored by then must be asked for again. */
  #faultAt(site: string): Fault | null {
    const isFirstMessage = this.told.calls[site] === undefined && site.includes(' SendMessage');
    count(this.told.calls, site);
    if (!this.isOn) return null;
    if (isFirstMessage) return 'stopped before';
    if (this.#random() >= (this.#rates[site] ?? rareRate)) return null;
    // The mail provider is the one that the SDK may not ask twice.
    const isMail = site.endsWith(' SendEmailCommand');
    const possible = faults.filter(
      (each) => (this.#mayKill || !each.startsWith('killed')) && !(isMail && each === 'repeated'),
    );
    return possible[Math.floor(this.#random() * possible.length)] ?? 'refused';
  }

  async #strike(
    { site, fault }: { site: string; fault: Fault },
    worker: Worker,
    call: () => Promise<unknown>,
  ): Promise<unknown> {
    count(this.told.cases, `${site}\t${fault}`);
    if (fault === 'repeated') {
      // As the SDK asks again when a reply is lost.
      await call().catch(() => undefined);
      return call();
    }
    if (['reply lost', 'stopped after', 'killed after'].includes(fault)) await call().catch(() => undefined);
    if (fault.startsWith('stopped')) worker.dead = true;
    if (fault.startsWith('killed')) {
      this.#tell(this.told);
      process.kill(process.pid, 'SIGKILL');
    }
    throw named(fault === 'throttled' ? 'ThrottlingException' : 'TimeoutError');
  }

  async #poll(
    really: Client['send'],
    command: Command,
    { name, worker }: { name: string; worker: Worker },
  ): Promise<unknown> {
    if (name === 'ReceiveMessageCommand') {
      // The next batch starts a new process.
      worker.dead = false;
      if (worker.stage === 'group-stories') worker.done.clear();
      // One message each, so that the two workers hold the same mail at once.
      if (worker.stage === 'send-digest') command.input.MaxNumberOfMessages = 1;
    }
    const site = `${worker.stage} queue`;
    if (name !== 'DeleteMessageCommand' || this.#faultAt(site) === null) return really(command);
    count(this.told.cases, `${site}\tdelivered twice`);
    const { QueueUrl, ReceiptHandle } = command.input as unknown as DeleteMessageCommandInput;
    return sqs().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
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

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function named(name: string): Error {
  return Object.assign(new Error(`injected: ${name}`), { name });
}
