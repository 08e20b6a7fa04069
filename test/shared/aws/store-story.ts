import type { StoriesTable } from '../../../shared/aws/stories-table.ts';
import type { StoryWithArticles } from '../../../shared/domain/digest/choice.ts';

/** Puts a made story into the table, as ingest-feed and group-stories would have. */
export async function storeStory(
  stories: StoriesTable,
  { story, articles }: StoryWithArticles,
): Promise<void> {
  for (const {
    storyId,
    articleId,
    outletName,
    country,
    kind,
    side: _side,
    revisions: _revisions,
    ...text
  } of articles) {
    await stories.putArticle({
      ...text,
      id: articleId,
      feedId: 'f',
      authors: [],
      categories: [],
      image: null,
      archiveKey: 'k',
      revision: 1,
      packVersion: '1',
    });
    await stories.putLink({ storyId, articleId, outletName, country, kind, evidence: [] });
  }
  await stories.putStory(story);
}
