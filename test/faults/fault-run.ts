import { moveClockTo } from './moving-clock.ts';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalWire, type LocalWire } from '../../infra/local/local-wire.ts';
import { recoverQueues } from '../../infra/local/recover.ts';
import { redrive } from '../../infra/local/redrive.ts';
import { signUpSampleReader } from '../../infra/local/sample/sample-reader.ts';
import { loadStages, type Stages } from '../../infra/local/stages.ts';
import { listSubscribers } from '../../shared/aws/subscriber-list.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { seeded } from '../fakes/seeded.ts';
import { Hurt } from './hurt.ts';
import { hurtHours, restHours, start } from './news.ts';

/**
 * One process of a wire that is hurt, then rests; prints what it ended with as JSON. Started by faults.ts, again on the same
 * folder after it killed itself: `tsx test/faults/fault-run.ts FOLDER SEED RATES.json KILLS PORT`; without rates nothing
 * is hurt.
 */
const [folder = '', seedText = '0', ratesFile = '', kills = '0', port = '0'] = process.argv.slice(2);
const progress = join(folder, 'fault-progress.json');
const isHurt = ratesFile !== '';
const told = join(folder, `fault-told-${kills}.json`);
const hours = [...hurtHours, ...restHours];
const from = existsSync(progress) ? Number(readFileSync(progress, 'utf8')) : 0;

async function round(stages: Stages, hurt: Hurt): Promise<void> {
  // Two workers wherever AWS may start two: a schedule's event and a queue's message may both come twice.
  const twice = (name: string, stage: () => Promise<unknown>): Promise<unknown> =>
    Promise.all([hurt.run(name, stage), hurt.run(name, stage)]);
  await twice('due-feeds', stages.dueFeeds);
  await hurt.run('visit-feeds', stages.visitFeeds);
  await hurt.run('ingest-feed', stages.ingestFeeds);
  await hurt.run('group-stories', stages.groupStories);
  await hurt.run('publish-site', stages.publishSite);
  await twice('plan-digests', stages.planDigests);
  await twice('send-digest', stages.sendDigests);
}

/** What a person does with failed messages once the cause is gone (RUNBOOK): sends them back. */
async function sendBack({ settings }: LocalWire): Promise<number> {
  let moved = 0;
  for (const queue of [
    settings.QUEUE_VISIT_URL,
    settings.QUEUE_INGEST_URL,
    settings.QUEUE_STORY_URL,
    settings.QUEUE_DIGEST_URL,
  ])
    moved += await redrive({ queue, dead: queue.replace(/(\.fifo)?$/, '-dead$1') }, 1_000);
  return moved;
}

async function ending({ settings }: LocalWire) {
  const table = storiesTable(settings.TABLE_STORIES);
  const days = ['2026-11-24', '2026-11-25', '2026-11-26'];
  const articles = (await Promise.all(days.map((day) => table.articlesOfDay(day)))).flat();
  const stories: { id: string; articles: string[]; visibleAt: string }[] = [];
  for (const { id } of await table.storiesChangedSince(new Date(start).toISOString())) {
    const whole = await table.readStory(id);
    if (whole !== null && whole.story.mergedInto === undefined)
      stories.push({
        id,
        articles: whole.articles.map((article) => article.articleId),
        visibleAt: whole.articles.map(({ visibleAt, seenAt }) => visibleAt ?? seenAt).sort()[0] ?? '',
      });
  }
  const readers = await listSubscribers(settings.TABLE_SUBSCRIBERS);
  const subscribers = subscribersTable(settings.TABLE_SUBSCRIBERS);
  const editions = await Promise.all(readers.map(({ id }) => subscribers.readEditions(id, '')));
  return {
    articles: articles.map(({ id, title, topics }) => ({ id, title, isOnTopic: topics.length > 0 })),
    stories,
    editions: editions.flat().map(({ editionId, state }) => ({ editionId, state })),
  };
}
export type Ending = Awaited<ReturnType<typeof ending>>;

moveClockTo(start + (hours[from] ?? 0) * 3_600_000);
const wire = await openLocalWire(folder, { mode: 'sample' });
try {
  const stages = await loadStages(wire);
  const hurt = new Hurt({
    random: seeded(Number(seedText) * 10 + Number(kills)),
    rates: isHurt ? (JSON.parse(readFileSync(ratesFile, 'utf8')) as Record<string, number>) : {},
    mayKill: Number(kills) < 2,
    tell: (each) => writeFileSync(told, JSON.stringify(each)),
  });
  for (let step = from; step < hours.length; step++) {
    writeFileSync(progress, String(step));
    const hour = hours[step] ?? 0;
    moveClockTo(start + hour * 3_600_000);
    await fetch(`http://127.0.0.1:${port}/clock/${hour}`);
    if (step === from) await recoverQueues(wire, new Date());
    if (step === 0) await signUpSampleReader(wire, new Date());
    hurt.isOn = isHurt && step < hurtHours.length;
    if (!hurt.isOn) await sendBack(wire);
    await round(stages, hurt);
  }
  writeFileSync(told, JSON.stringify(hurt.told));
  process.stdout.write(`${JSON.stringify(await ending(wire))}\n`);
} finally {
  await wire.close();
}
