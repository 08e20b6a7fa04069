import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import type { Outlet } from '../../shared/domain/outlet.ts';
import { parsedUrl } from '../../shared/domain/text/parsed-url.ts';
import { parseGuarded } from './parse-guarded.ts';

const bareHost = (url: string): string | null => parsedUrl(url)?.hostname.replace(/^www\./, '') ?? null;

/** Makes an outlet of every site that the recorded files come from: one of the catalogue where its host is known, else a made-up one named by its host. */
export async function replayOutlets(folder: string, files: string[], origin: string): Promise<Outlet[]> {
  const known = new Map(
    catalogueOutlets({}).flatMap((outlet) =>
      [outlet.homepage, ...outlet.sources.map((source) => source.url)].map(
        (url) => [bareHost(url), outlet] as const,
      ),
    ),
  );
  const outlets = new Map<string, Outlet>();
  for (const [index, file] of files.entries()) {
    const { host, language } = await recordedSite(join(folder, file));
    const match = known.get(host);
    const id = match?.id ?? slug(host ?? `file-${index + 1}`);
    const outlet =
      outlets.get(id) ?? (match === undefined ? unknownOutlet(id, host ?? file) : { ...match, sources: [] });
    const url = `${origin}/${file.split('/').map(encodeURIComponent).join('/')}`;
    outlet.sources.push({ id: slug(file), url, ...(language !== null && { language }) });
    outlets.set(id, outlet);
  }
  return [...outlets.values()];
}

/** A file that is not a feed has no site; the visit will say what is wrong with it. */
async function recordedSite(path: string): Promise<{ host: string | null; language: string | null }> {
  const document = await parseGuarded(readFileSync(path), {});
  if (document.kind !== 'feed') return { host: null, language: null };
  const link = document.feed.link ?? document.articles.find((article) => article.url !== null)?.url ?? null;
  const language = document.feed.language?.slice(0, 2).toLowerCase() ?? '';
  return {
    host: link === null ? null : bareHost(link),
    language: /^[a-z]{2}$/.test(language) ? language : null,
  };
}

function unknownOutlet(id: string, name: string): Outlet {
  return {
    id,
    name: name.slice(0, 80),
    country: 'XX',
    kind: 'independent',
    homepage: `https://${id}.invalid/`,
    sources: [],
  };
}

function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replace(/[^a-z0-9.]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '') || 'feed'
  );
}
