import { clustersOf, type Tie } from './clusters.ts';
import { cannotBeOne, pairFeaturesOf, type PairRules, pairScoreOf } from './pair.ts';
import type { Profile } from './profile.ts';
import { earliestFirst, type OpenStory, type StoryWindow, type WindowArticle } from './window.ts';
import { dayMs } from '../text/time.ts';

export interface JoinRules extends PairRules {
  /** Articles are one story where their pairs' mean log odds are above this: `quiet` + `perStory` × ln(stories about that time), for among many the likeliest is less likely right. */
  threshold: { quiet: number; perStory: number; most: number };
  /** See JoiningRules. */
  coherence: number;
  /** Log odds that a pair gains where it is in one story already: readers' stories change for good reason only. */
  steadiness: number;
  /** Days without an article after which a story takes no more. */
  windowDays: number;
  /** Days after its first article after which a story takes no more, come what may. */
  longestDays: number;
}

/** An article that went to another story because it fits there better by now. */
export interface MovedArticle {
  articleId: string;
  from: string;
  to: string;
}

/** Log odds beyond these say no more: one pair must not outweigh ten. */
const surest = 4;
/** Reports this many days apart count half as much for each other as those of one day: events develop. */
const halfWeightDays = 3;

const scores = new WeakMap<Profile, WeakMap<Profile, number>>();

/** The log odds of a pair; remembered, for an article meets its neighbours whenever another one comes. */
function scoreOfPair(a: Profile, b: Profile, rules: PairRules): number {
  const [first, second] = earliestFirst(a, b) < 0 ? [a, b] : [b, a];
  const known = scores.get(second) ?? new WeakMap<Profile, number>();
  scores.set(second, known);
  const remembered = known.get(first);
  if (remembered !== undefined) return remembered;
  const found = cannotBeOne(first, second) ? -surest : pairScoreOf(pairFeaturesOf(first, second), rules);
  const score = Math.min(surest, Math.max(-surest, found));
  known.set(first, score);
  return score;
}

const weightOfPair = (a: Profile, b: Profile): number =>
  1 / (1 + (Math.abs(a.at - b.at) / dayMs / halfWeightDays) ** 2);

/** A story's latest articles decide about it, its copies do not. */
const decidingMembers = 16;

function decidingOf(window: StoryWindow, story: OpenStory): WindowArticle[] {
  return story.members
    .filter(({ reprintOf }) => reprintOf === undefined || !window.isIn(reprintOf, story))
    .sort(earliestFirst)
    .slice(-decidingMembers);
}

/** The mean log odds that an article belongs with a story's members: its core counts, not the one member most like it. */
export function affinityOf(
  window: StoryWindow,
  profile: Profile,
  { story, rules }: { story: OpenStory; rules: JoinRules },
): number {
  let sum = 0;
  let weights = 0;
  for (const member of decidingOf(window, story)) {
    const other = window.profileOf(member.id);
    if (other === undefined) continue;
    const weight = weightOfPair(profile, other);
    sum += weight * scoreOfPair(profile, other, rules);
    weights += weight;
  }
  return weights === 0 ? -Infinity : sum / weights;
}

/** Stories with an article so many days around are rivals. */
const rivalDays = 2;

export function thresholdOf(window: StoryWindow, at: number, { threshold }: JoinRules): number {
  const rivals = window.countNear(at, rivalDays * dayMs);
  return Math.min(threshold.most, threshold.quiet + threshold.perStory * Math.log1p(rivals));
}

interface Node {
  article: WindowArticle;
  story: OpenStory;
  profile: Profile;
}

/** Shares out anew the articles of stories that have to do with each other. @returns what moved, in the order of the articles' times */
export function regroup(
  window: StoryWindow,
  stories: OpenStory[],
  { threshold, rules }: { threshold: number; rules: JoinRules },
): MovedArticle[] {
  const rank = new Map(stories.map((story, at) => [story, at]));
  const nodes: Node[] = stories
    .flatMap((story) =>
      decidingOf(window, story).flatMap((article) => {
        const profile = window.profileOf(article.id);
        return profile === undefined ? [] : [{ article, story, profile }];
      }),
    )
    .sort((a, b) => earliestFirst(a.article, b.article));
  const tie = (i: number, j: number): Tie => {
    const a = nodes[i];
    const b = nodes[j];
    if (a === undefined || b === undefined) return { score: -surest, weight: 1 };
    const steady = a.story === b.story ? rules.steadiness : 0;
    return {
      score: scoreOfPair(a.profile, b.profile, rules) + steady,
      weight: weightOfPair(a.profile, b.profile),
    };
  };
  const groups = clustersOf(nodes.length, tie, { threshold, coherence: rules.coherence });
  return moveInto(window, nodes, { groups, rank });
}

/** The group of each node, and the order of the stories that were shared out: of equals the first goes on. */
interface Sharing {
  groups: readonly number[];
  rank: ReadonlyMap<OpenStory, number>;
}

/** A story's id stays with the article it is named by, else with most of its articles; of several ids a group takes that of most of its own; what is split off opens one of its own. */
function idsOfGroups(
  window: StoryWindow,
  nodes: readonly Node[],
  { groups, rank }: Sharing,
): Map<number, string> {
  const shares = new Map<string, { group: number; story: OpenStory; count: number; named: number }>();
  for (const [at, { story, article }] of nodes.entries()) {
    const group = groups[at] ?? at;
    const share = shares.get(`${group} ${story.id}`) ?? { group, story, count: 0, named: 0 };
    share.count++;
    if (article.id === story.id) share.named = 1;
    shares.set(`${group} ${story.id}`, share);
  }
  const ids = new Map<number, string>();
  const taken = new Set<string>();
  const ranked = [...shares.values()].sort(
    (a, b) =>
      b.named - a.named ||
      b.count - a.count ||
      a.story.firstAt - b.story.firstAt ||
      (rank.get(a.story) ?? 0) - (rank.get(b.story) ?? 0) ||
      a.group - b.group,
  );
  for (const { group, story } of ranked) {
    if (ids.has(group) || taken.has(story.id)) continue;
    ids.set(group, story.id);
    taken.add(story.id);
  }
  for (const [at, { article }] of nodes.entries()) {
    const group = groups[at] ?? at;
    if (ids.has(group) || window.has(article.id)) continue;
    ids.set(group, article.id);
  }
  return ids;
}

function moveInto(window: StoryWindow, nodes: readonly Node[], sharing: Sharing): MovedArticle[] {
  const ids = idsOfGroups(window, nodes, sharing);
  const moved: MovedArticle[] = [];
  for (const [at, { article, story }] of nodes.entries()) {
    const id = ids.get(sharing.groups[at] ?? at);
    if (id === undefined || id === story.id) continue;
    const into = window.get(id) ?? window.open(id, article.at);
    // Copies go where their original goes.
    const copies = window.copiesOf(article.id).filter((copy) => window.isIn(copy.id, story));
    for (const each of [article, ...copies]) {
      window.move(each, story, into);
      moved.push({ articleId: each.id, from: story.id, to: id });
    }
  }
  return moved;
}
