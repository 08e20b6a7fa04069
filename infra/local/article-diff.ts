import type { Article } from '../../shared/domain/article/article.ts';

/** What became of stored articles between two looks at them. */
export interface ArticleDiff {
  /** `+csto -armenia-azerbaijan  Title`, one an article that is new or whose text or tags differ. */
  lines: string[];
  fresh: number;
  revised: number;
  retagged: number;
  same: number;
}

/** A name is marked, since one may be called as a topic: `csto` and `@csto`. */
const tagsOf = ({ topics, subtopics, entities }: Article): Set<string> =>
  new Set([...topics, ...subtopics, ...entities.map((id) => `@${id}`)]);

/** @param before,after articles by id */
export function articleDiff(
  before: ReadonlyMap<string, Article>,
  after: ReadonlyMap<string, Article>,
): ArticleDiff {
  const diff: ArticleDiff = { lines: [], fresh: 0, revised: 0, retagged: 0, same: 0 };
  for (const [id, now] of after) {
    const was = before.get(id);
    const [old, tags] = [was === undefined ? new Set<string>() : tagsOf(was), tagsOf(now)];
    const changes = [
      ...[...tags].filter((tag) => !old.has(tag)).map((tag) => `+${tag}`),
      ...[...old].filter((tag) => !tags.has(tag)).map((tag) => `-${tag}`),
    ];
    const isRevised = was !== undefined && (was.title !== now.title || was.summary !== now.summary);
    if (was === undefined) diff.fresh++;
    else if (isRevised) diff.revised++;
    else if (changes.length > 0) diff.retagged++;
    else diff.same++;
    if (was === undefined || isRevised || changes.length > 0)
      diff.lines.push(
        `${id}  ${[was === undefined ? 'new' : isRevised ? 'text' : 'tags', ...changes].join(' ')}  ${now.title}`,
      );
  }
  return diff;
}

export const diffCounts = ({ fresh, revised, retagged, same }: ArticleDiff): string =>
  `${fresh} new, ${revised} with another text, ${retagged} with other tags, ${same} the same`;
