import { busWay, eventTeller } from './aws/events.ts';
import type { WireEvent } from './domain/site/wire-event.ts';
import { postEvent } from './http/event-webhook.ts';

export interface EventSettings {
  BUCKET_SITE: string;
  EVENT_BUS?: string | undefined;
  EVENT_WEBHOOK?: string | undefined;
  EVENT_WEBHOOK_SECRET?: string | undefined;
}

/** Tells events wherever the operator wants them told; undefined where nowhere. */
export function eventTellerFrom({
  BUCKET_SITE,
  EVENT_BUS,
  EVENT_WEBHOOK: url,
  EVENT_WEBHOOK_SECRET: secret,
}: EventSettings): ((events: readonly WireEvent[]) => Promise<void>) | undefined {
  const ways = [
    ...(EVENT_BUS === undefined ? [] : [busWay(EVENT_BUS)]),
    ...(url === undefined || secret === undefined
      ? []
      : [(event: WireEvent) => postEvent({ url, secret }, event)]),
  ];
  return ways.length === 0 ? undefined : eventTeller(BUCKET_SITE, ways);
}
