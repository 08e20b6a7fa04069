import { expect, it } from 'vitest';
import { clockFrom } from '../../shared/clock.ts';

it('starts from WIRE_NOW with the process and then runs', async () => {
  const clock = clockFrom({ WIRE_NOW: '2026-11-24T06:00:00Z' });
  const first = clock().getTime() - Date.parse('2026-11-24T06:00:00Z');
  expect(first).toBeGreaterThanOrEqual(0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(clock().getTime() - Date.parse('2026-11-24T06:00:00Z')).toBeGreaterThan(first);
});

it('agrees with every other clock of the process, whenever made', async () => {
  const early = clockFrom({ WIRE_NOW: '2026-11-24T06:00:00Z' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const late = clockFrom({ WIRE_NOW: '2026-11-24T06:00:00Z' });
  expect(Math.abs(late().getTime() - early().getTime())).toBeLessThan(20);
});

it('names WIRE_NOW when it is no instant', () => {
  expect(() => clockFrom({ WIRE_NOW: 'yesterday' })).toThrow(
    "WIRE_NOW is 'yesterday', not an ISO 8601 instant",
  );
});
