import { wordsOf } from '../../shared/catalogue/mail-words.ts';
import { composeEdition, type Material } from '../../functions/plan-digests/compose-edition.ts';
import { noMemory } from '../../functions/plan-digests/preview-edition.ts';
import { makeRateLimiter } from '../../functions/send-digest/rate-limiter.ts';
import { digestMail } from '../../shared/domain/digest/mail.ts';
import { renderEdition } from '../../shared/domain/digest/render-edition.ts';
import type { Edition } from '../../shared/domain/digest/edition.ts';
import { wireLanguages } from '../../shared/domain/language.ts';
import type { Preferences } from '../../shared/domain/subscriber/subscriber.ts';
import { readerPreferences } from '../shared/domain/subscriber/reader-fixture.ts';
import { toldOf } from '../shared/domain/story/story-fixture.ts';
import { bar } from './bars.ts';
import { mailRenderers } from './peers/mail-renderers.ts';
import { atMost } from '../../shared/at-most.ts';

const siteUrl = 'https://wire.example';
const now = new Date('2026-11-24T03:00:00Z');
const titles = [
  'Սահմանազատման հանձնաժողովները համաձայնեցրել են հաջորդ փուլը',
  'Комиссии по делимитации согласовали следующий этап границы',
  'Border commissions agree on the next stage of delimitation',
];
/** Sixty stories in six languages: readers with different topics get different twenties of them. */
const material: Material = {
  now,
  coverage: { feeds: 143, reached: 131, late: 5, blocked: 7, missing: [], missingMore: 0 },
  stories: Array.from({ length: 60 }, (_, n) =>
    toldOf({
      id: `story-${n}`,
      title: titles[n % titles.length] ?? '',
      at: '2026-11-23T20:00:00.000Z',
      languages: [...wireLanguages],
      subtopics: [['border', 'prisoners', 'transit'][n % 3] ?? 'border'],
    }),
  ),
};
const subtopics = ['border', 'prisoners', 'transit'].map((subtopic) => `armenia-azerbaijan.${subtopic}`);

/** Reader n: one of six interface languages, one of seven choices of topics. */
const preferencesOf = (n: number): Preferences => ({
  ...readerPreferences,
  interface: wireLanguages[n % 6] ?? 'en',
  topics: subtopics.filter((_, bit) => ((1 + (n % 7)) >> bit) & 1),
});
const readerOf = (n: number, preferences: Preferences) => ({
  address: `reader-${n}@example.org`,
  preferences,
  confirmedAt: '2026-11-20T11:00:00.000Z',
  links: {
    preferences: `${siteUrl}/s/preferences?t=${n}`,
    privacy: `${siteUrl}/s/privacy?t=${n}`,
    unsubscribe: `${siteUrl}/s/unsubscribe/one-click?t=${n}`,
    archive: `${siteUrl}/editions/x.html`,
  },
});

function editionOf(preferences: Preferences): Edition {
  const composed = composeEdition(
    material,
    {
      preferences,
      memory: noMemory,
      window: { from: '2026-11-23T03:00:00.000Z', until: '2026-11-24T02:59:00.000Z', first: false },
    },
    '2026-11-24',
  );
  if (composed === null) throw new Error('no edition');
  return composed.edition;
}

/** Processor time of this process: other work on the machine counts less than on the wall clock. */
const cpuMs = (): number => process.cpuUsage().user / 1_000;

interface Row {
  name: string;
  ms: number;
  kilobytes: number;
}

const warmMs = 1_000;
const sliceMs = 400;
const slices = 5;
/** Renderings between looks at the clock. */
const batch = 10;

/**
 * Renders for a second unmeasured, so that the compiler is done, then takes the best of five slices: other work on the machine only adds.
 * Each mail is looked into: V8 joins its pieces no sooner.
 */
async function measure(name: string, render: (n: number) => string | Promise<string>): Promise<Row> {
  let n = 0;
  let html = '';
  const during = async (ms: number): Promise<number> => {
    const [first, started] = [n, cpuMs()];
    while (cpuMs() - started < ms) {
      for (const end = n + batch; n < end; n++) {
        html = await render(n);
        html.charCodeAt(html.length - 1);
      }
    }
    return (cpuMs() - started) / (n - first);
  };
  await during(warmMs);
  const times: number[] = [];
  while (times.length < slices) times.push(await during(sliceMs));
  return { name, ms: Math.min(...times), kilobytes: Buffer.byteLength(await render(0)) / 1024 };
}

/** Times rendering a mail of 20 stories for a reader: shared blocks, none shared, and other renderers where they are installed. */
async function renderTable(): Promise<void> {
  const kinds = Array.from({ length: 42 }, (_, n) => ({
    preferences: preferencesOf(n),
    edition: editionOf(preferencesOf(n)),
  }));
  const kindOf = (n: number) =>
    kinds[n % kinds.length] ?? { preferences: preferencesOf(0), edition: editionOf(preferencesOf(0)) };
  const shared = kinds.map(({ edition }) => renderEdition(edition, wordsOf(edition.interface), siteUrl));
  const renderers = mailRenderers();
  if (typeof renderers === 'string') process.stdout.write(`(${renderers})\n`);
  const rows = [
    await measure('this wire, editions shared', (n) => {
      const { preferences } = kindOf(n);
      const rendered = shared[n % shared.length];
      return rendered === undefined ? '' : digestMail(rendered, readerOf(n, preferences), {}).html;
    }),
    await measure('this wire, blocks shared, every edition its own', (n) => {
      const { preferences, edition } = kindOf(n);
      return digestMail(
        renderEdition(edition, wordsOf(edition.interface), siteUrl),
        readerOf(n, preferences),
        {},
      ).html;
    }),
    // Another site URL for each reader: no block can be found rendered.
    await measure(
      'this wire, nothing shared',
      (n) =>
        digestMail(
          renderEdition(kindOf(n).edition, wordsOf(kindOf(n).edition.interface), `${siteUrl}/${n}`),
          readerOf(n, kindOf(n).preferences),
          {},
        ).html,
    ),
  ];
  if (typeof renderers !== 'string')
    for (const { name, render } of renderers) rows.push(await measure(name, () => render(kindOf(0).edition)));
  const [base] = rows;
  const each = base?.ms ?? Infinity;
  process.stdout.write(
    `a mail of a shared edition: ${each.toFixed(3)} ms CPU ${bar('a mail of a shared edition in 0.1 ms', each <= 0.1)}\n`,
  );
  for (const { name, ms, kilobytes } of rows)
    process.stdout.write(
      `${name.padEnd(50)}${ms.toFixed(4).padStart(10)} CPU ms a reader${kilobytes.toFixed(1).padStart(8)} KB${(ms / (base?.ms ?? 1)).toFixed(0).padStart(7)}×\n`,
    );
}

/** 10,000 mails through two workers at an account's 14 a second, a fifth of the calls refused: how long on the clock of the simulation? */
async function sendTable(): Promise<void> {
  const [readers, workers, rate, refused] = [10_000, 2, 14, 0.2];
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const ends = await atMost(
    Array.from({ length: workers }, (_, k) => k),
    workers,
    async () => {
      let clock = 0;
      const pace = makeRateLimiter({
        rate: rate / workers,
        now: () => clock,
        sleep: (ms) => Promise.resolve(void (clock += ms)),
        random,
      });
      let sent = 0;
      let calls = 0;
      while (sent < readers / workers) {
        await pace.turn();
        calls++;
        if (random() < refused) await pace.slowDown();
        else sent++;
      }
      return { clock, calls };
    },
  );
  const minutes = Math.max(...ends.map((end) => end.clock)) / 60_000;
  process.stdout.write(
    `${readers} mails, ${rate} a second, ${refused * 100} % throttled: ${minutes.toFixed(1)} simulated minutes, ${ends.reduce((sum, end) => sum + end.calls, 0)} calls (floor ${(readers / rate / 60).toFixed(1)} min)\n`,
  );
}

export async function run(): Promise<void> {
  await renderTable();
  await sendTable();
}
