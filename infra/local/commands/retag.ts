import { parseArgs } from 'node:util';
import { send } from '../../../shared/aws/queue.ts';
import { storiesTable, type StoriesTable } from '../../../shared/aws/stories-table.ts';
import { catalogueOutlets } from '../../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../../shared/clock.ts';
import { retag, type Retagging } from '../../../shared/domain/topics/retag.ts';
import type { Command } from '../command.ts';
import { loadTagger } from '../load-tagger.ts';
import { ask } from '../ask.ts';
import { daysBetween } from '../days.ts';
import { inPlace } from '../place.ts';
import type { Where } from '../where.ts';

const usage = `usage: wire retag --since DAY [--apply [--yes]] [--data DIR | --aws STACK]

Tags again, with the packs as they are now, every article first stored on DAY (yyyy-mm-dd, UTC) or later, and prints what each
would gain and lose. Only --apply changes anything: tags, grounds and pack version of the articles, and then their stories.
Running it again finds nothing to change. --data DIR names another data folder (.wire/live), --aws STACK a deployed wire: its
packs must be those of this checkout, so deploy first; those that \`wire packs put\` changed there count.`;

async function retagDay(
  table: StoriesTable,
  day: string,
  countries: ReadonlyMap<string, string>,
): Promise<Retagging[]> {
  const tagger = await loadTagger();
  const articles = await table.articlesOfDay(day);
  return articles
    .filter((article) => article.packVersion !== tagger.packVersion)
    .map((article) => retag((text) => tagger.tag(text), article, countries.get(article.outletId)));
}

function diffLine({ article, gained, lost }: Retagging): string {
  const changes = [...gained.map((tag) => `+${tag}`), ...lost.map((tag) => `-${tag}`)];
  return `${article.id}  ${changes.join(' ')}  ${article.title}\n`;
}

type RetagPlace = Where & { data: string | undefined };
interface RetagFlags {
  apply: boolean;
  yes: boolean;
}

interface RetagCounts {
  gained: number;
  lost: number;
  unchanged: number;
  revisedMeanwhile: number;
}

/**
 * Tags first, then the story is queued, and last the pack version that marks the work done: what a crash leaves undone,
 * the next run of the same command does again, and doing it twice changes nothing.
 */
async function apply(
  table: StoriesTable,
  queue: string,
  { article, gained, lost, before }: Retagging,
): Promise<'retagged' | 'changed'> {
  if (gained.length + lost.length > 0 || article.topics.length > 0) {
    if ((await table.retagArticle({ ...article, packVersion: before })) === 'changed') return 'changed';
    // At least 2: an article that has its story already is brought up to date there, not placed again.
    const request = { articleId: article.id, revision: Math.max(2, article.revision) };
    await send(queue, request, { group: 'stories', deduplicationId: `${article.id}-${article.packVersion}` });
  }
  return table.retagArticle(article);
}

async function run(
  days: string[],
  where: RetagPlace,
  { apply: applying, yes }: RetagFlags,
): Promise<RetagCounts> {
  return inPlace(where, async (place) => {
    if (applying) await ask(`Articles of ${days.length} days in ${place.name} are tagged again`, yes);
    const table = storiesTable(place.settings.TABLE_STORIES, clockFrom(process.env));
    const countries = new Map(catalogueOutlets().map((outlet) => [outlet.id, outlet.country]));
    const counts: RetagCounts = { gained: 0, lost: 0, unchanged: 0, revisedMeanwhile: 0 };
    for (const day of days) {
      for (const one of await retagDay(table, day, countries)) {
        if (one.gained.length > 0) counts.gained += 1;
        if (one.lost.length > 0) counts.lost += 1;
        if (one.gained.length + one.lost.length === 0) counts.unchanged += 1;
        else process.stdout.write(diffLine(one));
        if (applying && (await apply(table, place.settings.QUEUE_STORY_URL, one)) === 'changed')
          counts.revisedMeanwhile += 1;
      }
    }
    if (applying) await place.groupQueued();
    return counts;
  });
}

export const command: Command = {
  summary: 'tag stored articles again after a change of packs; shows the difference first',
  usage,
  deployed: true,
  async run(args, where) {
    const options = {
      since: { type: 'string' },
      apply: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      data: { type: 'string' },
    } as const;
    const { values } = parseArgs({ args, options, strict: true });
    const days = daysBetween({ '--since': values.since }, clockFrom(process.env)());
    const counts = await run(days, { ...where, data: values.data }, values);
    const { gained, lost, unchanged, revisedMeanwhile } = counts;
    process.stdout.write(
      `${gained} gained, ${lost} lost, ${unchanged} unchanged${values.apply ? `; applied${revisedMeanwhile > 0 ? `, ${revisedMeanwhile} revised meanwhile: run again` : ''}` : '; nothing written (--apply writes)'}\n`,
    );
    return 0;
  },
};
