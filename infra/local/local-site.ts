import { readSiteFile } from '../../shared/aws/site-bucket.ts';
import { UsageError } from '../../shared/errors.ts';
import { inPlace } from './place.ts';
import { type PublishedSite, siteAt } from './published.ts';
import type { Where } from './where.ts';

/** The site that a command's options name: one at an address, or what a data folder or a stack holds. */
export async function withSite<T>(
  { site, data, ...where }: Where & { site?: string | undefined; data?: string | undefined },
  work: (site: PublishedSite) => Promise<T>,
): Promise<T> {
  if (site !== undefined && (data ?? where.stack) !== undefined)
    throw new UsageError('--site URL excludes --data DIR and --aws STACK');
  if (site !== undefined) return work(siteAt(site));
  return inPlace({ ...where, data }, ({ settings }) =>
    work({ url: settings.SITE_URL, read: (path) => readSiteFile(settings.BUCKET_SITE, path) }),
  );
}
