import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../shared/domain/', import.meta.url);
const taking =
  /^export (?:async )?function (\w+)\(\s*\w+: (?:string|Uint8Array)\b|^export const (\w+) = \(\w+: string\b/gm;

/** Every exported function of the domain whose first parameter is text, by `file name`. */
export async function textFunctions(): Promise<Map<string, (text: string) => unknown>> {
  const found = new Map<string, (text: string) => unknown>();
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    const names = [...readFileSync(new URL(file, root), 'utf8').matchAll(taking)].map(
      (match) => match[1] ?? match[2],
    );
    if (names.length === 0) continue;
    const module = (await import(new URL(file, root).href)) as Record<string, unknown>;
    for (const name of names) {
      const exported = module[name ?? ''];
      if (typeof exported === 'function') found.set(`${file} ${name}`, exported as (text: string) => unknown);
    }
  }
  return found;
}
