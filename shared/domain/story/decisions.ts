import type { Language } from '../language.ts';

/** What a person decided about stories. Decisions are kept for ever and respected by every later grouping and replay. */
export type Decision = { id: string; /** ISO 8601 UTC */ at: string; undone?: boolean } & (
  | { kind: 'merge'; from: string; into: string }
  | { kind: 'split'; from: string; into: string; articleIds: string[] }
  | { kind: 'move'; into: string; articleIds: string[] }
  | { kind: 'rename'; story: string; language: Language; articleId: string }
);

/** All decisions in force, as grouping reads them. */
export interface Overrides {
  /** Article → the story it must be in. */
  storyOf: Map<string, string>;
  /** Merged story → where its articles go. */
  mergedInto: Map<string, string>;
  /** Story → language → the article whose headline represents it. */
  named: Map<string, Record<Language, string>>;
  /** Stories that were decided about: grouping does not join them with others of its own accord. */
  decidedStories: Set<string>;
}

export const noOverrides = (): Overrides => ({
  storyOf: new Map(),
  mergedInto: new Map(),
  named: new Map(),
  decidedStories: new Set(),
});

/** @param decisions in the order they were made; later ones win */
export function overridesOf(decisions: Decision[]): Overrides {
  const overrides = noOverrides();
  for (const decision of decisions) {
    if (decision.undone === true) continue;
    switch (decision.kind) {
      case 'merge':
        overrides.mergedInto.set(decision.from, decision.into);
        overrides.mergedInto.delete(decision.into);
        overrides.decidedStories.add(decision.from).add(decision.into);
        break;
      case 'split':
      case 'move':
        for (const id of decision.articleIds) overrides.storyOf.set(id, decision.into);
        overrides.decidedStories.add(decision.into);
        if (decision.kind === 'split') overrides.decidedStories.add(decision.from);
        break;
      case 'rename':
        overrides.named.set(decision.story, {
          ...overrides.named.get(decision.story),
          [decision.language]: decision.articleId,
        });
        break;
    }
  }
  return overrides;
}

/** Where a story's articles go after all merges. */
export function finalStory(overrides: Overrides, storyId: string): string {
  const seen = new Set<string>();
  let id = storyId;
  for (
    let next = overrides.mergedInto.get(id);
    next !== undefined && !seen.has(next);
    next = overrides.mergedInto.get(id)
  ) {
    seen.add(id);
    id = next;
  }
  return id;
}
