import { describe, expect, it } from 'vitest';
import { composeBreaking } from '../../../functions/plan-digests/plan-breaking.ts';
import {
  explainStory,
  noMemory,
  previewEdition,
  storyAsOf,
} from '../../../functions/plan-digests/preview-edition.ts';
import { makePublicEditions, publicEditionMoment } from '../../../functions/plan-digests/public-editions.ts';
import { offeredLanguages } from '../../../shared/catalogue/offered.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';
import { marksOf, memoryOf } from '../../../shared/domain/digest/memory.ts';
import type { StoryArticle } from '../../../shared/domain/story/story.ts';
import { toldOf } from '../../shared/domain/story/story-fixture.ts';
import { readerPreferences } from '../../shared/domain/subscriber/reader-fixture.ts';

const now = new Date('2026-11-24T03:00:00.000Z');
const coverage = { feeds: 1, reached: 1, late: 0, blocked: 0, missing: [], missingMore: 0 };
const materialOf = (...stories: StoryWithArticles[]) => ({ now, stories, coverage });
const evening = '2026-11-23T20:00:00.000Z';
const border = toldOf({ id: 'border', title: 'Border', at: evening });
/** Broke in the last hours: reports of four outlets on several sides. */
const fresh = toldOf({ id: 'fresh', title: 'Fresh', at: '2026-11-24T02:00:00.000Z' });
const siteUrl = 'https://wire.example';
/** A reader who was sent these articles in the evening. */
const had = (...articles: StoryArticle[]) =>
  memoryOf([
    {
      subscriberId: '1'.repeat(32),
      editionId: '2026-11-23',
      state: 'sent',
      content: 'c',
      from: '2026-11-22T20:00:00.000Z',
      until: '2026-11-24T00:00:00.000Z',
      plannedAt: evening,
      articles: marksOf(articles.map(({ articleId }) => articleId)),
    },
  ]);

describe('what a reader would get now', () => {
  it('is the edition and its mail, whose own links open nothing', () => {
    const preview = previewEdition(materialOf(border), readerPreferences, { siteUrl });
    expect(preview?.edition).toMatchObject({ kind: 'regular', date: '2026-11-24', zone: 'Asia/Yerevan' });
    expect(preview?.edition.stories.map(({ storyId }) => storyId)).toEqual(['border']);
    expect(preview?.mail.to).toBe('preview@example.org');
    expect(preview?.mail.text).toContain('https://wire.example/stories/border.html');
    expect(preview?.mail.text).toContain('https://wire.example/s/preview');
    expect(preview?.mail.text).not.toContain('/s/unsubscribe');
    expect(preview?.mail.html.match(/https:\/\/wire\.example\/s\/preview/g)?.length).toBeGreaterThan(2);
    expect(JSON.stringify(preview?.mail.headers)).toContain('https://wire.example/s/preview');
  });

  it('is nothing where nothing is new, or all of it was had', () => {
    expect(previewEdition(materialOf(), readerPreferences, { siteUrl })).toBeNull();
    const memory = had(...border.articles);
    expect(previewEdition(materialOf(border), readerPreferences, { memory, siteUrl })).toBeNull();
  });

  it('of breaking news is what broke in the last hours', () => {
    const preferences = { ...readerPreferences, frequency: 'breaking' } as const;
    const preview = previewEdition(materialOf(border, fresh), preferences, { siteUrl });
    expect(preview?.edition.kind).toBe('breaking');
    expect(preview?.edition.stories.map(({ storyId }) => storyId)).toEqual(['fresh']);
    expect(previewEdition(materialOf(border), preferences, { siteUrl })).toBeNull();
  });
});

it('a reader of breaking news who had any of a story is not woken by it again', () => {
  const window = { from: evening, until: now.toISOString(), first: false };
  const reader = { preferences: readerPreferences, memory: noMemory, window };
  expect(composeBreaking(materialOf(fresh), reader, '2026-11-24')?.articleIds).toHaveLength(4);
  const memory = had(...fresh.articles.slice(0, 1));
  expect(composeBreaking(materialOf(fresh), { ...reader, memory }, '2026-11-24')).toBeNull();
});

describe('a story as it was', () => {
  it('has the articles that could be seen then', () => {
    const then = storyAsOf(border, new Date('2026-11-23T20:01:30.000Z'));
    expect(then?.articles.map(({ language }) => language)).toEqual(['hy', 'az']);
    expect(then?.story).toMatchObject({ id: 'border', changedAt: '2026-11-23T20:01:30.000Z' });
    expect(then?.story.independent).toBe(2);
    expect(storyAsOf(border, now)).toEqual(border);
  });

  it('was not there before its first article', () => {
    expect(storyAsOf(border, new Date('2026-11-23T19:59:59.999Z'))).toBeNull();
    expect(storyAsOf(border, new Date(evening))?.articles).toHaveLength(1);
  });
});

describe('why a story is in an edition or not', () => {
  it('says its place where it is in', () => {
    const other = toldOf({ id: 'other', at: evening, languages: ['hy'] });
    const asked = { preferences: readerPreferences, memory: noMemory };
    const material = materialOf(other, border);
    expect(explainStory(material, border, asked)).toMatchObject({ choice: { kind: 'new' }, rank: 1 });
    expect(explainStory(material, other, asked).rank).toBe(2);
    expect(explainStory(materialOf(), border, asked).rank).toBeNull();
  });

  it('says why no reader of breaking news is woken', () => {
    const preferences = { ...readerPreferences, frequency: 'breaking' } as const;
    const asked = { preferences, memory: noMemory };
    const { choice, rank } = explainStory(materialOf(border), border, asked);
    expect(rank).toBeNull();
    expect(choice).toMatchObject({ kind: 'not-breaking', storyId: 'border' });
    expect(JSON.stringify(choice)).toContain(`4 independent reports on 4 sides since ${evening}; `);
    expect(explainStory(materialOf(fresh), fresh, asked)).toMatchObject({
      choice: { kind: 'new' },
      rank: 1,
    });
    expect(
      explainStory(materialOf(fresh), fresh, { preferences, memory: had(...fresh.articles) }).choice,
    ).toMatchObject({
      kind: 'not-breaking',
      reason: 'the reader has had it, and an update wakes nobody',
    });
    expect(
      explainStory(materialOf(fresh), fresh, {
        preferences: readerPreferences,
        memory: had(...fresh.articles),
      }).choice,
    ).not.toMatchObject({ kind: 'not-breaking' });
  });
});

describe('the editions for everybody', () => {
  it.each([
    ['2026-11-24T02:59:59.999Z', null],
    ['2026-11-24T03:00:00.000Z', '2026-11-24T03:00:00.000Z'],
    ['2026-11-24T15:00:00.000Z', '2026-11-24T03:00:00.000Z'],
    ['2026-11-24T15:00:00.001Z', null],
  ])('at %s are those of %s', (instant, moment) => {
    expect(publicEditionMoment(new Date(instant))?.toISOString() ?? null).toBe(moment);
  });

  it('are made by topic and language of what could be seen at the moment', async () => {
    const late = toldOf({ id: 'late', at: '2026-11-24T03:30:00.000Z' });
    const told = [border, late];
    const asked: string[] = [];
    const editions = await makePublicEditions(
      {
        storiesChangedSince: (since) => {
          asked.push(since);
          return Promise.resolve(told.map(({ story }) => story));
        },
        readStory: (id) => Promise.resolve(told.find(({ story }) => story.id === id) ?? null),
        coverage: () => Promise.resolve(coverage),
      },
      now,
      siteUrl,
    );
    expect(asked).toEqual(['2026-11-23T02:00:00.000Z']);
    expect(editions.map(({ name }) => name)).toEqual(
      offeredLanguages.map((language) => `armenia-azerbaijan-${language}`),
    );
    for (const { name, edition } of editions) {
      expect(edition).toMatchObject({ zone: 'UTC', date: '2026-11-24', topics: ['armenia-azerbaijan'] });
      expect(name.endsWith(edition.interface)).toBe(true);
      expect(edition.stories.map(({ storyId }) => storyId)).toEqual(['border']);
    }
  });
});
