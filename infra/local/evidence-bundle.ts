import { createHash } from 'node:crypto';
import { wireName } from '../../shared/env.ts';
import type { IngestRequest } from '../../shared/messages.ts';
import type { StoriesTable } from '../../shared/aws/stories-table.ts';
import type { Article } from '../../shared/domain/article/article.ts';
import type { AnswerRecord } from '../../shared/domain/visit/answer-record.ts';
import { citationText, cslOf } from '../../shared/domain/site/citation.ts';
import type { Decision } from '../../shared/domain/story/decisions.ts';
import type { StoryArticle } from '../../shared/domain/story/story.ts';

/** What a bundle is made from. */
export interface EvidencePorts extends Pick<StoriesTable, 'readStory' | 'findArticles' | 'readDecisions'> {
  /** The bytes of an archived body; null where the archive has let go of it. */
  readBody(archiveKey: string): Promise<Uint8Array | null>;
  /** How it was fetched; null for a body of before that was kept. */
  fetchedHow(archiveKey: string): Promise<IngestRequest | null>;
  /** How its server sent it; null for a body of before that was kept. */
  answerOf(archiveKey: string): Promise<AnswerRecord | null>;
  /** The address of a story's page. */
  pageOf(storyId: string): string;
}

const readme = `Evidence of a story, as ${wireName()} has it.

story.json        the story as it is published
articles/ID.json  one article: as parsed from the body, its tags with the text spans that made them, earlier texts
fetched.json      for each body: the address that answered, when, its content type, the answer's status, headers (no cookies;
                  long ones cut) and redirects, its SHA-256, the articles read from it
bodies/SHA256     the bytes as the outlet's server sent them, decompressed; the name is their SHA-256
decisions.json    what people decided about the story
citations.txt     a line to print for each article
citations.json    the same as CSL-JSON, for reference managers
SHA256SUMS        check with: sha256sum -c SHA256SUMS

The bodies belong to their outlets: they prove what was published and are not for publishing again.
`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (value: unknown): Uint8Array =>
  Buffer.from(typeof value === 'string' ? value : `${JSON.stringify(value, null, 1)}\n`);

/** Whether a decision is about a story or one of its articles. */
function concerns(decision: Decision, storyId: string, articleIds: ReadonlySet<string>): boolean {
  if (decision.kind === 'rename') return decision.story === storyId;
  if (decision.into === storyId) return true;
  if (decision.kind === 'move') return decision.articleIds.some((id) => articleIds.has(id));
  return (
    decision.from === storyId ||
    (decision.kind === 'split' && decision.articleIds.some((id) => articleIds.has(id)))
  );
}

interface Fetched {
  archiveKey: string;
  /** null where the body is gone. */
  sha256: string | null;
  octets: number | null;
  url: string | null;
  visitedAt: string | null;
  contentType: string | null;
  /** null where it was not kept. */
  answer: AnswerRecord | null;
  articles: string[];
}

/** The bodies that articles were read from, each once. */
async function bodiesOf(
  articles: Iterable<Article>,
  ports: EvidencePorts,
): Promise<{ fetched: Fetched[]; files: [string, Uint8Array][] }> {
  const byKey = new Map<string, string[]>();
  for (const { archiveKey, id } of articles) byKey.set(archiveKey, [...(byKey.get(archiveKey) ?? []), id]);
  const fetched: Fetched[] = [];
  const files: [string, Uint8Array][] = [];
  for (const [archiveKey, ids] of byKey) {
    const body = await ports.readBody(archiveKey);
    const how = body === null ? null : await ports.fetchedHow(archiveKey);
    const hash = body === null ? null : sha256(body);
    fetched.push({
      archiveKey,
      sha256: hash,
      octets: body?.length ?? null,
      url: how?.url ?? null,
      visitedAt: how?.visitedAt ?? null,
      contentType: how?.contentType ?? null,
      answer: body === null ? null : await ports.answerOf(archiveKey),
      articles: ids,
    });
    if (body !== null) files.push([`bodies/${hash}`, body]);
  }
  return { fetched, files };
}

const articleFile = (inStory: StoryArticle, stored: Article | undefined): [string, Uint8Array] => [
  `articles/${inStory.articleId}.json`,
  bytesOf({ parsed: stored ?? null, inStory }),
];

/** All that proves a story, by file name; null where there is no such story. */
export async function evidenceOf(
  storyId: string,
  ports: EvidencePorts,
): Promise<Record<string, Uint8Array> | null> {
  const read = await ports.readStory(storyId);
  if (read === null) return null;
  const { story, articles } = read;
  const ids = new Set(articles.map(({ articleId }) => articleId));
  const stored = await ports.findArticles([...ids]);
  const { fetched, files } = await bodiesOf(stored.values(), ports);
  const page = ports.pageOf(storyId);
  const decisions = (await ports.readDecisions()).filter((decision) => concerns(decision, storyId, ids));
  const whole = Object.fromEntries<Uint8Array>([
    ['README.txt', bytesOf(readme)],
    ['story.json', bytesOf(story)],
    ...articles.map((article) => articleFile(article, stored.get(article.articleId))),
    ['fetched.json', bytesOf(fetched)],
    ...files,
    ['decisions.json', bytesOf(decisions)],
    ['citations.txt', bytesOf(articles.map((article) => `${citationText(article, page)}\n`).join(''))],
    ['citations.json', bytesOf(articles.map((article) => cslOf(article, page)))],
  ]);
  const sums = Object.entries(whole).map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
  return { ...whole, SHA256SUMS: bytesOf(sums.join('')) };
}
