import type { Ports } from '../../../functions/publish-site/ports.ts';
import type { Story, StoryArticle } from '../../../shared/domain/story/story.ts';
import { evidence, outlets, tell } from './fixture-stories.ts';
import { hostileTexts, hostileUrls } from './hostile-texts.ts';

const perStory = 9;

/** Every hostile text as a headline, a summary, an edit, an outlet's name, a claim and a piece of evidence; every hostile URL as a link. */
export function hostileStories(): { story: Story; articles: StoryArticle[] }[] {
  const stories = Math.ceil(hostileTexts.length / perStory);
  return Array.from({ length: stories }, (_, at) => hostileStory(at));
}

function hostileStory(at: number): { story: Story; articles: StoryArticle[] } {
  const texts = hostileTexts.slice(at * perStory, (at + 1) * perStory);
  const told = tell({
    id: `f00d${String(at).padStart(20, '0')}`,
    first: new Date(Date.parse('2026-11-24T01:00:00.000Z') + at * 60_000).toISOString(),
    topics: ['csto'],
    subtopics: ['border'],
    entities: ['csto'],
    pieces: texts.map((text, index) => ({
      outlet: outlets[index]?.id ?? 'masis',
      language: outlets[index]?.sources[0]?.language ?? 'en',
      title: text,
      summary: `${text} ${text}`,
      after: index,
      url: hostileUrls[(at + index) % hostileUrls.length] ?? '',
      ...(index === 1 && { reprintOf: 0 }),
      revisions: [{ at: '2026-11-24T02:00:00.000Z', title: `${text} before`, summary: text }],
      evidence: [evidence('topic', 'csto', text), evidence('story', 'csto', text)],
    })),
  });
  const articles = told.articles.map((article) => ({ ...article, outletName: article.title }));
  const claims = texts.map((text) => ({
    what: text,
    claims: [{ articleId: articles[0]?.articleId ?? '', side: 'baku' as const, value: 3, text }],
  }));
  return { story: { ...told.story, claims }, articles };
}

/** Ports over hostile stories, and hostile words from the feeds' states too. */
export function hostilePorts(ports: Ports): Ports {
  const stories = hostileStories();
  return {
    ...ports,
    storiesChangedSince: () => Promise.resolve(stories.map(({ story }) => story)),
    readStory: (id) => Promise.resolve(stories.find(({ story }) => story.id === id) ?? null),
    feedReports: () =>
      Promise.resolve(
        hostileTexts.map((text, at) => ({
          feedId: `feed-${at}`,
          outletName: text,
          side: 'yerevan' as const,
          language: text,
          health: text,
          grade: 'ill' as const,
          seen: text,
          remedy: text,
          lastSuccessAt: null,
          rhythmMinutes: null,
          robotsForbid: true,
          titleOnly: true,
          seenWorking: { state: 'unverified' as const, by: text },
        })),
      ),
  };
}
