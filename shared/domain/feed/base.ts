import { parsedUrl } from '../text/parsed-url.ts';
import { mendedLink } from './links.ts';

/** Relative links resolved in one document: 500 items with ten each. A URL takes 3 µs. */
const maxResolved = 5_000;

export const absolute = (url: string, base: string | null): string | null =>
  parsedUrl(url, base)?.href ?? null;

const hasScheme = (link: string): boolean => /^[a-z][a-z\d+.-]*:/i.test(link);

/** The base of the relative links of one document. */
export class DocumentBase {
  private readonly url: string | null;
  private readonly bases = new Map<string, string | null>();
  private resolved = 0;

  /** @param url the base when the document names none */
  constructor(url: string | null) {
    this.url = url;
  }

  /** Links were left as they are written. */
  get isSpent(): boolean {
    return this.resolved > maxResolved;
  }

  /** @param base an xml:base in force, itself perhaps relative */
  of(base: string | null): string | null {
    if (base === null) return this.url;
    const known = this.bases.get(base);
    if (known !== undefined) return known;
    const made = this.absolute(base, this.url) ?? this.url;
    this.bases.set(base, made);
    return made;
  }

  /** A link that is absolute already keeps its spelling (`http://news.example` gets no slash); what cannot be resolved stays, and nothing is no link to the feed itself. */
  link(raw: string, base: string | null): string {
    if (raw === '') return '';
    const written = mendedLink(raw, base ?? this.url);
    return hasScheme(written) ? written : (this.absolute(written, base) ?? written);
  }

  /** xml:base applies to ids too, as in feedparser, where they look like links at all. */
  id(written: string, base: string | null): string {
    return base !== null && written.includes('/') ? this.link(written, this.of(base)) : written;
  }

  private absolute(link: string, base: string | null): string | null {
    return this.resolved++ < maxResolved ? absolute(link, base) : null;
  }
}
