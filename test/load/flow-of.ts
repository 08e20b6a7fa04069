import type { Stage } from '../../shared/env.ts';
import type { Round, Spending } from './spending.ts';

const round = (value: number): number => Math.round(value * 100) / 100;

const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

/** Units that a round reads without news, and what each story adds in those with news. */
function readsOf(rounds: readonly Round[]): { round: number; story: number } {
  const quiet = rounds.filter(({ stories }) => stories === 0);
  const news = rounds.filter(({ stories }) => stories > 0);
  const aRound = mean(quiet.map(({ reads }) => reads));
  const stories = mean(news.map((each) => each.stories));
  return { round: round(aRound), story: round((mean(news.map(({ reads }) => reads)) - aRound) / stories) };
}

/**
 * Files put: by each round the coverage page and its state; with news the fronts, lists, feeds and shards; of each story its own
 * two; in a half-hourly pass day pages, exports and the feeds of languages. Those of entities are left out: how many there are
 * of them is the model's to say.
 */
function putsOf(spending: Spending) {
  const { rounds } = spending;
  const news = rounds.filter(({ stories }) => stories > 0);
  const stories = Math.max(
    1,
    news.reduce((sum, each) => sum + each.stories, 0),
  );
  const putsBy = (kinds: RegExp): number => spending.taken('publish-site', kinds).calls;
  const quietRound = putsBy(/^PutObject coverage/) / rounds.length + 1;
  const ofEntities = 3 * putsBy(/^PutObject entities/);
  const ofPasses = putsBy(/^PutObject (?:days|exports|feeds\/language)/);
  const ofNews =
    putsBy(/^(?:PutObject|ListObjects)/) -
    ofEntities -
    ofPasses -
    filesAStory * stories -
    quietRound * (rounds.length - news.length);
  return {
    quietRound: round(quietRound),
    newsRound: round(ofNews / Math.max(1, news.length)),
    pass: round(ofPasses / Math.max(1, rounds.length / 6)),
    story: filesAStory,
  };
}

/** Its page and its JSON. */
const filesAStory = 2;

/** A new article's row. Off topic and on topic differ: what was found in it is kept with it. */
function articleOf(spending: Spending, day: string): { writes: number; kilobytes: number } {
  const { calls, units, bytes } = spending.taken('ingest-feed', new RegExp(`^Put ${day} ARTICLE`));
  return { writes: round(units / Math.max(1, calls)), kilobytes: round(bytes / Math.max(1, calls) / 1_000) };
}

/** What one of each takes, for the cost model. Reads and writes in capacity units. */
export function flowOf(spending: Spending, { feeds, hours }: { feeds: number; hours: number }) {
  const n = (name: string): number => spending.events.get(name) ?? 0;
  const [visits, bodies, articles] = [n('feed-visited'), n('feed-read'), n('feed-read new')];
  const [onTopic, stories] = [n('stories-grouped articles'), n('site-published stories')];
  const reads = /^(?:Get|BatchGet|Query|Scan)\b/;
  const writes = /^(?:Put|Update|Delete)\b/;
  const per = (
    of: number,
    stage: Stage,
    kinds: RegExp,
    what: 'units' | 'calls' | 'bytes' = 'units',
  ): number => round(spending.taken(stage, kinds)[what] / Math.max(1, of));
  const rounds = spending.runs.get('publish-site') ?? 1;
  const ticks = spending.runs.get('due-feeds') ?? 1;
  return {
    command: `npm run measure -- flow --feeds ${feeds} --hours ${hours} --write`,
    changesAnArticle: round(stories / Math.max(1, onTopic)),
    counted: { visits, bodies, articles, onTopic, stories, rounds },
    cpuMsARun: Object.fromEntries(
      [...spending.cpuMs].map(([stage, ms]) => [stage, Math.round(ms / (spending.runs.get(stage) ?? 1))]),
    ),
    due: {
      readsAFeed: round(spending.taken('due-feeds', reads).units / ticks / feeds),
      writesAVisit: per(visits, 'due-feeds', writes),
    },
    visit: {
      reads: per(visits, 'visit-feeds', reads),
      writes: per(visits, 'visit-feeds', writes),
      logBytes: round(n('visit-feeds bytes') / visits),
    },
    body: {
      reads: per(bodies, 'ingest-feed', /^BatchGet ARTICLE/),
      writes: per(bodies, 'ingest-feed', /^Update FEED/),
      kilobytes: round(spending.taken('visit-feeds', /^PutObject bodies/).bytes / bodies / 1_000),
      logBytes: round(n('ingest-feed bytes') / bodies),
    },
    article: articleOf(spending, 'ARTICLES'),
    onTopicArticle: articleOf(spending, 'ON-TOPIC'),
    onTopic: {
      readsAtIngest: per(onTopic, 'ingest-feed', /^(?:BatchGet|Get) BAND/),
      writesAtIngest: per(onTopic, 'ingest-feed', /^(?:Put|Delete) (?:BAND|ARTICLE GUID)/),
      reads: per(onTopic, 'group-stories', reads),
      writes: per(onTopic, 'group-stories', writes),
      puts: per(onTopic, 'group-stories', /^PutObject/, 'calls'),
      gets: per(onTopic, 'group-stories', /^(?:Get|Head)Object/, 'calls'),
    },
    publish: {
      puts: putsOf(spending),
      reads: readsOf(spending.rounds),
      getsARound: per(rounds, 'publish-site', /^(?:Get|Head)Object/, 'calls'),
    },
    plan: { readsARun: per(spending.runs.get('plan-digests') ?? 1, 'plan-digests', reads) },
  };
}
