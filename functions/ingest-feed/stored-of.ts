import type { Article, ParsedArticle } from '../../shared/domain/article/article.ts';
import { cutText } from '../../shared/domain/text/clean-text.ts';
import { summaryLimit } from '../../shared/domain/text/limits.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import type { Clock } from '../../shared/clock.ts';
import type { KnownArticles, ShownText } from './known-articles.ts';

export interface StoredPorts {
  /** What this process has stored or seen stored. */
  known: KnownArticles;
  /** What is stored of the articles of a body, by id: `same` where the stored text is this one and came in an earlier body. */
  findShown(
    shown: ReadonlyMap<string, ShownText & Pick<Article, 'archiveKey'>>,
  ): Promise<Map<string, Article | 'same'>>;
  findArticles(ids: string[]): Promise<Map<string, Article>>;
  clock: Clock;
}

export const textOf = (parsed: ParsedArticle): ShownText => ({
  title: parsed.title,
  summary: cutText(parsed.summary, summaryLimit),
});

/** What is stored of the articles of a body; the table is asked only for what this process does not know. */
export async function storedOf(
  articles: readonly [string, ParsedArticle][],
  { ports, message }: { ports: StoredPorts; message: IngestRequest },
): Promise<Map<string, Article | 'same'>> {
  if (message.again === true) return new Map(await ports.findArticles(articles.map(([id]) => id)));
  const shown = new Map(articles.map(([id, parsed]) => [id, textOf(parsed)]));
  const known = ports.known.storedAsShown(message, shown, ports.clock());
  const asked = [...shown].filter(([id]) => !known.has(id));
  const { archiveKey } = message;
  const found =
    asked.length === 0
      ? new Map<string, Article | 'same'>()
      : await ports.findShown(new Map(asked.map(([id, text]) => [id, { ...text, archiveKey }])));
  for (const id of known) found.set(id, 'same');
  return found;
}
