import { readFileSync } from 'node:fs';
import { packOverlayKeys } from '../../shared/aws/keys.ts';
import type { OverlayKind } from '../../shared/aws/overlay-objects.ts';
import { packHeadlines, testHeadlines } from '../../shared/catalogue/pack-headlines.ts';
import {
  changedPacks,
  noPackChanges,
  type PackOverlay,
  readPackOverlay,
} from '../../shared/catalogue/pack-overlay.ts';
import { packSet } from '../../shared/catalogue/packs.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import { catalogueOutlet } from '../../shared/catalogue/catalogue.ts';
import { retag } from '../../shared/domain/topics/retag.ts';
import type { Tagger } from '../../shared/domain/topics/tag.ts';
import { UsageError } from '../../shared/errors.ts';
import { tagWith, taggerWith } from './load-tagger.ts';
import { changeOverlay, type OverlayDesk, overlayText, undoOverlay } from './overlay-versions.ts';
import type { Place } from './place.ts';
import { articlesOf } from './replay.ts';

const kind: OverlayKind<PackOverlay> = {
  name: 'packs',
  keys: packOverlayKeys,
  none: noPackChanges,
  read: async (text) => {
    const overlay = readPackOverlay(text);
    if (typeof overlay === 'string') return overlay;
    try {
      await taggerWith(overlay);
      return overlay;
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  },
  use: tagWith,
  sizes: (overlay) => ({ packs: changedPacks(overlay) }),
};

/** On which articles a change is shown before it is made. */
export interface Shown {
  /** UTC days. */
  days: readonly string[];
  now: Date;
}

const deskFor = ({ days, now }: Shown): OverlayDesk<PackOverlay> => ({
  kind,
  command: 'wire packs',
  difference: async (before, after, place) => {
    const [old, fresh] = [await taggerWith(before), await taggerWith(after)];
    const articles = [...(await articlesOf(place, days, now)).values()];
    return [...headlineLines(fresh), ...taggedLines(articles, old, fresh, days.length)];
  },
});

/** What the headlines beside the packs say of it. */
function headlineLines(tagger: Tagger): string[] {
  return Object.entries(packHeadlines).flatMap(([pack, headlines]) => {
    const results = testHeadlines(tagger, pack, headlines);
    const wrong = results.filter(({ wanted, given }) => wanted !== given);
    return [
      `${pack}: ${results.length - wrong.length} of ${results.length} headlines as wanted`,
      ...wrong.map(({ wanted, language, title }) => `  ${wanted ? 'missed' : 'wrong'} ${language}: ${title}`),
    ];
  });
}

const mostExamples = 5;

/** How many articles would get or lose each tag, with the first of them; stored tags stay as they are. */
function taggedLines(articles: readonly Article[], old: Tagger, fresh: Tagger, days: number): string[] {
  const byTag = new Map<string, Article[]>();
  let other = 0;
  for (const article of articles) {
    const country = catalogueOutlet(article.outletId)?.country;
    const was = retag((text) => old.tag(text), article, country).article;
    const { gained, lost } = retag((text) => fresh.tag(text), was, country);
    const tags = [...gained.map((tag) => `+${tag}`), ...lost.map((tag) => `-${tag}`)];
    if (tags.length > 0) other++;
    for (const tag of tags) byTag.set(tag, [...(byTag.get(tag) ?? []), article]);
  }
  const lines = [...byTag]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([tag, found]) => [
      `  ${tag} ${found.length}`,
      ...found.slice(0, mostExamples).map(({ id, title }) => `    ${id}  ${title}`),
    ]);
  const last = days === 1 ? 'today' : `the last ${days} days`;
  return [`${articles.length} articles of ${last}: ${other} would be tagged differently`, ...lines];
}

function read(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read`, { cause: error });
  }
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${path} is not JSON; nothing was changed`, { cause: error });
  }
}

/** The file as it counts: a pack, what all packs share (it has no id), or a whole overlay. */
function withFile(overlay: PackOverlay, path: string, content: Record<string, unknown>): PackOverlay {
  if ('format' in content) {
    const whole = readPackOverlay(JSON.stringify(content));
    if (typeof whole === 'string') throw new UsageError(`${path}: ${whole}; nothing was changed`);
    return whole;
  }
  const { id } = content;
  if (typeof id === 'string')
    return { ...overlay, packs: [...overlay.packs.filter((pack) => pack.id !== id), { ...content, id }] };
  if ('hide' in content) return { ...overlay, contexts: content };
  throw new UsageError(
    `${path}: id: a pack has one, such as ${packSet().packs[0]?.id}; what all packs share has 'hide'; nothing was changed`,
  );
}

/** One pack, or what all packs share, in place of the deployed. @throws UsageError naming file, place and remedy: nothing is written */
export async function putPacks(
  place: Place,
  path: string,
  { dryRun, shown }: { dryRun: boolean; shown: Shown },
): Promise<string> {
  const content = read(path);
  try {
    return await changeOverlay(place, deskFor(shown), {
      change: (overlay) => withFile(overlay, path, content),
      dryRun,
      ...('format' in content && { isWhole: true }),
    });
  } catch (error) {
    throw ofFile(error, path, content.id);
  }
}

/** What was said of a pack is said of its file. */
function ofFile(error: unknown, path: string, id: unknown): unknown {
  if (!(error instanceof UsageError)) return error;
  const own = typeof id === 'string' ? `pack ${id}` : 'contexts';
  return new UsageError(error.message.replaceAll(`${own}: `, `${path}: `));
}

/** Goes back to the packs that stood before the last change. */
export const undoPacks = (
  place: Place,
  { dryRun, shown }: { dryRun: boolean; shown: Shown },
): Promise<string> => undoOverlay(place, deskFor(shown), dryRun);

/** The packs of a place: those of this checkout, and what stands in place of them. */
export async function packsText(place: Place, shown: Shown): Promise<string> {
  const own = packSet().packs;
  const changes = await overlayText(place, deskFor(shown), ({ packs, contexts }) => [
    ...packs.map(
      ({ id, version }) =>
        `${id}: version ${String(version)} in place of ${own.find((pack) => pack.id === id)?.version}`,
    ),
    ...(contexts === undefined ? [] : ['what all packs share: changed']),
  ]);
  return `${own.map(({ id, version, rules }) => `${id}  version ${version}: ${rules.length} rules`).join('\n')}\nthe changes of ${place.name}:\n${changes}`;
}
