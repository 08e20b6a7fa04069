import { keyedName, type TokenKey } from './token.ts';
import { minuteMs } from '../text/time.ts';

/**
 * A question that a person answers in a second and that needs no script, image or third party: asked when sign-ups are
 * suspicious. It costs a robot one more request for each address, made for us alone; it is a slope, not a wall.
 */
export interface Challenge {
  /** Two summands, both below ten. */
  a: number;
  b: number;
  /** Goes back with the answer: the question, until when, and our seal on both and on the address. */
  ticket: string;
}

const challengeMs = 30 * minuteMs;

const sealOf = (question: string, address: string, keys: readonly TokenKey[]): string =>
  keyedName('challenge', `${question} ${address.toLowerCase()}`, keys);

/** @param chance random hex digits */
export function challengeFor(
  address: string,
  chance: string,
  { keys, now }: { keys: readonly TokenKey[]; now: Date },
): Challenge {
  const [a = 1, b = 1] = [0, 2].map((at) => 1 + (Number.parseInt(chance.slice(at, at + 2), 16) % 9));
  const question = `${a}.${b}.${Math.floor((now.getTime() + challengeMs) / 1000)}`;
  return { a, b, ticket: `${question}.${sealOf(question, address, keys)}` };
}

export function isSolved(
  { ticket, answer }: { ticket: string; answer: string },
  address: string,
  { keys, now }: { keys: readonly TokenKey[]; now: Date },
): boolean {
  const [a = '', b = '', until = '', seal = ''] = ticket.slice(0, 128).split('.');
  const asked = sealOf(`${a}.${b}.${until}`, address, keys) === seal;
  return asked && Number(until) * 1000 > now.getTime() && answer.trim() === String(Number(a) + Number(b));
}
