import { randomUUID } from 'node:crypto';

interface Message {
  id: string;
  body: string;
  group: string | undefined;
  sentAt: number;
  receives: number;
  visibleAt: number;
  handle: string;
}

interface Sent {
  MessageBody: string;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
}

const visibilityMs = 120_000;
const deduplicationMs = 300_000;
/** As in the stack: five tries, then the dead-letter queue. */
const mostReceives = 5;

/** A queue in memory, on the process's clock; FIFO where its messages have groups. */
export class MemoryQueue {
  readonly dead: Message[] = [];
  private readonly messages = new Set<Message>();
  private readonly byHandle = new Map<string, Message>();
  private readonly seen = new Map<string, number>();

  get waiting(): number {
    return this.messages.size;
  }

  send({ MessageBody, MessageGroupId, MessageDeduplicationId }: Sent): string {
    const now = Date.now();
    const id = randomUUID();
    if (MessageDeduplicationId !== undefined) {
      const before = this.seen.get(MessageDeduplicationId);
      if (before !== undefined && now - before < deduplicationMs) return id;
      this.seen.set(MessageDeduplicationId, now);
    }
    this.messages.add({
      id,
      body: MessageBody,
      group: MessageGroupId,
      sentAt: now,
      receives: 0,
      visibleAt: now,
      handle: '',
    });
    return id;
  }

  receive(most: number) {
    const now = Date.now();
    const taken: Message[] = [];
    const blocked = new Set<string>();
    for (const message of this.messages) {
      if (taken.length === most) break;
      const { group } = message;
      if (message.visibleAt > now || (group !== undefined && blocked.has(group))) {
        if (group !== undefined) blocked.add(group);
      } else if (message.receives >= mostReceives) this.bury(message);
      else taken.push(this.take(message, now));
    }
    return taken.map(({ id, handle, body, receives, sentAt, group }) => ({
      MessageId: id,
      ReceiptHandle: handle,
      Body: body,
      Attributes: {
        ApproximateReceiveCount: String(receives),
        SentTimestamp: String(sentAt),
        ...(group !== undefined && { MessageGroupId: group }),
      },
    }));
  }

  delete(handle: string): void {
    const message = this.byHandle.get(handle);
    this.byHandle.delete(handle);
    if (message !== undefined) this.messages.delete(message);
  }

  /** Comes again after so many seconds. */
  hide(handle: string, seconds: number): void {
    const message = this.byHandle.get(handle);
    if (message !== undefined) message.visibleAt = Date.now() + seconds * 1_000;
  }

  private take(message: Message, now: number): Message {
    this.byHandle.delete(message.handle);
    message.receives++;
    message.visibleAt = now + visibilityMs;
    message.handle = randomUUID();
    this.byHandle.set(message.handle, message);
    return message;
  }

  private bury(message: Message): void {
    this.messages.delete(message);
    this.byHandle.delete(message.handle);
    this.dead.push(message);
  }
}
