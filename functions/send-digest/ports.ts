import type { Clock } from '../../shared/clock.ts';
import type { Edition, EditionOutcome, EditionRow, MoveEdition } from '../../shared/domain/digest/edition.ts';
import type { Mail, RenderedEdition } from '../../shared/domain/digest/mail.ts';
import type { SendOutcome } from '../../shared/domain/digest/send-outcome.ts';
import type { ChangeSubscriber, Subscriber } from '../../shared/domain/subscriber/subscriber.ts';
import type { Log } from '../../shared/log.ts';

/** What sending needs of the world. */
export interface Ports {
  /** Reads what was last written (strongly consistent). */
  readSubscriber(id: string): Promise<Subscriber | null>;
  changeSubscriber: ChangeSubscriber;
  readEdition(subscriberId: string, editionId: string): Promise<EditionRow | null>;
  /** planned → claimed by us. @returns false when another has it */
  claimEdition(row: EditionRow, claim: string, at: string): Promise<boolean>;
  /** claimed by us → sent, refused, lost, skipped, or planned again after a refusal that certainly sent nothing */
  settleClaim(row: EditionRow, claim: string, outcome: EditionOutcome): Promise<boolean>;
  moveEdition: MoveEdition;
  /** @returns null when the frozen content is missing or damaged */
  readContent(date: string, content: string): Promise<Edition | null>;
  /** What this process rendered before of a content, by its name; else what `make` gives (null where there is none). */
  rendering(content: string, make: () => Promise<RenderedEdition | null>): Promise<RenderedEdition | null>;
  send(mail: Mail): Promise<SendOutcome>;
  /** Waits for this worker's turn at the account's rate. */
  turn(): Promise<void>;
  /** The provider said slow down. */
  slowDown(): Promise<void>;
  /** Whether the account may send nothing more today. */
  quotaUsedUp(): Promise<boolean>;
  /** Milliseconds until this run must end. */
  timeLeft(): number;
  /** No editions, for the sake of the account's reputation. */
  sendingStopped(): Promise<boolean>;
  /** No letters that a stranger can cause, for the same sake. */
  signUpsClosed(): Promise<boolean>;
  /** A fresh random name for each claim. */
  newClaim(): string;
  clock: Clock;
  log: Log;
}
