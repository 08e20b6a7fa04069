import { z } from 'zod';

/** What a reader can follow: a name, place or organisation; `topic.subtopic`; a story; whatever answers a query. */
const followKinds = ['entity', 'subtopic', 'story', 'query'] as const;

/** What each is written like; a query is read by `parseQuery` before it is stored. */
const forms: Record<(typeof followKinds)[number], RegExp> = {
  entity: /^[a-z0-9][a-z0-9-]{0,79}$/,
  subtopic: /^[a-z0-9-]{1,40}\.[a-z0-9-]{1,40}$/,
  story: /^[0-9a-f]{8,40}$/,
  query: /^\S[\s\S]{0,299}$/,
};

const followSchema = z
  .strictObject({
    kind: z.enum(followKinds),
    of: z.string(),
    /** A mail of its own, within a quarter of an hour; without it, on top of the next edition. */
    alert: z.literal(true).optional(),
  })
  .refine(({ kind, of }) => forms[kind].test(of), { path: ['of'], error: 'not what can be followed' });
export type Follow = z.infer<typeof followSchema>;

export const followLimits = { all: 20, queries: 5 };

const queriesIn = (follows: readonly Follow[]): number =>
  follows.filter(({ kind }) => kind === 'query').length;

export const followsSchema = z
  .array(followSchema)
  .max(followLimits.all)
  .refine((follows) => queriesIn(follows) <= followLimits.queries);

/** `entity:nikol-pashinyan`: how a follow stands in links and forms. */
export const followKey = ({ kind, of }: Pick<Follow, 'kind' | 'of'>): string => `${kind}:${of}`;

/** @returns null for what cannot be followed */
export function readFollow(key: string): Follow | null {
  const [, kind, of] = /^([a-z]+):([\s\S]+)$/.exec(key) ?? [];
  const read = followSchema.safeParse({ kind, of: of?.trim() });
  return read.success ? read.data : null;
}

/** A follow added or changed, in its place; the limit that it would break. */
export function withFollow(follows: readonly Follow[], follow: Follow): Follow[] | keyof typeof followLimits {
  const key = followKey(follow);
  const next = follows.some((each) => followKey(each) === key)
    ? follows.map((each) => (followKey(each) === key ? follow : each))
    : [...follows, follow];
  if (next.length > followLimits.all) return 'all';
  return queriesIn(next) > followLimits.queries ? 'queries' : next;
}

export const withoutFollow = (follows: readonly Follow[], key: string): Follow[] =>
  follows.filter((each) => followKey(each) !== key);

/** Who wants alerts, on what (keys). */
export interface Alerting {
  id: string;
  alerts: string[];
}
export const alertKeysSchema = z.array(z.string());

export const alertsIn = (follows: readonly Follow[] = []): Follow[] =>
  follows.filter(({ alert }) => alert === true);
