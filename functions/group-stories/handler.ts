import type { SQSRecord } from 'aws-lambda';
import { withOverlay } from '../../shared/aws/catalogue-overlay.ts';
import { sendText } from '../../shared/aws/queue.ts';
import { wholeBatch } from '../../shared/aws/sqs-batch.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { storyWindowStore } from '../../shared/aws/story-window-store.ts';
import { catalogueOutlet } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { settingsFor } from '../../shared/env.ts';
import { log } from '../../shared/log.ts';
import { storyMessage } from '../../shared/messages.ts';
import { storyGrouper } from './group-stories.ts';
import { rebuildBook } from './rebuild-book.ts';

const settings = settingsFor('group-stories');
const clock = clockFrom(process.env);
const table = storiesTable(settings.TABLE_STORIES, clock);

/** An article that cannot be grouped waits among the dead letters, by name; the others go on. */
async function setAside(record: SQSRecord, reason: string): Promise<void> {
  log('message-set-aside', { messageId: record.messageId, message: record.body.slice(0, 200), reason });
  await sendText(settings.DEAD_LETTERS_STORY_URL, record.body, {
    group: 'stories',
    deduplicationId: record.messageId,
  });
}

export const handler = withOverlay(
  settings.BUCKET_ARCHIVE,
  wholeBatch(
    storyMessage,
    storyGrouper({
      table,
      window: storyWindowStore(settings.BUCKET_ARCHIVE),
      clock,
      log,
      rebuild: () => rebuildBook(table, clock()),
      // An outlet that left the catalogue after its article was stored keeps its articles.
      outletOf: (outletId) =>
        catalogueOutlet(outletId) ?? { name: outletId, country: 'XX', kind: 'international' },
    }),
    setAside,
  ),
);
