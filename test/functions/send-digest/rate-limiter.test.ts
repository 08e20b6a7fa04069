import { expect, it } from 'vitest';
import { makeRateLimiter } from '../../../functions/send-digest/rate-limiter.ts';

/** A limiter of four mails a second on a clock of its own: it moves by what is slept, and by `pass`. */
function limiter(random = 0.5) {
  let time = 1_000;
  const slept: number[] = [];
  const made = makeRateLimiter({
    rate: 4,
    now: () => time,
    sleep: (ms) => {
      slept.push(ms);
      time += ms;
      return Promise.resolve();
    },
    random: () => random,
  });
  return {
    turn: () => made.turn(),
    slowDown: () => made.slowDown(),
    slept,
    pass: (ms: number) => (time += ms),
  };
}

it('the first mail goes at once, each later one a gap after the one before', async () => {
  const { turn, slept, pass } = limiter();
  for (let mails = 0; mails < 3; mails++) await turn();
  expect(slept).toEqual([250, 250]);
  pass(100);
  await turn();
  expect(slept.at(-1)).toBe(150);
});

it('time that passed unused is not made up for', async () => {
  const { turn, slept, pass } = limiter();
  await turn();
  pass(10_000);
  await turn();
  expect(slept).toEqual([]);
  await turn();
  expect(slept).toEqual([250]);
});

it('waits twice as long each time the provider says no, at most four seconds, and a share of it by chance', async () => {
  const { slowDown, slept } = limiter(0.5);
  for (let refusals = 0; refusals < 6; refusals++) await slowDown();
  expect(slept).toEqual([250, 500, 1_000, 2_000, 2_000, 2_000]);
  const never = limiter(0);
  await never.slowDown();
  expect(never.slept).toEqual([0]);
});

it('two good mails make up for one refusal', async () => {
  const { turn, slowDown, slept, pass } = limiter(1);
  const refused = async (): Promise<number | undefined> => {
    await slowDown();
    return slept.at(-1);
  };
  expect(await refused()).toBe(500);
  expect(await refused()).toBe(1_000);
  for (let mails = 0; mails < 4; mails++) {
    pass(10_000);
    await turn();
  }
  expect(await refused()).toBe(500);
  for (let mails = 0; mails < 9; mails++) await turn();
  expect(await refused()).toBe(500);
});
