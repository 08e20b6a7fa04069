import type { FeedState } from '../../shared/domain/visit/feed-state.ts';
import { nobodyAnswered } from '../../shared/domain/visit/health-digest.ts';
import { feedHealth, grades, type Health } from '../../shared/domain/visit/health.ts';

/** Columns padded to their longest cell, the last one free. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}\n`,
    )
    .join('');
}

const gradeOrder: Record<Health['grade'], number> = { ill: 0, watch: 1, new: 2, ok: 3 };
const gradeNames: Record<Health['grade'], string> = {
  ok: 'ok',
  watch: 'watch',
  ill: 'ill',
  new: 'not visited yet',
};

/** `11 sources: 3 ok, 1 watch, 0 ill, 7 not visited yet` */
export function healthCounts(states: readonly FeedState[], now: Date): string {
  const counts = grades.map(
    (grade) =>
      `${states.filter((state) => feedHealth(state, now).grade === grade).length} ${gradeNames[grade]}`,
  );
  return `${states.length} sources: ${counts.join(', ')}`;
}

interface NamedState {
  /** What the table calls it. */
  name: string;
  state: FeedState;
}

/** How each source is, the ill ones first, and what to do about it. */
export function healthText(states: readonly NamedState[], now: Date): string {
  if (
    nobodyAnswered(
      states.map(({ state }) => state),
      now,
    )
  )
    return `None of ${states.length} addresses was reached: is there a network?\n`;
  const rated = states
    .map(({ name, state }) => ({ name, state, health: feedHealth(state, now) }))
    .toSorted(
      (a, b) => gradeOrder[a.health.grade] - gradeOrder[b.health.grade] || a.name.localeCompare(b.name),
    );
  const rows = rated.map(({ name, state, health }) => [
    name,
    health.grade,
    health.kind,
    String(state.reading?.items ?? '–'),
    state.reading?.newest?.slice(0, 16) ?? '–',
    state.nextDueAt?.slice(0, 16) ?? '–',
    health.text,
  ]);
  const kinds = [
    ...new Map(
      rated.filter(({ health }) => health.grade !== 'ok').map(({ health }) => [health.kind, health.remedy]),
    ),
  ];
  const remedies =
    kinds.length === 0
      ? ''
      : `\nWHAT TO DO\n${kinds.map(([kind, remedy]) => `${kind}: ${remedy}\n`).join('')}`;
  return `${table([['SOURCE', 'GRADE', 'STATE', 'ITEMS', 'NEWEST', 'NEXT VISIT', 'SEEN'], ...rows])}${remedies}\n${healthCounts(
    states.map(({ state }) => state),
    now,
  )}\n`;
}
