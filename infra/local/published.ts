import { UsageError } from '../../shared/errors.ts';

/** A published site as programs read it. */
export interface PublishedSite {
  /** `https://wire.example`, no slash at the end; links begin with it. */
  url: string;
  /** @returns null where there is no such file */
  read(path: string): Promise<Uint8Array | null>;
}

const timeoutMs = 20_000;

/** The site at an address. @throws UsageError where it does not answer */
export function siteAt(address: string): PublishedSite {
  const parsed = URL.canParse(address) ? new URL(address) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw new UsageError(
      `--site wants the address of a site, such as https://wire.example, not '${address}'`,
    );
  const url = parsed.href.replace(/\/+$/, '');
  return {
    url,
    read: async (path) => {
      const answer = await fetch(`${url}/${path}`, { signal: AbortSignal.timeout(timeoutMs) }).catch(
        (error: unknown) => {
          throw new UsageError(`${url} does not answer: ${error instanceof Error ? error.message : ''}`);
        },
      );
      if (answer.status === 404 || answer.status === 403) return null;
      if (!answer.ok) throw new UsageError(`${url}/${path} answers HTTP ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
  };
}
