import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { WireEvent } from '../domain/site/wire-event.ts';
import { errorText, log } from '../log.ts';
import { putOnce } from './edition-objects.ts';
import { eventKey } from './keys.ts';

/** Where events go. @throws Error when it was not taken, or nobody knows */
type Way = (event: WireEvent) => Promise<void>;

/** One attempt: an event is told once or not at all. */
let client: EventBridgeClient | undefined;
const bridge = (): EventBridgeClient => (client ??= new EventBridgeClient({ maxAttempts: 1 }));

/** What this process has told or seen told. */
const known = new Set<string>();

/**
 * Tells events, each at most once on each way: it is claimed first by an object that only one writer can make, and never
 * told again, also where nobody knows whether it arrived. A failure stops nothing else: the pages matter more.
 * @param bucket the site bucket, where the claims lie
 */
export const eventTeller =
  (bucket: string, ways: readonly Way[]) =>
  async (events: readonly WireEvent[]): Promise<void> => {
    for (const event of events.filter(({ id }) => !known.has(id))) {
      const { id } = event;
      const outcomes = await Promise.allSettled([claim(bucket, event)]);
      const [claimed] = outcomes;
      if (claimed?.status === 'fulfilled') known.add(id);
      const told =
        claimed?.status === 'fulfilled' && claimed.value
          ? await Promise.allSettled(ways.map((way) => way(event)))
          : [];
      if (told.some(({ status }) => status === 'fulfilled')) log('event-told', { id });
      for (const outcome of [...outcomes, ...told])
        if (outcome.status === 'rejected') log('event-not-told', { id, reason: errorText(outcome.reason) });
    }
  };

const claim = (bucket: string, event: WireEvent): Promise<boolean> =>
  putOnce(bucket, eventKey(event.at, event.id), {
    body: JSON.stringify(event),
    contentType: 'application/json',
    cacheControl: 'private',
  });

/** The stack's own bus. */
export const busWay =
  (EventBusName: string): Way =>
  async (event) => {
    const Entries = [
      { EventBusName, Source: 'caucasus-wire', DetailType: event.type, Detail: JSON.stringify(event) },
    ];
    const answer = await bridge().send(new PutEventsCommand({ Entries }));
    const [entry] = answer.Entries ?? [];
    if (entry?.ErrorCode !== undefined) throw new Error(entry.ErrorCode);
  };
