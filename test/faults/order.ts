import { z } from 'zod';

/** A call that went to AWS: its command's name and its input. */
export interface Call {
  name: string;
  input: Record<string, unknown>;
}

/** What a worker has written that says its work is done. */
export type Done = Set<string>;

/**
 * Each stage writes last what says that its work is done: who dies in between then does the work again. A write of the work after
 * that one is a write that a death would have lost; seeing it needs no death, so a calm run shows it too.
 */
interface Order {
  stage: string;
  /** What is done by this call, when it succeeded; null where it says nothing of the kind. */
  done(call: Call): string | null;
  /** What this call is the work of. */
  work(call: Call): string | null;
  broken: string;
}

const savedVisit = z.object({
  Key: z.object({ pk: z.string() }),
  ExpressionAttributeValues: z.object({ ':state': z.object({ lastVisitAt: z.string() }) }),
});
const movedReader = z.object({ pk: z.string(), sk: z.literal('SUBSCRIBER'), lastDate: z.string() });
const mailRequest = z.object({ subscriberId: z.string(), editionId: z.iso.date() });
const ingestRequest = z.object({ feedId: z.string(), visitedAt: z.string() });

function messageOf<T>(schema: z.ZodType<T>, { name, input }: Call): T | null {
  if (name !== 'SendMessageCommand' || typeof input.MessageBody !== 'string') return null;
  return schema.safeParse(JSON.parse(input.MessageBody)).data ?? null;
}

export const isMailRequest = (call: Call): boolean => messageOf(mailRequest, call) !== null;
export const isIngestRequest = (call: Call): boolean => messageOf(ingestRequest, call) !== null;

const orders: readonly Order[] = [
  {
    stage: 'visit-feeds',
    done: ({ name, input }) => {
      const saved = name === 'UpdateCommand' ? savedVisit.safeParse(input).data : undefined;
      return saved === undefined
        ? null
        : `${saved.Key.pk} ${saved.ExpressionAttributeValues[':state'].lastVisitAt}`;
    },
    work: (call) => {
      const request = messageOf(ingestRequest, call);
      return request === null ? null : `FEED#${request.feedId} ${request.visitedAt}`;
    },
    broken: 'a body was queued after its visit was saved',
  },
  {
    stage: 'group-stories',
    done: ({ name, input }) =>
      name === 'PutObjectCommand' && String(input.Key).startsWith('state/') ? 'rows' : null,
    work: ({ name }) => (name === 'PutCommand' ? 'rows' : null),
    broken: 'a row was stored after the state that counts on it',
  },
  {
    stage: 'plan-digests',
    done: ({ name, input }) => {
      const moved = name === 'PutCommand' ? movedReader.safeParse(input.Item).data : undefined;
      return moved === undefined ? null : `${moved.pk} ${moved.lastDate}`;
    },
    work: (call) => {
      const request = messageOf(mailRequest, call);
      return request === null ? null : `SUBSCRIBER#${request.subscriberId} ${request.editionId}`;
    },
    broken: 'a mail was asked for after its reader was moved on',
  },
];

/** The promise that a call breaks by its place; null where it breaks none. */
export const brokenBy = (stage: string, call: Call, done: Done): string | null =>
  orders.find((order) => order.stage === stage && done.has(order.work(call) ?? ''))?.broken ?? null;

/** Remembers what a call that succeeded says to be done. */
export function remember(stage: string, call: Call, done: Done): void {
  for (const order of orders) {
    const what = order.stage === stage ? order.done(call) : null;
    if (what !== null) done.add(what);
  }
}
