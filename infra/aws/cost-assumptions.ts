export interface Load {
  feeds: number;
  /** Subscribers with a daily edition. */
  readers: number;
  /** Pages opened by the public, a day. */
  pageViews: number;
  /** Languages that Amazon Translate translates into; 0 or absent = none. */
  into?: number;
  /** What is translated; titles and leads where absent. */
  translated?: 'titles' | 'leads';
}

/**
 * What news feeds of the region are assumed to bring, and how long AWS and outlets are assumed to take: nobody can measure these
 * here. What one of each takes of AWS is counted (measured-flow.json); milliseconds of CPU are those of `npm run measure -- bench`.
 */
export const assumptions = {
  /** `npm run measure -- simulate --feeds 100 --days 4`: 28.4. */
  visitsAFeed: 28,
  changedShare: 0.5,
  newAFeed: 18,
  onTopicShare: 0.08,
  articlesAStory: 4,
  /** Gzipped; the outlets' own feeds carry more text than the made-up ones. */
  bodyKb: 20,
  /** An outlet answers in half a second, one in twenty takes three, three in a thousand the whole time-out. */
  slow: [
    { seconds: 20, share: 0.003 },
    { seconds: 3, share: 0.05 },
    { seconds: 0.5, share: 1 },
  ],
  tableSeconds: 0.01,
  objectSeconds: 0.03,
  queueSeconds: 0.015,
  /** `bench poll`: unchanged 1.5 to 2.4 ms, changed 4.8 and 11. */
  visitCpuMs: 3.3,
  bodyCpuMs: 11,
  /** `bench group-stories`, a batch of two; 11 calls one after the other. */
  groupCpuMs: 30,
  groupCalls: 11,
  mailSeconds: 0.3,
  /** Log lines that Lambda writes of each invocation: START, END, REPORT. */
  invocationLogBytes: 400,
  /** Of a story, what readers of one language are shown in another: characters of titles and of leads on 2.5 sides. */
  titleCharacters: 170,
  leadCharacters: 350,
  foreignShare: 0.78,
} as const;

/** How long the slowest of so many outlets takes that are asked at once, on the average. */
export function slowestOf(outlets: number): number {
  let [seconds, faster, before] = [0, 1, 0];
  for (const { seconds: takes, share } of assumptions.slow) {
    const slower = Math.min(1, before + share);
    seconds += takes * (faster - (1 - slower) ** outlets);
    faster = (1 - slower) ** outlets;
    before = slower;
  }
  return seconds;
}

/** Capacity units a mail: an edition's row of some 3 KB is put, claimed and settled. */
export const mail = { planWrites: 6, planReads: 6, sendWrites: 8, sendReads: 4 } as const;

/** A story's row, and the look for one under each on-topic article. */
export const storyReadUnits = 1;

/** DynamoDB counts a hundred bytes for a row and as many for its place in an index, and the index its keys. */
export const indexKb = 0.35;

/** Measured at 10,000 and 100,000 rows: to read one and to decide. */
export const dueCpuMsAFeed = 0.085;

/** How many different entities so many stories name: of our own labelled articles on topic (n = 1,685) 5 in one, 66 in 30, 102 in 60, 150 in 120. */
export const entitiesIn = (stories: number): number => Math.min(400, 5 * stories ** 0.75);
