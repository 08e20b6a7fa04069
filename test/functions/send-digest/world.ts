import { planDigests, type Ports as PlanPorts } from '../../../functions/plan-digests/plan-digests.ts';
import { LookedAt } from '../../../functions/plan-digests/looked-at.ts';
import type { Ports as SendPorts } from '../../../functions/send-digest/ports.ts';
import { sendMailRequest } from '../../../functions/send-digest/send-digest.ts';
import { handleMailEvent } from '../../../functions/suppress/suppress.ts';
import type { SendOutcome } from '../../../shared/domain/digest/send-outcome.ts';
import type { Mail } from '../../../shared/domain/digest/mail.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import type { Edition } from '../../../shared/domain/digest/edition.ts';
import type { MailEvent } from '../../../shared/domain/subscriber/suppression.ts';
import type { MailRequest } from '../../../shared/messages.ts';
import { ReputationInMemory } from '../../fakes/reputation-in-memory.ts';
import { SubscribersInMemory } from '../../fakes/subscribers-in-memory.ts';

/** What can go wrong at one call to the outside. */
export const faults = [
  'error before',
  'effect, then lost reply',
  'kill before',
  'kill after',
  'throttle',
  'twice',
] as const;
export type Fault = (typeof faults)[number];
/** Only a provider throttles; only its send is never repeated by the network below us. */
export const faultsAt = (call: string): Fault[] =>
  faults.filter((fault) => fault !== (call === 'send' ? 'twice' : 'throttle'));
/** Call number (over the whole life of the world) → what happens there. */
export type Plan = ReadonlyMap<number, Fault>;

const sender = { siteUrl: 'https://wire.example', keys: [{ id: 'k', secret: new Uint8Array(32) }] };

class Killed extends Error {
  override name = 'Killed';
}

/** A process: once dead it makes no call. */
interface Life {
  dead: boolean;
}

function die(life: Life): never {
  life.dead = true;
  throw new Killed('killed');
}

/** Plan, queue, send, mark and mail events over days, with faults at chosen calls. Everything between two calls is instant. */
export class World {
  readonly store = new SubscribersInMemory();
  readonly reputation = new ReputationInMemory();
  readonly objects = new Map<string, string>();
  readonly accepted: { mail: Mail; at: string }[] = [];
  readonly logged: string[] = [];
  readonly erasures = new Map<string, string>();
  queue: MailRequest[] = [];
  told: StoryWithArticles[] = [];
  calls: string[] = [];
  now = new Date('2026-11-24T02:50:00.000Z');
  /** Whether the provider's events reach us. */
  events = true;
  /** How many workers get each message at the same moment: a queue may hand one out twice. */
  workers = 1;
  readonly looked = new LookedAt();
  #claims = 0;
  #told = 0;

  readonly plan: Plan;
  constructor(plan: Plan = new Map()) {
    this.plan = plan;
  }

  /** One call to the outside, with the fault that is planned for it. */
  async #call<T>(life: Life, name: string, effect: () => Promise<T>, throttled?: T): Promise<T> {
    if (life.dead) throw new Killed('no call after death');
    this.calls.push(name);
    const fault = this.plan.get(this.calls.length);
    if (fault === 'error before') throw new Error(`${name} failed`);
    if (fault === 'kill before') return die(life);
    if (fault === 'throttle' && throttled !== undefined) return throttled;
    const result = await effect();
    if (fault === 'twice' && name !== 'send') await effect();
    if (fault === 'effect, then lost reply') throw new Error(`${name}: the reply was lost`);
    if (fault === 'kill after') return die(life);
    return result;
  }

  #outside<T extends object, K extends keyof T & string>(
    life: Life,
    part: T,
    names: readonly K[],
  ): Pick<T, K> {
    return Object.fromEntries(
      names.map((name) => {
        const method = part[name] as (...args: unknown[]) => Promise<unknown>;
        return [name, (...args: unknown[]) => this.#call(life, name, () => method.apply(part, args))];
      }),
    ) as Pick<T, K>;
  }

  #planPorts(life: Life): PlanPorts {
    return {
      ...this.#outside(life, this.store, [
        'due',
        'alerting',
        'readSubscribers',
        'changeSubscriber',
        'readEditions',
        'readEdition',
        'putEdition',
        'moveEdition',
        'eraseEditions',
      ]),
      storiesChangedSince: (since) =>
        this.#call(life, 'storiesChangedSince', () =>
          Promise.resolve(this.told.map(({ story }) => story).filter((story) => story.changedAt >= since)),
        ),
      readStory: (id) =>
        this.#call(life, 'readStory', () =>
          Promise.resolve(this.told.find(({ story }) => story.id === id) ?? null),
        ),
      coverage: () =>
        this.#call(life, 'coverage', () =>
          Promise.resolve({ feeds: 1, reached: 1, late: 0, blocked: 0, missing: [], missingMore: 0 }),
        ),
      keepEdition: (content, edition) =>
        this.#call(life, 'keepEdition', () => {
          if (!this.objects.has(content)) this.objects.set(content, JSON.stringify(edition));
          return Promise.resolve();
        }),
      queue: (requests) =>
        this.#call(life, 'queue', () => Promise.resolve(void this.queue.push(...requests))),
      sendingStopped: async () => (await this.reputation.readBreaker()) !== null,
      erasures: () => ({ lastAskedAt: (id) => Promise.resolve(this.erasures.get(id) ?? null) }),
      looked: this.looked,
      timeLeft: () => Number.POSITIVE_INFINITY,
      log: (event) => void this.logged.push(event),
    };
  }

  #sendPorts(life: Life): SendPorts {
    return {
      ...this.#outside(life, this.store, [
        'readSubscriber',
        'changeSubscriber',
        'readEdition',
        'claimEdition',
        'settleClaim',
        'moveEdition',
      ]),
      readContent: (_date, content) =>
        this.#call(life, 'readContent', () => {
          const text = this.objects.get(content);
          return Promise.resolve(text === undefined ? null : (JSON.parse(text) as Edition));
        }),
      rendering: (_content, make) => make(),
      send: (mail) => this.#send(life, mail),
      turn: () => Promise.resolve(),
      slowDown: () => Promise.resolve(),
      quotaUsedUp: () => Promise.resolve(false),
      timeLeft: () => Infinity,
      sendingStopped: async () => (await this.reputation.readBreaker()) !== null,
      signUpsClosed: async () => (await this.reputation.readGate(this.now))?.level === 'closed',
      newClaim: () => `claim-${++this.#claims}`,
      clock: () => this.now,
      log: (event) => void this.logged.push(event),
    };
  }

  /** The provider: a mail it accepted is a mail, whether or not we hear of it. */
  async #send(life: Life, mail: Mail): Promise<SendOutcome> {
    try {
      return await this.#call<SendOutcome>(
        life,
        'send',
        () => {
          this.accepted.push({ mail, at: this.now.toISOString() });
          return Promise.resolve({ kind: 'sent', messageId: `m-${this.accepted.length}` });
        },
        { kind: 'throttled', reason: 'TooManyRequestsException' },
      );
    } catch (error) {
      if (error instanceof Killed) throw error;
      return { kind: 'unknown', reason: 'lost reply' };
    }
  }

  /** One tick of the clock: plan what is due. */
  async tick(): Promise<void> {
    await planDigests(this.#planPorts({ dead: false }), this.now).catch(() => undefined);
  }

  /** Hands every message to its workers; one that failed comes again at the next round. */
  async deliver(): Promise<void> {
    const batch = this.queue;
    this.queue = [];
    for (const message of batch) {
      const tries = Array.from({ length: this.workers }, () =>
        sendMailRequest(this.#sendPorts({ dead: false }), sender, message),
      );
      const ends = await Promise.allSettled(tries);
      if (ends.some(({ status }) => status === 'rejected')) this.queue.push(message);
    }
  }

  /** The provider reports every mail it took since its last report. */
  async tellEvents(kind: MailEvent['kind'] = 'send'): Promise<void> {
    for (; this.#told < this.accepted.length; this.#told++) {
      const index = this.#told;
      const sent = this.accepted[index];
      if (sent === undefined) return;
      const { mail, at } = sent;
      const event: MailEvent = {
        kind,
        at,
        messageId: `m-${index + 1}`,
        subscriberId: mail.tags.subscriber ?? null,
        editionId: mail.tags.edition ?? null,
        letter: mail.tags.letter ?? null,
      };
      await handleMailEvent(
        {
          changeSubscriber: (id, change) => this.store.changeSubscriber(id, change),
          moveEdition: (row, from, outcome) => this.store.moveEdition(row, from, outcome),
          countEvent: (counted) => this.reputation.countEvent(counted),
          readReputation: (now) => this.reputation.readReputation(now),
          openBreaker: (breaker) => this.reputation.openBreaker(breaker),
          setGate: (gate, now) => this.reputation.setGate(gate, now),
          log: (name) => void this.logged.push(name),
        },
        event,
        this.now,
      );
    }
  }

  /** Hands all messages to as many workers at the same moment. */
  async deliverAtOnce(): Promise<void> {
    const batch = this.queue;
    this.queue = [];
    const ports = this.#sendPorts({ dead: false });
    await Promise.allSettled(batch.map((message) => sendMailRequest(ports, sender, message)));
  }

  /** Lets time pass in steps of 20 minutes, working at each. */
  async runUntil(instant: string): Promise<void> {
    for (; this.now.toISOString() < instant; this.now = new Date(this.now.getTime() + 20 * 60_000)) {
      await this.tick();
      await this.deliver();
      if (this.events) await this.tellEvents();
    }
  }

  /** How often each (subscriber, edition) was mailed. */
  mailsPerEdition(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { mail } of this.accepted) {
      const key = `${mail.tags.subscriber} ${mail.tags.edition}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }
}
