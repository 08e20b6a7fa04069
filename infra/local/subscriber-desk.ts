import { randomBytes } from 'node:crypto';
import { recordErasure } from '../../shared/aws/edition-objects.ts';
import { suppressionOf, unsuppress } from '../../shared/aws/mail.ts';
import { send } from '../../shared/aws/queue.ts';
import { listSubscribers } from '../../shared/aws/subscriber-list.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { scheduled } from '../../shared/domain/digest/schedule.ts';
import { parseAddress } from '../../shared/domain/subscriber/address.ts';
import { afterRelease } from '../../shared/domain/subscriber/delivery-trouble.ts';
import {
  afterInvite,
  type ImportedConsent,
  importedSubscriber,
} from '../../shared/domain/subscriber/sign-up.ts';
import {
  afterErase,
  afterLeave,
  afterPause,
  afterResume,
  isGone,
  type Preferences,
  type Subscriber,
} from '../../shared/domain/subscriber/subscriber.ts';
import { parseTokenKeys, subscriberIdsOf } from '../../shared/domain/subscriber/token.ts';
import { UsageError } from '../../shared/errors.ts';

/** Where the subscribers are. */
export interface DeskSettings {
  TABLE_SUBSCRIBERS: string;
  QUEUE_DIGEST_URL: string;
  BUCKET_SITE: string;
  TOKEN_KEYS: string;
}

export interface DeskOptions {
  now: () => Date;
  /** Whether SES keeps a suppression list there; the embedded one does not. */
  suppressionList: boolean;
}

/** What an operator does with one person. Each step is what that person's own pages would do. */
export class SubscriberDesk {
  readonly #settings: DeskSettings;
  readonly #options: DeskOptions;
  readonly #table: ReturnType<typeof subscribersTable>;

  constructor(settings: DeskSettings, options: DeskOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#table = subscribersTable(settings.TABLE_SUBSCRIBERS);
  }

  #idsOf(address: string): string[] {
    return subscriberIdsOf(address, parseTokenKeys(this.#settings.TOKEN_KEYS));
  }

  async find(address: string): Promise<Subscriber | null> {
    for (const id of this.#idsOf(address)) {
      const found = await this.#table.readSubscriber(id);
      if (found !== null) return found;
    }
    return null;
  }

  async #known(address: string): Promise<Subscriber> {
    const found = await this.find(address);
    if (found === null) throw new UsageError(`nobody signed up as ${address} here`);
    return found;
  }

  async #change(
    address: string,
    next: (current: Subscriber, now: Date) => Subscriber,
  ): Promise<{ before: Subscriber; after: Subscriber }> {
    const before = await this.#known(address);
    const after = await this.#table.changeSubscriber(before.id, (current) =>
      current === null ? null : next(current, this.#options.now()),
    );
    return { before, after: after ?? before };
  }

  list(): Promise<Subscriber[]> {
    return listSubscribers(this.#settings.TABLE_SUBSCRIBERS);
  }

  /** @returns what SES says of the address; undefined where there is no such list */
  async suppression(address: string): Promise<{ reason: string; at: string } | null | undefined> {
    return this.#options.suppressionList ? suppressionOf(address) : undefined;
  }

  editions(id: string) {
    return this.#table.readEditions(id, '');
  }

  pause = (address: string) => this.#change(address, afterPause);
  resume = (address: string) =>
    this.#change(address, (current, now) => scheduled(afterResume(current, now), now));
  leave = (address: string) => this.#change(address, afterLeave);

  /** Lets somebody sign up again after a bounce or complaint; in SES's list too. */
  async release(address: string, because: string) {
    const changed = await this.#change(address, (current, now) => afterRelease(current, because, now));
    const unlisted = this.#options.suppressionList ? await unsuppress(address) : undefined;
    return { ...changed, unlisted };
  }

  async erase(address: string): Promise<void> {
    const { id } = await this.#known(address);
    const now = this.#options.now();
    await recordErasure(this.#settings.BUCKET_SITE, id, now.toISOString());
    await this.#table.changeSubscriber(id, (current) => (current === null ? null : afterErase(current, now)));
    await this.#table.eraseEditions(id);
  }

  /** Sends a letter that asks; the person decides. @returns why not, or null when the letter is queued */
  async invite(address: string, preferences: Preferences): Promise<string | null> {
    const known = await this.find(address);
    const refusal = known === null ? null : refusals[known.state];
    if (refusal !== null) return refusal;
    const [first = ''] = this.#idsOf(address);
    const id = known?.id ?? first;
    const letterId = randomBytes(16).toString('hex');
    const now = this.#options.now();
    await this.#table.changeSubscriber(id, (current) =>
      afterInvite(current, { id, address, preferences, letterId }, now),
    );
    await send(this.#settings.QUEUE_DIGEST_URL, { subscriberId: id, letterId });
    return null;
  }

  /** @returns why not, or null when the address gets the digest from now on */
  async importOne(
    address: string,
    preferences: Preferences,
    consent: ImportedConsent,
  ): Promise<string | null> {
    const [id = ''] = this.#idsOf(address);
    const now = this.#options.now();
    const known = await this.find(address);
    if (known !== null && known.state !== 'pending') return refusals[known.state] ?? `is ${known.state}`;
    const made = scheduled(
      importedSubscriber({ id: known?.id ?? id, address, preferences }, consent, now),
      now,
    );
    await this.#table.changeSubscriber(made.id, (current) =>
      current === null || current.state === 'pending' || isGone(current, now)
        ? { ...made, revision: current?.revision ?? 0, tokenVersion: (current?.tokenVersion ?? 0) + 1 }
        : current,
    );
    return null;
  }
}

/** Whom an operator cannot sign up: they are in already, or only they themselves may come back. */
const refusals: Record<Subscriber['state'], string | null> = {
  pending: null,
  left: null,
  confirmed: 'gets the digest already',
  paused: 'has paused the digest',
  bounced: 'bounced; look with «show», then «release»',
  complained: 'complained of spam; look with «show», then «release»',
  erased: 'asked to be forgotten; only they can sign up again',
};

/** @throws UsageError naming what is no address */
export function addressGiven(given: string | undefined): string {
  const address = parseAddress(given ?? '');
  if (address === null)
    throw new UsageError(given === undefined ? 'say whose: an address' : `${given} is not a mail address`);
  return address;
}
