import { wireLanguages } from '../../../../shared/domain/language.ts';
import type { Preferences, Subscriber } from '../../../../shared/domain/subscriber/subscriber.ts';

export const readerPreferences: Preferences = {
  topics: ['csto', 'armenia-azerbaijan'],
  languages: [...wireLanguages],
  interface: 'en',
  frequency: 'daily',
  weekday: 1,
  hour: 7,
  zone: 'Asia/Yerevan',
  quietNote: false,
};

export type ReaderParts = { preferences?: Preferences } & Partial<Omit<Subscriber, 'preferences'>>;

/** A confirmed reader, due at 07:00 in Yerevan on 24 November 2026. */
export function readerOf({
  id,
  preferences = readerPreferences,
  ...rest
}: { id: string } & ReaderParts): Subscriber {
  return {
    id,
    state: 'confirmed',
    address: `reader-${id.slice(-4)}@example.org`,
    preferences,
    tokenVersion: 1,
    consent: {
      askedAt: '2026-11-20T10:00:00.000Z',
      wording: '2026-11',
      confirmedAt: '2026-11-20T11:00:00.000Z',
    },
    changedAt: '2026-11-20T11:00:00.000Z',
    dueAt: '2026-11-24T03:00:00.000Z',
    dueDate: '2026-11-24',
    revision: 0,
    ...rest,
  };
}
