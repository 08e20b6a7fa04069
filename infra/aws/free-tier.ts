import type { Item, Unit } from './cost.ts';
import prices from './prices.json' with { type: 'json' };

/** The same month after what AWS gives every account each month. */
export function afterFreeTier(items: readonly Item[]): number {
  const byUnit = new Map<Unit, number>();
  for (const { unit, amount } of items) byUnit.set(unit, (byUnit.get(unit) ?? 0) + amount);
  return [...byUnit].reduce(
    (sum, [unit, amount]) => sum + Math.max(0, amount - prices.units[unit].free) * prices.units[unit].usd,
    0,
  );
}
