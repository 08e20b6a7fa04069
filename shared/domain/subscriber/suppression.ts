import { z } from 'zod';

/** What SES reports of a mail (event publishing: SNS or EventBridge carry the same object). Only what we need is read. */

const tags = z.record(z.string(), z.array(z.string())).default({});
const mail = z.object({ messageId: z.string(), timestamp: z.string().optional(), tags });
const at = z.object({ timestamp: z.string() });

const sesEventSchema = z.object({
  /** `notificationType` in plain identity notifications. */
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail,
  bounce: at.extend({ bounceType: z.string() }).optional(),
  complaint: at.extend({ complaintSubType: z.string().nullish() }).optional(),
  delivery: at.optional(),
  send: z.unknown().optional(),
  reject: z.unknown().optional(),
});

type MailEventKind = 'send' | 'delivery' | 'bounce' | 'soft-bounce' | 'complaint' | 'reject' | 'other';

export interface MailEvent {
  kind: MailEventKind;
  /** ISO 8601 UTC */
  at: string;
  messageId: string;
  subscriberId: string | null;
  editionId: string | null;
  /** The kind of a transactional mail; null for editions. */
  letter: string | null;
}

const kinds: Record<string, MailEventKind> = {
  send: 'send',
  delivery: 'delivery',
  bounce: 'bounce',
  complaint: 'complaint',
  reject: 'reject',
};

/** Each event carries an object of its kind, also where no field names the kind. */
const objects = ['bounce', 'complaint', 'delivery', 'reject', 'send'] as const;
const kindOf = (event: z.output<typeof sesEventSchema>): MailEventKind => {
  const name = event.eventType ?? event.notificationType ?? objects.find((each) => event[each] != null) ?? '';
  return kinds[name.toLowerCase()] ?? 'other';
};

/** @throws ZodError when it is not an SES event */
export function parseMailEvent(raw: unknown, now: Date): MailEvent {
  const event = sesEventSchema.parse(raw);
  const named = kindOf(event);
  const permanent = event.bounce?.bounceType === 'Permanent';
  const kind = named === 'bounce' && !permanent ? 'soft-bounce' : named;
  const time =
    event.bounce?.timestamp ??
    event.complaint?.timestamp ??
    event.delivery?.timestamp ??
    event.mail.timestamp;
  const instant = time !== undefined && !Number.isNaN(Date.parse(time)) ? new Date(time) : now;
  return {
    kind,
    at: instant.toISOString(),
    messageId: event.mail.messageId,
    subscriberId: event.mail.tags.subscriber?.[0] ?? null,
    editionId: event.mail.tags.edition?.[0] ?? null,
    letter: event.mail.tags.letter?.[0] ?? null,
  };
}
