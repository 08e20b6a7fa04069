import type { ReputationTable } from '../../shared/aws/reputation-table.ts';
import type { Breaker, CountedEvent } from '../../shared/domain/subscriber/suppression-breaker.ts';
import {
  gateHours,
  type MailCounts,
  type MailStream,
  type Reputation,
  reputationDays,
  type SignUpGate,
} from '../../shared/domain/subscriber/suppression-breaker.ts';

/** Counters, breaker and gate in memory. */
export class ReputationInMemory implements ReputationTable {
  readonly #counted = new Map<string, CountedEvent>();
  #breaker: Breaker | null = null;
  #gate: { gate: SignUpGate; until: number } | null = null;

  countEvent(event: CountedEvent): Promise<boolean> {
    const key = `${event.messageId} ${event.kind}`;
    if (this.#counted.has(key)) return Promise.resolve(false);
    this.#counted.set(key, event);
    return Promise.resolve(true);
  }

  readReputation(now: Date): Promise<Reputation> {
    const from = new Date(now.getTime() - reputationDays * 86_400_000).toISOString();
    const recent = [...this.#counted.values()].filter((event) => event.at >= from);
    const count = (stream: MailStream, kind: keyof MailCounts): number =>
      recent.filter((event) => event.stream === stream && event.kind === kind).length;
    const counts = (stream: MailStream): MailCounts => ({
      sends: count(stream, 'sends'),
      bounces: count(stream, 'bounces'),
      complaints: count(stream, 'complaints'),
    });
    return Promise.resolve({ editions: counts('editions'), letters: counts('letters') });
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

  readGate(now: Date): Promise<SignUpGate | null> {
    return Promise.resolve(this.#gate !== null && this.#gate.until > now.getTime() ? this.#gate.gate : null);
  }

  setGate(gate: SignUpGate, now: Date): Promise<void> {
    this.#gate = { gate, until: now.getTime() + gateHours * 3_600_000 };
    return Promise.resolve();
  }

  openGate(): Promise<void> {
    this.#gate = null;
    return Promise.resolve();
  }
}
