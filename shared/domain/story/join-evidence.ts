import type { Evidence } from '../evidence.ts';
import { type PairFeature, pairFeatures } from './pair-features.ts';
import { pairFeaturesOf } from './pair.ts';
import { sharesOfTrees } from './pair-trees.ts';
import { affinityOf, type JoinRules } from './regroup.ts';
import type { Profile } from './profile.ts';
import { earliestFirst, type OpenStory, type StoryWindow } from './window.ts';

/** The rules that evidence names, by the features that speak for or against a story. */
const rulesFor: Record<string, readonly PairFeature[]> = {
  'same-entities': [
    'entity',
    'partyBoth',
    'personBoth',
    'placeBoth',
    'landBoth',
    'titleWho',
    'whoAndHappening',
  ],
  'same-names': ['name', 'namesAndHappening'],
  'same-happening': [
    'event',
    'concept',
    'sharedConcepts',
    'happeningBoth',
    'titleWhat',
    'titleMost',
    'titlesBoth',
    'overall',
    'coveredLeast',
    'coveredMost',
    'rarest',
    'oddsBoth',
  ],
  'same-subtopics': ['subtopic'],
  'same-figures': [
    'figure',
    'sharedFigures',
    'numberBoth',
    'dateBoth',
    'yearBoth',
    'monthBoth',
    'weekdayBoth',
  ],
  'same-words': ['word', 'wordsAndHappening', 'wordsAndWho'],
};
const rulesAgainst: Record<string, readonly PairFeature[]> = {
  'other-parties': ['partyApart', 'partyTitleApart', 'partyOthers'],
  'other-place': ['placeApart', 'placeTitleApart', 'landApart', 'landTitleApart'],
  'other-happening': [
    'happeningApart',
    'happeningTitleApart',
    'titleOnlyLeast',
    'titleOnlyMost',
    'topicsApart',
    'oddsAlone',
  ],
  'other-day': ['dateApart', 'yearApart', 'monthApart', 'weekdayApart', 'days', 'hours'],
  'other-figures': ['numberApart'],
  'same-outlet': ['sameOutlet'],
};

/** More reasons say nothing new. */
const strongest = 2;
/** What adds less log odds than this is no reason. */
const leastReason = 0.1;

/** A score as a probability, for people. */
const probabilityOf = (score: number): number => Math.round(1_000 / (1 + Math.exp(-score))) / 1_000;

/** What each feature adds to the log odds, on the average of the story's members. */
function sharesOf(
  window: StoryWindow,
  profile: Profile,
  { story, rules }: { story: OpenStory; rules: JoinRules },
): Map<PairFeature, number> {
  const sums = new Map<PairFeature, number>();
  const others = story.members.flatMap((member) => {
    const other = window.profileOf(member.id);
    return other === undefined || other === profile ? [] : [other];
  });
  const latest = others.sort(earliestFirst).slice(-8);
  for (const other of latest) {
    const found = sharesOfTrees(rules.trees, pairFeaturesOf(profile, other));
    for (const [at, feature] of pairFeatures.entries()) {
      const share = (found[at] ?? 0) / latest.length;
      sums.set(feature, (sums.get(feature) ?? 0) + share);
    }
  }
  return sums;
}

function strongestOf(
  shares: ReadonlyMap<PairFeature, number>,
  rules: Record<string, readonly PairFeature[]>,
  sign: 1 | -1,
): string[] {
  return Object.entries(rules)
    .map(([rule, of]) => ({ rule, sum: of.reduce((sum, each) => sum + sign * (shares.get(each) ?? 0), 0) }))
    .filter(({ sum }) => sum > leastReason)
    .sort((a, b) => b.sum - a.sum)
    .slice(0, strongest)
    .map(({ rule }) => rule);
}

/** Why an article is in a story: the likenesses that weigh most. */
export function joinEvidence(
  window: StoryWindow,
  profile: Profile,
  { story, rules }: { story: OpenStory; rules: JoinRules },
): Evidence[] {
  const shares = sharesOf(window, profile, { story, rules });
  const score = probabilityOf(affinityOf(window, profile, { story, rules }));
  const named = strongestOf(shares, rulesFor, 1);
  return (named.length === 0 ? ['same-entities'] : named).map((rule) => ({
    kind: 'story',
    of: story.id,
    rule,
    score,
    places: [],
  }));
}

/** Why an article that has to do with a story is not in it: `lacked` names what speaks against. */
export function relationEvidence(
  window: StoryWindow,
  profile: Profile,
  { story, rules }: { story: OpenStory; rules: JoinRules },
): Evidence[] {
  const shares = sharesOf(window, profile, { story, rules });
  return [
    {
      kind: 'story',
      of: story.id,
      rule: 'relates-to',
      score: probabilityOf(affinityOf(window, profile, { story, rules })),
      places: [],
      lacked: strongestOf(shares, rulesAgainst, -1).join(', '),
    },
  ];
}
