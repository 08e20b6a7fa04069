/** One labelled article of ../shared/data/gold: only what the measures of stories need. */
export interface GoldArticle {
  id: string;
  event: string | null;
  other_event?: string;
  phase?: string;
  published: string;
  language: string;
  country: string;
  outlet: string;
  title: string;
  summary: string;
  reprint_of: string | null;
}

export interface StoryScore {
  /** B-cubed over the articles asked about. */
  precision: number;
  recall: number;
  f1: number;
  crossPrecision: number;
  crossRecall: number;
  reprintPrecision: number;
  reprintRecall: number;
}

const fourDays = 4 * 86_400_000;
export const eventOf = (article: GoldArticle): string => article.event ?? article.other_event ?? `solo-${article.id}`;

/** A story may join all articles of an event; it owes those of one event and phase at most four days apart. */
export function owes(a: GoldArticle, b: GoldArticle): boolean {
  return eventOf(a) === eventOf(b) && (a.phase ?? '') === (b.phase ?? '') && Math.abs(Date.parse(a.published) - Date.parse(b.published)) <= fourDays;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

function bCubed(gold: GoldArticle[], said: Map<string, string>, asked: GoldArticle[]): Pick<StoryScore, 'precision' | 'recall' | 'f1'> {
  let precision = 0;
  let recall = 0;
  for (const article of asked) {
    const mates = gold.filter((other) => said.get(other.id) === said.get(article.id));
    const owed = gold.filter((other) => owes(article, other));
    precision += mates.filter((other) => eventOf(other) === eventOf(article)).length / mates.length;
    recall += owed.filter((other) => said.get(other.id) === said.get(article.id)).length / owed.length;
  }
  precision = ratio(precision, asked.length);
  recall = ratio(recall, asked.length);
  return { precision, recall, f1: precision + recall === 0 ? 0 : 2 * precision * recall / (precision + recall) };
}

/** Roots over links: two articles are one text where their roots agree. */
function roots(ids: string[], linkOf: (id: string) => string | null | undefined): Map<string, string> {
  const root = (id: string, steps = 0): string => {
    const next = linkOf(id);
    return next === null || next === undefined || steps > ids.length ? id : root(next, steps + 1);
  };
  return new Map(ids.map((id) => [id, root(id)]));
}

/**
 * The measures by which stories are judged.
 * @param asked the articles B-cubed averages over, and of which pairs need at least one; they have an event
 */
export function scoreStories(gold: GoldArticle[], said: { story: Map<string, string>; reprintOf: Map<string, string | null> }, asked = gold.filter((article) => article.event !== null)): StoryScore {
  const ids = gold.map((article) => article.id);
  const trueRoot = roots(ids, (id) => gold.find((article) => article.id === id)?.reprint_of);
  const saidRoot = roots(ids, (id) => said.reprintOf.get(id));
  const isAsked = new Set(asked.map((article) => article.id));
  const counts = { may: 0, said: 0, owed: 0, met: 0, copies: 0, saidCopies: 0, rightCopies: 0 };
  for (const [at, a] of gold.entries()) {
    for (const b of gold.slice(0, at)) {
      if (!isAsked.has(a.id) && !isAsked.has(b.id)) continue;
      const joined = said.story.get(a.id) === said.story.get(b.id);
      if (a.language !== b.language) {
        if (joined) counts.said++;
        if (joined && eventOf(a) === eventOf(b)) counts.may++;
        if (owes(a, b)) counts.owed++;
        if (owes(a, b) && joined) counts.met++;
      }
      const copy = trueRoot.get(a.id) === trueRoot.get(b.id);
      const saidCopy = saidRoot.get(a.id) === saidRoot.get(b.id);
      if (copy) counts.copies++;
      if (saidCopy) counts.saidCopies++;
      if (copy && saidCopy) counts.rightCopies++;
    }
  }
  return {
    ...bCubed(gold, said.story, asked),
    crossPrecision: ratio(counts.may, counts.said), crossRecall: ratio(counts.met, counts.owed),
    reprintPrecision: ratio(counts.rightCopies, counts.saidCopies), reprintRecall: ratio(counts.rightCopies, counts.copies),
  };
}
