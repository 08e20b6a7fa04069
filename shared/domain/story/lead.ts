import { publicationOf } from '../article/published.ts';
import { type Language, nearestLanguage } from '../language.ts';
import type { OutletKind, Side } from '../outlet.ts';
import { gramsOf, jaccard } from '../reprint/similarity.ts';
import { leadText, type LeadText } from './lead-text.ts';
import type { Story, StoryArticle } from './story.ts';

/** What happened, in an outlet's own first sentence(s). */
export interface Lead {
  articleId: string;
  side: Side;
  outletId: string;
  language: Language;
  url: string | null;
  /** When the outlet published it, ISO 8601 UTC. */
  at: string;
  /** At most `leadLimit` units, as the outlet wrote it. */
  text: string;
}

/** Who has it from the source: their lead goes before an equal one of others. */
const firstHand: ReadonlySet<OutletKind> = new Set(['official', 'agency', 'state', 'public']);
/** Articles of a side and language that are compared. */
const compared = 30;
/** A story's first entities are those of most of its articles. */
const centralEntities = 6;
const mostLeads = 8;

const known = new WeakMap<StoryArticle, LeadText | null>();

/** The lead of an article; read once, for all who ask. */
export function leadTextOf(article: StoryArticle): LeadText | null {
  const before = known.get(article);
  if (before !== undefined) return before;
  const found = leadText(article);
  known.set(article, found);
  return found;
}

interface Candidate {
  lead: Lead;
  cut: boolean;
  firstHand: boolean;
  /** How much of what the whole story tells it tells. */
  central: number;
}

const leadOf = (article: StoryArticle, text: string): Lead => ({
  articleId: article.articleId,
  side: article.side,
  outletId: article.outletId,
  language: article.language,
  url: article.url,
  at: publicationOf(article),
  text,
});

function candidatesOf(articles: readonly StoryArticle[], central: ReadonlySet<string>): Candidate[] {
  const grams = articles.map(({ title }) => gramsOf(title));
  return articles.flatMap((article, at) => {
    const found = leadTextOf(article);
    if (found === null) return [];
    const own = grams[at] ?? gramsOf(article.title);
    const likeness = grams.reduce((sum, other) => sum + jaccard(own, other), 0) / articles.length;
    const named = article.entities.filter((id) => central.has(id)).length / Math.max(1, central.size);
    return {
      lead: leadOf(article, found.text),
      cut: found.cut,
      firstHand: firstHand.has(article.kind),
      central: named + likeness,
    };
  });
}

const earlier = (a: Candidate, b: Candidate): number =>
  a.lead.at + a.lead.articleId < b.lead.at + b.lead.articleId ? -1 : 1;
const byTelling = (a: Candidate, b: Candidate): number =>
  Number(a.cut) - Number(b.cut) || b.central - a.central || earlier(a, b);
const bySource = (a: Candidate, b: Candidate): number =>
  Number(b.firstHand) - Number(a.firstHand) || byTelling(a, b);

/** The first of each key, in order. */
function firsts<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(keyOf(value)) && seen.add(keyOf(value)));
}

/**
 * The leads of a story, the one that leads the story first: of each side the most telling original, and beyond those
 * one of each further language, so that a reader of it finds one. Empty where no outlet says more than a headline.
 */
export function leadsOf(story: Pick<Story, 'entities'>, articles: readonly StoryArticle[]): Lead[] {
  const originals = articles.filter(({ reprintOf }) => reprintOf === undefined);
  const own = originals.length > 0 ? originals : articles;
  const central = new Set(story.entities.slice(0, centralEntities));
  const best = groupsOf(own)
    .flatMap((group) => candidatesOf(group.slice(-compared), central).sort(byTelling).slice(0, 1))
    .sort(byTelling);
  const ofSides = firsts(best, ({ lead }) => lead.side);
  const told = new Set(ofSides.map(({ lead }) => lead.language));
  const ofLanguages = firsts(best, ({ lead }) => lead.language).filter(
    ({ lead }) => !told.has(lead.language),
  );
  return [...ofSides, ...ofLanguages]
    .sort(bySource)
    .slice(0, mostLeads)
    .map(({ lead }) => lead);
}

/** The articles of one side in one language each. */
function groupsOf(articles: readonly StoryArticle[]): StoryArticle[][] {
  const groups = new Map<string, StoryArticle[]>();
  for (const article of articles) {
    const key = `${article.side} ${article.language}`;
    groups.set(key, [...(groups.get(key) ?? []), article]);
  }
  return [...groups.values()];
}

/** The lead for a reader of a language: in it, else English, else Russian, as with headlines; else the story's own. */
export function leadFor<L extends Pick<Lead, 'language'>>(
  leads: readonly L[],
  language: Language,
): L | undefined {
  const shown = nearestLanguage(
    language,
    leads.map((lead) => lead.language),
  );
  return leads.find((lead) => lead.language === shown);
}
