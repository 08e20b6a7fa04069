import { describe, expect, it } from 'vitest';
import { findReprint, type LshBucketPorts } from '../../../../shared/domain/reprint/find.ts';
import type { CopyableText } from '../../../../shared/domain/reprint/reprint.ts';
import { seeded } from '../../../fakes/seeded.ts';

/** Buckets whose every call takes its own time, so that calls of workers at once mix in any order. */
function bucketsIn(random: () => number): {
  ports: LshBucketPorts;
  rows: Map<string, CopyableText>;
  log: string[];
} {
  const rows = new Map<string, CopyableText>();
  const log: string[] = [];
  const later = async (): Promise<void> => {
    for (let turns = Math.floor(random() * 6); turns > 0; turns--) await Promise.resolve();
  };
  const nameOf = ({ band, hash }: { band: number; hash: string }): string => `${band} ${hash}`;
  return {
    rows,
    log,
    ports: {
      readLshBuckets: async (keys) => {
        await later();
        const found = keys.flatMap((key) => rows.get(nameOf(key)) ?? []);
        await later();
        return [...new Map(found.map((text) => [text.id, text])).values()];
      },
      reserveLshBucket: async (key, text) => {
        await later();
        const holder = rows.get(nameOf(key));
        if (holder === undefined) rows.set(nameOf(key), text);
        log.push(`${text.id} ${nameOf(key)}`);
        await later();
        return holder === undefined || holder.id === text.id ? null : holder;
      },
      releaseLshBucket: async (key, id) => {
        await later();
        if (rows.get(nameOf(key))?.id === id) rows.delete(nameOf(key));
        await later();
      },
    },
  };
}

const words =
  'bridge village envoy talks section survey capital minister draft signal column customs harvest tunnel'.split(
    ' ',
  );
const sentence = (random: () => number, length: number): string =>
  Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
const text = (id: string, summary: string): CopyableText => ({
  id,
  outletId: id,
  language: 'en',
  title: 'Report from the talks',
  summary,
});

describe('copies that arrive at once', () => {
  it('exactly one of two is the original, and it alone is found by later copies', async () => {
    for (let seed = 1; seed <= 400; seed++) {
      const random = seeded(seed);
      const { ports, rows } = bucketsIn(random);
      const body = sentence(random, 40);
      const head = random() < 0.5 ? '' : `${sentence(random, 3)}. `;
      const [one, other] = await Promise.all([
        findReprint(ports, text('one', body)),
        findReprint(ports, text('other', `${head}${body}`)),
      ]);
      expect(
        [one, other].filter((found) => found === null),
        `seed ${seed}`,
      ).toHaveLength(1);
      const original = one === null ? 'one' : 'other';
      expect((one ?? other)?.original).toBe(original);
      expect(new Set([...rows.values()].map(({ id }) => id)), `seed ${seed}`).toEqual(new Set([original]));
      expect((await findReprint(ports, text('third', body)))?.original).toBe(original);
    }
  });

  it('all buckets but the first are reserved at once', async () => {
    const { ports, rows } = bucketsIn(seeded(7));
    let [now, most] = [0, 0];
    const counting: LshBucketPorts = {
      ...ports,
      reserveLshBucket: async (key, of) => {
        most = Math.max(most, ++now);
        const holder = await ports.reserveLshBucket(key, of);
        now--;
        return holder;
      },
    };
    expect(await findReprint(counting, text('one', sentence(seeded(3), 40)))).toBeNull();
    expect(rows.size).toBe(8);
    expect(most).toBe(7);
  });
});
