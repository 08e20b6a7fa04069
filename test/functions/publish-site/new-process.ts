import { vi } from 'vitest';
import type { publishSite } from '../../../functions/publish-site/publish-site.ts';

/** Publishing as a process does that has just begun: it remembers nothing. */
export async function newProcess(): Promise<typeof publishSite> {
  vi.resetModules();
  return (await import('../../../functions/publish-site/publish-site.ts')).publishSite;
}
