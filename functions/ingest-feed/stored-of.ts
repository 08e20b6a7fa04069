import type { Article, ParsedArticle } from '../../shared/domain/article/article.ts';
import { cutText } from '../../shared/domain/text/clean-text.ts';
import { summaryLimit } from '../../shared/domain/text/limits.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import type { Clock } from '../../shared/clock.ts';
import type { GuidIdOf } from './renamed.ts';
import type { KnownArticles, ShownText } from './known-articles.ts';

export interface StoredPorts {
  /** What this process has stored or seen stored. */
  known: KnownArticles;
  /**
   * What is stored of the articles of a body, by id: `same` where the stored text is this one and came in an earlier body;
   * and which article each guid named last.
   */
  findShown(
    shown: ReadonlyMap<string, ShownText & Pick<Article, 'archiveKey'>>,
    guidIds: readonly string[],
  ): Promise<{ articles: Map<string, Article | 'same'>; named: Map<string, string> }>;
  findArticles(ids: string[]): Promise<Map<string, Article>>;
  clock: Clock;
}

export const textOf = (parsed: ParsedArticle): ShownText => ({
  title: parsed.title,
  summary: cutText(parsed.summary, summaryLimit),
});

/** So few that are not known are mostly new: what their guids name is asked with them. Of many most turn out to be known. */
const mostlyNew = 8;

interface Stored {
  known: Map<string, Article | 'same'>;
  /** What the guids of the others name; absent where it was not asked. */
  named?: ReadonlyMap<string, string>;
}

/** What is stored of the articles of a body; the table is asked only for what this process does not know. */
export async function storedOf(
  articles: readonly [string, ParsedArticle][],
  { ports, message, guidIdOf }: { ports: StoredPorts; message: IngestRequest; guidIdOf: GuidIdOf },
): Promise<Stored> {
  if (message.again === true) return { known: new Map(await ports.findArticles(articles.map(([id]) => id))) };
  const shown = new Map(articles.map(([id, parsed]) => [id, textOf(parsed)]));
  const known = ports.known.storedAsShown(message, shown, ports.clock());
  const asked = [...shown].filter(([id]) => !known.has(id));
  const sames = [...known].map((id): [string, 'same'] => [id, 'same']);
  if (asked.length === 0) return { known: new Map(sames) };
  const { archiveKey } = message;
  const withGuids = asked.length <= mostlyNew;
  const guidIds = articles.flatMap(([id, item]) =>
    withGuids && !known.has(id) ? (guidIdOf(item) ?? []) : [],
  );
  const found = await ports.findShown(
    new Map(asked.map(([id, text]) => [id, { ...text, archiveKey }])),
    guidIds,
  );
  return { known: new Map([...found.articles, ...sames]), ...(withGuids && { named: found.named }) };
}
