import { randomBytes } from 'node:crypto';
import { eventTellerFrom } from '../../shared/event-ways.ts';
import { editionEvent } from '../../shared/domain/site/wire-event.ts';
import type { Context } from 'aws-lambda';
import { keepEdition, keepPublicEdition, openErasures } from '../../shared/aws/edition-objects.ts';
import { loadAllStates } from '../../shared/aws/feeds-table.ts';
import { withOverlay } from '../../shared/aws/catalogue-overlay.ts';
import { send, sendAll } from '../../shared/aws/queue.ts';
import { reputationTable } from '../../shared/aws/reputation-table.ts';
import { storiesTable } from '../../shared/aws/stories-table.ts';
import { subscribersTable } from '../../shared/aws/subscribers-table.ts';
import { catalogueOutlets, catalogueSources } from '../../shared/catalogue/catalogue.ts';
import { clockFrom } from '../../shared/clock.ts';
import { asOffered, onlyOffered } from '../../shared/catalogue/offered.ts';
import type { Edition } from '../../shared/domain/digest/edition.ts';
import { coverageOf } from '../../shared/domain/digest/coverage.ts';
import { titleOnlyOutlets } from '../../shared/domain/outlet.ts';
import { asAllowed } from '../../shared/domain/story/title-only.ts';
import { settingsFor } from '../../shared/env.ts';
import { errorText, failingLoudly, log } from '../../shared/log.ts';
import type { TransactionalMailRequest } from '../../shared/messages.ts';
import { LookedAt } from './looked-at.ts';
import { makePublicEditions, publicEditionMoment } from './public-editions.ts';
import { queueWaitingLetters } from './queue-waiting-letters.ts';
import { isTranslationSpent, readingAids } from './reading-aids.ts';
import { planDigests, type Ports } from './plan-digests.ts';

const settings = settingsFor('plan-digests');
const clock = clockFrom(process.env);
const stories = storiesTable(settings.TABLE_STORIES, clock);

const reputation = reputationTable(settings.TABLE_SUBSCRIBERS);

const withAids = readingAids(settings);

/** Contents that are stored already, or are being stored: readers with the same interests share them. */
const kept = new Map<string, Promise<void>>();
/** A day has some hundreds. */
const keptLimit = 10_000;

function keepOnce(content: string, edition: Edition): Promise<void> {
  const known = kept.get(content);
  if (known !== undefined) return known;
  if (kept.size >= keptLimit) kept.clear();
  const put = keepEdition(settings.BUCKET_SITE, content, edition);
  kept.set(content, put);
  put.catch(() => kept.delete(content));
  return put;
}

const ports: Omit<Ports, 'timeLeft'> = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  storiesChangedSince: async (since) => onlyOffered(await stories.storiesChangedSince(since)),
  readStory: async (id) => {
    const read = await stories.readStory(id);
    const story = read === null ? null : asOffered(read.story);
    if (read === null || story === null) return null;
    return withAids(asAllowed({ ...read, story }, titleOnlyOutlets(catalogueOutlets())));
  },
  coverage: async (now) => ({
    ...coverageOf(catalogueSources(), (await loadAllStates(settings.TABLE_FEEDS)).feeds, now),
    ...((await isTranslationSpent(settings, now)) && { translationSpent: true as const }),
  }),
  keepEdition: keepOnce,
  erasures: () => openErasures(settings.BUCKET_SITE, () => new Date()),
  queue: (requests) => sendAll(settings.QUEUE_DIGEST_URL, requests),
  looked: new LookedAt(),
  sendingStopped: async () => (await reputation.readBreaker()) !== null,
  log,
};

/** The days whose editions for everybody were made by this process. */
const published = new Set<string>();

const tell = eventTellerFrom(settings);

async function publishEditions(now: Date): Promise<void> {
  const moment = publicEditionMoment(now);
  if (moment === null || published.has(moment.toISOString())) return;
  const target = { bucket: settings.BUCKET_SITE, siteUrl: settings.SITE_URL };
  const made = await makePublicEditions(ports, moment, settings.SITE_URL);
  for (const { name, edition } of made) await keepPublicEdition(target, name, edition);
  const about = { siteUrl: settings.SITE_URL, at: moment.toISOString() };
  await tell?.(made.map(({ name, edition }) => editionEvent(edition, { ...about, name })));
  published.add(moment.toISOString());
}

/** What goes with planning and must not stop it; the next run tries again. */
async function apart(event: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log(event, { error: errorText(error) });
  }
}

const letterPorts = {
  ...subscribersTable(settings.TABLE_SUBSCRIBERS),
  queueLetter: (request: TransactionalMailRequest) => send(settings.QUEUE_DIGEST_URL, request),
  newId: () => randomBytes(16).toString('hex'),
};

/** Without a Lambda context (the local runner) there is no clock to stop before. */
const unlimitedTime = () => Number.POSITIVE_INFINITY;

type Clocked = Pick<Context, 'getRemainingTimeInMillis'>;

/** Every few minutes: plans the editions that are due. */
async function plan(_event?: unknown, context?: Clocked): Promise<void> {
  await apart('letters-not-queued', async () => {
    const letters = await queueWaitingLetters(letterPorts, clock());
    if (letters > 0) log('letters-queued-again', { letters });
  });
  const counts = await planDigests(
    { ...ports, timeLeft: context === undefined ? unlimitedTime : () => context.getRemainingTimeInMillis() },
    clock(),
  );
  await apart('public-editions-not-made', () => publishEditions(clock()));
  // Also where nothing was due: an alarm misses the line.
  log('digests-planned', { ...counts });
}

/** Every few minutes. */
export const handler = failingLoudly(withOverlay(settings.BUCKET_ARCHIVE, plan));
