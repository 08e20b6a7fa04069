import { readSiteFile } from '../../shared/aws/site-bucket.ts';
import { UsageError } from '../../shared/errors.ts';
import { withLocalWire } from './local-wire.ts';
import { type PublishedSite, siteAt } from './published.ts';

/** The site that a command's options name: one at an address, or what the data folder holds. */
export async function withSite<T>(
  { site, data }: { site?: string | undefined; data?: string | undefined },
  work: (site: PublishedSite) => Promise<T>,
): Promise<T> {
  if (site !== undefined && data !== undefined) throw new UsageError('give --site or --data, not both');
  if (site !== undefined) return work(siteAt(site));
  return withLocalWire(data, ({ settings }) =>
    work({ url: settings.SITE_URL, read: (path) => readSiteFile(settings.BUCKET_SITE, path) }),
  );
}
