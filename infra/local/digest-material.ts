import { gatherMaterial, type Material } from '../../functions/plan-digests/compose-edition.ts';
import { readingAids } from '../../functions/plan-digests/reading-aids.ts';
import { storyAsOf } from '../../functions/plan-digests/preview-edition.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { catalogueOutlets, catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { titleOnlyOutlets } from '../../shared/domain/outlet.ts';
import { asAllowed } from '../../shared/domain/story/title-only.ts';
import { coverageOf } from '../../shared/domain/digest/coverage.ts';
import { settingsFor } from '../../shared/env.ts';
import { dayMs } from '../../shared/domain/text/time.ts';
import type { OpenSettings } from './settings.ts';

/** What an edition planned at `now`, also a moment of the past, would be made of, from the local tables. Coverage is that of today. */
export function materialOf({ settings }: { settings: OpenSettings }, now: Date): Promise<Material> {
  const withAids = readingAids(settingsFor('plan-digests'));
  const titleOnly = titleOnlyOutlets(catalogueOutlets());
  const stories = storiesTable(settings.TABLE_STORIES, () => now);
  return gatherMaterial(
    {
      storiesChangedSince: (instant) => stories.storiesChangedSince(instant),
      readStory: async (id) => {
        const candidate = await stories.readStory(id);
        const asOf = candidate === null ? null : storyAsOf(asAllowed(candidate, titleOnly), now);
        return asOf === null ? null : withAids(asOf);
      },
      coverage: async () =>
        coverageOf(catalogueSources(), (await loadAllStates(settings.TABLE_FEEDS)).feeds, now),
    },
    now,
    new Date(now.getTime() - 28 * dayMs).toISOString(),
  );
}
