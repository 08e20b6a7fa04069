import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bar } from './bars.ts';
import { entityCatalogue } from '../../shared/catalogue/packs.ts';
import { topicNames } from '../../shared/catalogue/topic-names.at-build.ts';
import { cardOf } from '../../shared/domain/site/card.ts';
import { entryOf, windowDays } from '../../shared/domain/site/story-index.ts';
import { StoryWindow } from '../../shared/domain/site/story-window.ts';
import type { Story, StoryArticle } from '../../shared/domain/story/story.ts';
import type { Ports } from '../../functions/publish-site/ports.ts';
import { publishSite } from '../../functions/publish-site/publish-site.ts';
import { DayStateCache } from '../../functions/publish-site/day-states.ts';
import { readIndex, writeIndex } from '../../functions/publish-site/state.ts';
import { saveWindow } from '../../functions/publish-site/window-state.ts';
import { renderVersionOf } from '../../functions/publish-site/assets.ts';
import type { Site } from '../../functions/publish-site/site.ts';
import { siteOf } from '../../functions/publish-site/site-catalogue.ts';
import { outlets, tell } from '../functions/publish-site/fixture-stories.ts';
import { manyStories } from '../functions/publish-site/many-stories.ts';
import { addDays } from '../../shared/domain/text/time.ts';

const [days, perDay, changes] = [1_000, 100, 100];
const until = '2026-11-24T08:50:00.000Z';
const now = new Date('2026-11-24T09:00:00.000Z');

const theSite = (): Site =>
  siteOf({
    url: 'https://wire.example',
    sender: 'Caucasus Wire <digest@wire.example>',
    outlets,
    entities: entityCatalogue(),
    topics: topicNames,
  });

type Changed = Map<string, { story: Story; articles: StoryArticle[] }>;

/** A bucket that keeps the state objects in a folder, as S3 would hold them, and counts what is put. */
function bucket(folder: string, changed: Changed): { ports: Ports; puts: string[] } {
  const puts: string[] = [];
  const ports: Ports = {
    readDecisions: () => Promise.resolve([]),
    storiesChangedSince: () => Promise.resolve([...changed.values()].map(({ story }) => story)),
    readStory: (id) => Promise.resolve(changed.get(id) ?? null),
    feedReports: () => Promise.resolve([]),
    readFile: (path) =>
      Promise.resolve(existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : null),
    writeFile: ({ path, body }) => {
      puts.push(path);
      if (path.startsWith('_state/')) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), body);
      }
      return Promise.resolve();
    },
    listFiles: () => Promise.resolve([]),
  };
  return { ports, puts };
}

/** The state that publishing all stories would have left, without rendering 100,000 pages for it. */
async function remember(ports: Ports): Promise<void> {
  const { state } = await readIndex(ports, now);
  const { interfaceVersion } = theSite();
  const shelf = new DayStateCache(ports, state.cardsOfDays, () => Promise.resolve({}));
  const window = new StoryWindow([]);
  const oldest = addDays(now.toISOString(), -windowDays);
  for (const each of manyStories({ days, perDay, until })) {
    const { story, articles } = tell(each);
    const card = cardOf(story, articles);
    const entry = entryOf(card);
    const day = await shelf.edit(entry.day);
    day.cards[card.id] = card;
    day.hashes[`stories/${card.id}.html`] = 'x'.repeat(16);
    day.hashes[`api/v1/stories/${card.id}.json`] = 'x'.repeat(16);
    state.looks[entry.day] = renderVersionOf(interfaceVersion);
    state.dayCounts[entry.day] = (state.dayCounts[entry.day] ?? 0) + 1;
    if (entry.lastSeenAt.slice(0, 10) >= oldest) window.put(entry);
  }
  await shelf.save();
  await saveWindow(window, state, ports);
  await writeIndex(ports, { ...state, slowAt: '2026-11-24T08:00:00.000Z' });
}

/** The rounds, in a process of their own so that its memory is theirs. */
async function rounds(folder: string): Promise<void> {
  const site = theSite();
  const changed: Changed = new Map(
    manyStories({ days: 1, perDay: changes, until }).map((each) => [each.id, tell(each)]),
  );
  const { ports, puts } = bucket(folder, changed);
  const round = async (what: string, minutes: number): Promise<number> => {
    puts.length = 0;
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    await publishSite(ports, site, new Date(now.getTime() + minutes * 60_000));
    const used = process.cpuUsage(cpu);
    process.stdout.write(
      `${what.padEnd(62)}${(performance.now() - began).toFixed(0).padStart(6)} ms ${((used.user + used.system) / 1000).toFixed(0).padStart(6)} ms CPU ${puts.length.toString().padStart(5)} PUTs ${(process.resourceUsage().maxRSS / 1024).toFixed(0).padStart(5)} MB peak RSS\n`,
    );
    return (used.user + used.system) / 1000;
  };
  const change = (at: string): void => {
    for (const whole of changed.values()) whole.story.changedAt = at;
  };
  change('2026-11-24T08:59:00.000Z');
  await round('100 changed, slow lists due too (entities, days, exports)', 0);
  change('2026-11-24T09:04:00.000Z');
  const changedMs = await round('100 changed', 5);
  await round('nothing changed', 10);
  const empty = bucket(join(folder, 'empty'), changed);
  const began = process.cpuUsage();
  await publishSite(empty.ports, site, now);
  const { user, system } = process.cpuUsage(began);
  const ms = (user + system) / 1000;
  process.stdout.write(
    `${'baseline: all rendered anew, from 100 stories on an empty site'.padEnd(62)}${((ms * days * perDay) / changes).toFixed(0).padStart(6)} ms CPU (${ms.toFixed(0)} ms × ${(days * perDay) / changes})\n`,
  );
  const ratio = (ms * days * perDay) / changes / changedMs;
  // The last line is the parent's, who remembers the bars.
  process.stdout.write(String(ratio));
}

/** 100 changed stories among 100,000, against a site without a memory that must render everything. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wire-publish-'));
  try {
    await remember(bucket(folder, new Map()).ports);
    process.stdout.write(`${days * perDay} stories published over ${days} days\n`);
    const printed = execFileSync(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(import.meta.url), folder],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    ).split('\n');
    const ratio = Number(printed.pop());
    process.stdout.write(
      `${printed.join('\n')}\na round of 100 changed takes ${ratio.toFixed(0)} times less CPU ${bar('100 of 100,000 changed cost a hundredth of all', ratio >= 100)}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await rounds(process.argv[2] ?? '');
