import type { WireEvent } from '../../shared/domain/site/wire-event.ts';
import { listsOf } from '../../shared/domain/site/story-index.ts';
import type { StoryWindow } from '../../shared/domain/site/story-window.ts';
import type { Interface } from './interface.ts';
import type { Ports } from './ports.ts';
import type { SiteWriter } from './site-writer.ts';
import type { Site } from './site.ts';
import type { Followers } from './story-links.ts';
import type { RoundTranslations } from './translate-shown.ts';
import type { DayStateCache } from './day-states.ts';
import type { IndexState } from './state.ts';

/** What every part of a round works with. */
export interface Round {
  ports: Ports;
  site: Site;
  /** English: the language of all pages but the fronts; the page's script can show them in the other five. */
  ui: Interface;
  writer: SiteWriter;
  dayStates: DayStateCache;
  state: IndexState;
  window: StoryWindow;
  followers: Followers;
  now: Date;
  /** What changed stories tell other programs. */
  events: WireEvent[];
  /** Lists with a new or changed story. */
  lists: Set<string>;
  days: Set<string>;
  /** Lists that had a story before this round. */
  listsBefore: ReadonlySet<string>;
  /** The half-hourly pass is due: entity pages, day pages and exports, which nobody needs by the minute. */
  halfHourly: boolean;
  /** The hash of the index as it is stored, so that the same is not written again. */
  stored: string;
  /** null where nobody translates. */
  translations: RoundTranslations | null;
}

/** Marks the lists and the day of a story as changed. */
export function markChanged(round: Round, entry: Parameters<typeof listsOf>[0] & { day: string }): void {
  for (const list of listsOf(entry)) round.lists.add(list);
  round.days.add(entry.day);
}
