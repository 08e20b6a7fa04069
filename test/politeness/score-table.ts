/** Rachel Kroll's table of one feed URL, kept by the server, which compares strings and nothing else. */
export interface Score {
  requests: number;
  conditional: number;
  /** Without validators: the three below are all that may be, and this counts them and every other. */
  unconditional: number;
  /** The URL had never given any: there was nothing to send. */
  first: number;
  declaredRechecks: number;
  /** It had given some only in answers that never got into our store, because the process was killed. */
  firstAgainAfterKill: number;
  /** If-Modified-Since and If-None-Match: the latest value sent out, an older one, or one never sent. */
  imsGood: number;
  imsOutOfSequence: number;
  imsBogus: number;
  inmGood: number;
  inmOutOfSequence: number;
  inmBogus: number;
  /** The server's last answer never got into our store, because the process was killed: the pair before it comes once more. */
  repeatedAfterKill: number;
  cookies: number;
  referrers: number;
  /** A path or query other than the feed's. */
  queries: number;
  /** Headers outside the list that a feed reader needs. */
  strangeHeaders: number;
  /** Requests before the end of a wait that the server or feed had asked for. */
  early: number;
}

const zero: Score = {
  requests: 0,
  conditional: 0,
  unconditional: 0,
  first: 0,
  declaredRechecks: 0,
  firstAgainAfterKill: 0,
  imsGood: 0,
  imsOutOfSequence: 0,
  imsBogus: 0,
  inmGood: 0,
  inmOutOfSequence: 0,
  inmBogus: 0,
  repeatedAfterKill: 0,
  cookies: 0,
  referrers: 0,
  queries: 0,
  strangeHeaders: 0,
  early: 0,
};

const needed = new Set([
  'host',
  'connection',
  'user-agent',
  'accept',
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
]);

export type RequestHeaders = Record<string, string | string[] | undefined>;

/** What the server knows of a request beside its headers. */
export interface Circumstances {
  path: string;
  /** The path that was given out. */
  asked: string;
  early: boolean;
  /** The last answer of this URL is not in the reader's store, and whether any ever was. */
  unsaved: boolean;
  everSaved: boolean;
  /** The reader said that it would leave the validators of this URL out. */
  declared: boolean;
}

export class ScoreTable {
  readonly scores = new Map<string, Score>();
  private readonly sent = new Map<string, { etags: string[]; dates: string[] }>();

  /** Counts one request for a feed. */
  request(feed: string, headers: RequestHeaders, circumstances: Circumstances): void {
    const { path, asked, early, unsaved } = circumstances;
    const score = this.of(feed);
    const { etags, dates } = this.history(feed);
    score.requests++;
    const ims = headers['if-modified-since'];
    const inm = headers['if-none-match'];
    if (ims === undefined && inm === undefined)
      countUnconditional(score, etags.length + dates.length > 0, circumstances);
    else score.conditional++;
    this.judge(score, ims, dates, {
      Good: 'imsGood',
      OutOfSequence: unsaved ? 'repeatedAfterKill' : 'imsOutOfSequence',
      Bogus: 'imsBogus',
    });
    this.judge(score, inm, etags, {
      Good: 'inmGood',
      OutOfSequence: unsaved ? 'repeatedAfterKill' : 'inmOutOfSequence',
      Bogus: 'inmBogus',
    });
    if (headers['cookie'] !== undefined) score.cookies++;
    if (headers['referer'] !== undefined) score.referrers++;
    if (path !== asked) score.queries++;
    if (early) score.early++;
    if (Object.keys(headers).some((name) => !needed.has(name))) score.strangeHeaders++;
  }

  private judge(
    score: Score,
    value: string | string[] | undefined,
    sent: readonly string[],
    columns: Record<Judgement, keyof Score>,
  ): void {
    if (value !== undefined) score[columns[judged(String(value), sent)]]++;
  }

  /** Remembers the validators of a response. */
  answered(feed: string, etag: string | undefined, lastModified: string | undefined): void {
    const { etags, dates } = this.history(feed);
    if (etag !== undefined && etags.at(-1) !== etag) etags.push(etag);
    if (lastModified !== undefined && dates.at(-1) !== lastModified) dates.push(lastModified);
  }

  total(): Score {
    const sum = { ...zero };
    for (const score of this.scores.values())
      for (const name of Object.keys(zero) as (keyof Score)[]) sum[name] += score[name];
    return sum;
  }

  of(feed: string): Score {
    const score = this.scores.get(feed) ?? { ...zero };
    this.scores.set(feed, score);
    return score;
  }

  private history(feed: string): { etags: string[]; dates: string[] } {
    const history = this.sent.get(feed) ?? { etags: [], dates: [] };
    this.sent.set(feed, history);
    return history;
  }
}

function countUnconditional(
  score: Score,
  hasValidators: boolean,
  { declared, unsaved, everSaved }: Circumstances,
): void {
  score.unconditional++;
  if (!hasValidators) score.first++;
  else if (declared) score.declaredRechecks++;
  else if (unsaved && !everSaved) score.firstAgainAfterKill++;
}

type Judgement = 'Good' | 'OutOfSequence' | 'Bogus';

function judged(value: string, sent: readonly string[]): Judgement {
  if (value === sent.at(-1)) return 'Good';
  return sent.includes(value) ? 'OutOfSequence' : 'Bogus';
}
