import { createHash } from 'node:crypto';
import type { Article } from '../../shared/domain/article/article.ts';
import { hourMs } from '../../shared/domain/text/time.ts';
import type { IngestRequest } from '../../shared/messages.ts';

/** What a body shows of an article. */
export type ShownText = Pick<Article, 'title' | 'summary'>;

interface KnownOfFeed {
  /** When its last body arrived that was read here; ISO 8601 UTC. */
  at: string;
  /** When the table was last asked for all of its articles; epoch milliseconds. */
  askedAt: number;
  /** Hashes of the texts that are stored, by article. */
  texts: Map<string, string>;
}

/** Some twelve megabytes. */
const mostTexts = 100_000;
/** Another worker may have read an older body of the feed late: after so long the table is asked again. */
const trustedMs = 6 * hourMs;

const hashOf = ({ title, summary }: ShownText): string =>
  createHash('sha1').update(`${title}\n${summary}`).digest('base64url').slice(0, 12);

/**
 * What this process knows to be stored of the articles of feeds. It speaks only of a body whose feed's body before was read here
 * as well: only bodies of a feed revise its articles, so nobody changed a text since. The table need not be asked for them.
 */
export class KnownArticles {
  private readonly feeds = new Map<string, KnownOfFeed>();
  private texts = 0;

  private ofBefore({ feedId, previousAt, again }: IngestRequest, now: number): KnownOfFeed | undefined {
    const known = this.feeds.get(feedId);
    const isOfBefore = again !== true && known !== undefined && known.at === previousAt;
    return isOfBefore && now - known.askedAt < trustedMs ? known : undefined;
  }

  /** The articles that are stored with the text shown. */
  storedAsShown(
    message: IngestRequest,
    shown: ReadonlyMap<string, ShownText>,
    now: Date,
  ): ReadonlySet<string> {
    const known = this.ofBefore(message, now.getTime());
    if (known === undefined) return new Set();
    return new Set([...shown].filter(([id, text]) => known.texts.get(id) === hashOf(text)).map(([id]) => id));
  }

  /** Once the body is read. @param stored articles whose stored text is now the one shown */
  remember(message: IngestRequest, stored: ReadonlyMap<string, ShownText>, now: Date): void {
    const { feedId, visitedAt: at } = message;
    const askedAt = this.ofBefore(message, now.getTime())?.askedAt ?? now.getTime();
    this.forget(feedId);
    this.feeds.set(feedId, {
      at,
      askedAt,
      texts: new Map([...stored].map(([id, text]) => [id, hashOf(text)])),
    });
    this.texts += stored.size;
    for (const oldest of this.feeds.keys()) {
      if (this.texts <= mostTexts || oldest === feedId) break;
      this.forget(oldest);
    }
  }

  private forget(feedId: string): void {
    this.texts -= this.feeds.get(feedId)?.texts.size ?? 0;
    this.feeds.delete(feedId);
  }
}
