import { wholeBatch } from '../../shared/aws/sqs-batch.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { storyWindowStore } from '../../shared/aws/story-window-store.ts';
import { catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { storyRequest } from '../../shared/messages.ts';
import { storyGrouper } from './group-stories.ts';
import { rebuildBook } from './rebuild-book.ts';

const settings = settingsFor('group-stories');
const clock = clockFrom(process.env);
const table = storiesTable(settings.TABLE_STORIES, clock);
const outlets = new Map(catalogueOutlets().map((outlet) => [outlet.id, outlet]));

export const handler = wholeBatch(
  storyRequest,
  storyGrouper({
    table,
    window: storyWindowStore(settings.BUCKET_ARCHIVE),
    clock,
    log,
    rebuild: () => rebuildBook(table, clock()),
    // An outlet that left the catalogue after its article was stored keeps its articles.
    outletOf: (outletId) => outlets.get(outletId) ?? { name: outletId, country: 'XX', kind: 'international' },
  }),
);
