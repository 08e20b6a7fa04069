import type { Language } from '../language.ts';

/** What a person decided about stories. Decisions are kept for ever and respected by every later grouping and replay. */
export type Decision = { id: string; /** ISO 8601 UTC */ at: string; undone?: boolean } & (
  | { kind: 'merge'; from: string; into: string }
  | { kind: 'split'; from: string; into: string; articleIds: string[] }
  | { kind: 'move'; into: string; articleIds: string[] }
  | { kind: 'rename'; story: string; language: Language; articleId: string }
);

/** All decisions in force, as grouping reads them. */
export interface Pins {
  /** Article → the story it must be in. */
  storyOf: Map<string, string>;
  /** Merged story → where its articles go. */
  mergedInto: Map<string, string>;
  /** Story → language → the article whose headline stands for it. */
  named: Map<string, Record<Language, string>>;
  /** Stories that were decided about: grouping does not join them with others of its own accord. */
  touched: Set<string>;
}

export const noPins = (): Pins => ({
  storyOf: new Map(),
  mergedInto: new Map(),
  named: new Map(),
  touched: new Set(),
});

/** @param decisions in the order they were made; later ones win */
export function pinsOf(decisions: Decision[]): Pins {
  const pins = noPins();
  for (const decision of decisions) {
    if (decision.undone === true) continue;
    switch (decision.kind) {
      case 'merge':
        pins.mergedInto.set(decision.from, decision.into);
        pins.mergedInto.delete(decision.into);
        pins.touched.add(decision.from).add(decision.into);
        break;
      case 'split':
      case 'move':
        for (const id of decision.articleIds) pins.storyOf.set(id, decision.into);
        pins.touched.add(decision.into);
        if (decision.kind === 'split') pins.touched.add(decision.from);
        break;
      case 'rename':
        pins.named.set(decision.story, {
          ...pins.named.get(decision.story),
          [decision.language]: decision.articleId,
        });
        break;
    }
  }
  return pins;
}

/** Where a story's articles go after all merges. */
export function finalStory(pins: Pins, storyId: string): string {
  const seen = new Set<string>();
  let id = storyId;
  for (
    let next = pins.mergedInto.get(id);
    next !== undefined && !seen.has(next);
    next = pins.mergedInto.get(id)
  ) {
    seen.add(id);
    id = next;
  }
  return id;
}
