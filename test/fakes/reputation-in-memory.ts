import type { Breaker, ReputationTable } from '../../shared/aws/reputation-table.ts';
import { type Reputation, reputationDays } from '../../shared/domain/subscriber/suppression-breaker.ts';

/** Counters and breaker in memory. */
export class ReputationInMemory implements ReputationTable {
  readonly #counted = new Map<string, { kind: keyof Reputation; at: string }>();
  #breaker: Breaker | null = null;

  countEvent({
    kind,
    messageId,
    at,
  }: {
    kind: keyof Reputation;
    messageId: string;
    at: string;
  }): Promise<boolean> {
    const key = `${messageId} ${kind}`;
    if (this.#counted.has(key)) return Promise.resolve(false);
    this.#counted.set(key, { kind, at });
    return Promise.resolve(true);
  }

  readReputation(now: Date): Promise<Reputation> {
    const from = new Date(now.getTime() - reputationDays * 86_400_000).toISOString();
    const recent = [...this.#counted.values()].filter((event) => event.at >= from);
    const count = (kind: keyof Reputation): number => recent.filter((event) => event.kind === kind).length;
    return Promise.resolve({
      sends: count('sends'),
      bounces: count('bounces'),
      complaints: count('complaints'),
    });
  }

  readBreaker(): Promise<Breaker | null> {
    return Promise.resolve(this.#breaker);
  }

  openBreaker(breaker: Breaker): Promise<boolean> {
    if (this.#breaker !== null) return Promise.resolve(false);
    this.#breaker = breaker;
    return Promise.resolve(true);
  }

  closeBreaker(): Promise<void> {
    this.#breaker = null;
    return Promise.resolve();
  }
}
