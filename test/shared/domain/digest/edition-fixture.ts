import type { Edition } from '../../../../shared/domain/digest/edition.ts';

/** An edition of 24 November 2026 without stories. */
export const quietEdition: Edition = {
  kind: 'quiet',
  date: '2026-11-24',
  interface: 'en',
  zone: 'Asia/Yerevan',
  from: '2026-11-17T03:00:00.000Z',
  until: '2026-11-24T02:59:00.000Z',
  first: false,
  topics: ['csto'],
  languages: ['en'],
  stories: [],
  briefs: [],
  more: 0,
  coverage: { feeds: 1, reached: 1, late: 0, blocked: 0, missing: [], missingMore: 0 },
};
