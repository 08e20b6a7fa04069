import { articleId } from '../../shared/domain/article/article-id.ts';
import type { Article, ParsedArticle } from '../../shared/domain/article/article.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import { guidIdentity, guidsAreTrustworthy, isRenamed } from '../../shared/domain/article/identity.ts';

export interface GuidPorts {
  /** Article ids by the ids of guids: which article a guid named last. */
  findByGuid(guidIds: string[]): Promise<Map<string, string>>;
  putGuid(guidId: string, articleId: string): Promise<void>;
  findArticles(ids: string[]): Promise<Map<string, Article>>;
}

/** With fewer items a feed may well have only new ones. */
const burstItems = 5;

/**
 * Whether a feed read before shows nothing that is known, as after its site gave every article a new address: its items
 * without a date may be months old. What an earlier try of this message stored is not known from before.
 */
export function isRenewed(
  { archiveKey }: IngestRequest,
  items: number,
  found: readonly ReadonlyMap<string, Article | 'same'>[],
): boolean {
  const isOfThisBody = (article: Article | 'same'): boolean =>
    article !== 'same' && article.archiveKey === archiveKey;
  return items >= burstItems && found.every((articles) => [...articles.values()].every(isOfThisBody));
}

/** The id of what an item's guid names; null where the document's guids say nothing. */
export type GuidIdOf = (item: ParsedArticle) => string | null;

export function guidIdsOf(items: readonly ParsedArticle[], outletId: string): GuidIdOf {
  if (!guidsAreTrustworthy(items)) return () => null;
  return ({ guid }) => (guid === null ? null : articleId(guidIdentity(outletId, guid)));
}

/**
 * Known articles that came back under another address, by the id that the new address would give them. An article whose own
 * address is still in the document is not renamed: guids that are places in a list move on.
 * @param items by the ids of their addresses
 * @param known of these, what is stored
 * @param named what the guids of the others name, where that is known already
 */
export async function renamedArticles(
  ports: GuidPorts,
  {
    items,
    known,
    guidIdOf,
    named: given,
  }: {
    items: ReadonlyMap<string, ParsedArticle>;
    known: ReadonlyMap<string, unknown>;
    guidIdOf: GuidIdOf;
    named?: ReadonlyMap<string, string>;
  },
): Promise<Map<string, Article>> {
  const asked = [...items].flatMap(([id, item]) => {
    const guidId = known.has(id) ? null : guidIdOf(item);
    return guidId === null ? [] : [{ id, item, guidId }];
  });
  if (asked.length === 0) return new Map();
  const named = given ?? (await ports.findByGuid(asked.map(({ guidId }) => guidId)));
  const candidates = [...new Set(asked.flatMap(({ guidId }) => named.get(guidId) ?? []))].filter(
    (id) => !items.has(id),
  );
  if (candidates.length === 0) return new Map();
  const articles = await ports.findArticles(candidates);
  return new Map(
    asked.flatMap(({ id, item, guidId }) => {
      const article = articles.get(named.get(guidId) ?? '');
      return article !== undefined && isRenamed(article, item) ? [[id, article] as const] : [];
    }),
  );
}
