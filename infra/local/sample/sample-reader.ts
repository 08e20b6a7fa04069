import { subscribersTable } from '../../../shared/aws/subscribers-table.ts';
import { localTime } from '../../../shared/domain/text/local-time.ts';
import { afterSignUp } from '../../../shared/domain/subscriber/sign-up.ts';
import { afterConfirm } from '../../../shared/domain/subscriber/subscriber.ts';
import { parseTokenKeys, subscriberIdsOf } from '../../../shared/domain/subscriber/token.ts';
import { everything } from '../digest-preview.ts';
import type { LocalWire } from '../local-wire.ts';

const address = 'reader@caucasus-wire.example';

/** Gives the sample run a confirmed reader whose first edition is due at once. Does nothing where the reader is there already. */
export async function signUpSampleReader({ settings }: LocalWire, now: Date): Promise<void> {
  const [id] = subscriberIdsOf(address, parseTokenKeys(settings.TOKEN_KEYS));
  if (id === undefined) throw new Error('the data folder has no token key');
  await subscribersTable(settings.TABLE_SUBSCRIBERS).changeSubscriber(id, (known) => {
    if (known !== null) return known;
    const confirmed = afterConfirm(
      afterSignUp(null, { id, address, preferences: everything, letterId: null }, now),
      now,
    );
    return { ...confirmed, dueAt: now.toISOString(), dueDate: localTime(now, everything.zone).date };
  });
}
