import { createHash } from 'node:crypto';
import type { Evidence, TextSpan } from '../evidence.ts';
import type { EntityMention, TaggableText, Tagging } from './tagging.ts';
import { buildLexicon, groupNumber, type Lexicon } from './lexicon.ts';
import { findMatches, type Found, type Match } from './match.ts';
import { compileRules, scoreRules, nearest, Tally, type CompiledRule, type RuleScore } from './rules.ts';
import type { EntityEntry, Pack, PackSet, Subtopic } from './pack.ts';

/** Says what an article is about, whom it names, and why. Pure; one instance is not re-entrant but may be kept for ever. */
export interface Tagger {
  tag(text: TaggableText): Tagging;
  /** Changes whenever a pack, the shared contexts or the engine changes. */
  readonly packVersion: string;
}

interface CompiledTopic {
  id: string;
  threshold: number;
  anchors: number[];
  anchorNames: string;
  rules: CompiledRule[];
  subtopics: CompiledSubtopic[];
}

interface CompiledSubtopic {
  id: string;
  threshold: number;
  rules: CompiledRule[];
}

/** Part of `packVersion`: raised when the engine itself decides differently. */
const engineVersion = 1;
const mostSpans = 8;

/** Compiles packs and entities into a tagger. @throws where packs name groups, subtopics or entities that do not exist */
export function compilePacks(set: PackSet, entities: readonly EntityEntry[]): Tagger {
  const lexicon = buildLexicon(set, entities);
  const topics = set.packs.map((pack) => compileTopic(pack, set, lexicon));
  const tally = new Tally(lexicon.groups.size);
  const packVersion = versionOf(set, entities);
  return {
    packVersion,
    tag(text) {
      const found = findMatches(lexicon, text);
      tally.fill(found);
      const decision = decideTopics(topics, tally, { text, found });
      const entities = mentions(lexicon, { text, found });
      return {
        ...decision,
        entities,
        evidence: [...decision.evidence, ...entities.map(entityEvidence)],
        packVersion,
      };
    },
  };
}

/** Readable versions, and a digest of all data, so that a change nobody numbered is seen too. */
function versionOf(set: PackSet, entities: readonly EntityEntry[]): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([set, entities]))
    .digest('hex')
    .slice(0, 8);
  return [
    `e${engineVersion}`,
    `c${set.contexts.version}`,
    ...set.packs.map((pack) => `${pack.id}${pack.version}`),
    digest,
  ].join('.');
}

function compileTopic(pack: Pack, set: PackSet, lexicon: Lexicon): CompiledTopic {
  const compile = (subtopic: Subtopic, scope: string): CompiledSubtopic => ({
    id: subtopic.id,
    threshold: subtopic.threshold,
    rules: compileRules(subtopic.rules, scope, lexicon.groups),
  });
  return {
    id: pack.id,
    threshold: pack.threshold,
    anchors: pack.anchors.map((name) => groupNumber(lexicon.groups, pack.id, name)),
    anchorNames: pack.anchors.join(', '),
    rules: compileRules(pack.rules, pack.id, lexicon.groups),
    subtopics: pack.subtopics.map((subtopic) => {
      if (typeof subtopic !== 'string') return compile(subtopic, pack.id);
      const shared = set.contexts.subtopics.find((one) => one.id === subtopic);
      if (shared === undefined) throw new Error(`no subtopic '${subtopic}' (pack '${pack.id}')`);
      return compile(shared, '');
    }),
  };
}

interface MatchedText {
  text: TaggableText;
  found: Found;
}

type TopicDecision = Pick<Tagging, 'topics' | 'subtopics' | 'nearMisses'> & { evidence: Evidence[] };

function decideTopics(topics: readonly CompiledTopic[], tally: Tally, read: MatchedText): TopicDecision {
  const decision: TopicDecision = { topics: [], subtopics: [], nearMisses: [], evidence: [] };
  for (const topic of topics) {
    if (!topic.anchors.some((group) => tally.has(group))) {
      decision.nearMisses.push({
        kind: 'topic',
        of: topic.id,
        rule: topic.rules[0]?.name ?? '',
        score: 0,
        places: [],
        lacked: `none of: ${topic.anchorNames}`,
      });
      continue;
    }
    const scored = scoreRules(topic.rules, tally);
    if (scored.score >= topic.threshold) addTopic(decision, topic, scored, { tally, read });
    else decision.nearMisses.push(nearMiss(topic, scored, tally, read));
  }
  return decision;
}

interface RuleContext {
  tally: Tally;
  read: MatchedText;
}

function addTopic(
  decision: TopicDecision,
  topic: CompiledTopic,
  scored: RuleScore,
  { tally, read }: RuleContext,
): void {
  decision.topics.push(topic.id);
  decision.evidence.push(...ruleEvidence('topic', topic.id, scored.held, { tally, read }));
  for (const subtopic of topic.subtopics) {
    if (decision.subtopics.includes(subtopic.id)) continue;
    const own = scoreRules(subtopic.rules, tally);
    if (own.score < subtopic.threshold) continue;
    decision.subtopics.push(subtopic.id);
    decision.evidence.push(...ruleEvidence('subtopic', subtopic.id, own.held, { tally, read }));
  }
}

function ruleEvidence(
  kind: 'topic' | 'subtopic',
  of: string,
  rules: readonly CompiledRule[],
  { tally, read }: RuleContext,
): Evidence[] {
  return rules.map((rule) => ({
    kind,
    of,
    rule: rule.name,
    score: rule.score,
    places: spansOf(rule, tally, read),
  }));
}

/** Where the groups of a rule occur, in the scope of its clauses. */
function spansOf(rule: CompiledRule, tally: Tally, read: MatchedText): TextSpan[] {
  const places: TextSpan[] = [];
  const words: number[] = [];
  for (const clause of rule.when) {
    for (const { group, match } of tally.hits) {
      if (clause.names[group] !== 1 || words.includes(match.first)) continue;
      if (clause.in === 'title' && match.first >= read.found.titleWords) continue;
      places.push(spanOf(match, read));
      if (places.length === mostSpans) return places;
      words.push(match.first);
    }
  }
  return places;
}

function spanOf(match: Match, { text, found }: MatchedText): TextSpan {
  const field = match.first < found.titleWords ? 'title' : 'summary';
  const [start, end] = [found.scan.start[match.first] ?? 0, found.scan.end[match.last] ?? 0];
  return { field, start, end, text: text[field].slice(start, end) };
}

function nearMiss(topic: CompiledTopic, scored: RuleScore, tally: Tally, read: MatchedText): Evidence {
  const { rule, lacked } = nearest(topic.rules, scored, tally);
  const nearestRule = topic.rules.find((one) => one.name === rule);
  return {
    kind: 'topic',
    of: topic.id,
    rule,
    score: scored.score,
    lacked,
    places: nearestRule === undefined ? [] : spansOf(nearestRule, tally, read),
  };
}

/** The entities named, each as the outlet wrote it, in order of first mention. */
function mentions(lexicon: Lexicon, read: MatchedText): EntityMention[] {
  const byEntity = new Map<number, EntityMention>();
  for (const match of read.found.matches) {
    const entity = lexicon.entities[match.alias.entity];
    if (entity === undefined) continue;
    const mention = byEntity.get(match.alias.entity) ?? {
      id: entity.id,
      kind: entity.kind,
      name: entity.name,
      places: [],
    };
    byEntity.set(match.alias.entity, mention);
    const span = spanOf(match, read);
    const inside = mention.places.some(
      (one) => one.field === span.field && one.start <= span.start && span.end <= one.end,
    );
    if (!inside && mention.places.length < mostSpans) mention.places.push(span);
  }
  return [...byEntity.values()];
}

function entityEvidence({ id, places }: EntityMention): Evidence {
  return { kind: 'entity', of: id, rule: 'alias', score: 1, places };
}
