import type { Evidence, TextSpan } from '../evidence.ts';
import type { EntityMention, TaggableText, Tagging } from './tagging.ts';
import { type Lexicon, lexiconOf, type LexiconTables } from './lexicon.ts';
import type { Match } from './found.ts';
import { findMatches } from './match.ts';
import { matchesOfRule, nearestRule } from './rules.ts';
import { type MatchedText, Tally } from './tally.ts';
import { groundsOf, groundsOfRules, matchesOfGround, weigh, type Weighed, type Weighing } from './weigh.ts';

/** Says what an article is about, whom it names, and why. Pure; one instance is not re-entrant but may be kept for ever. */
export interface Tagger {
  tag(text: TaggableText): Tagging;
  /** Changes whenever a pack, the shared contexts or the engine changes. */
  readonly packVersion: string;
}

/** A pack, its names looked up. */
export interface CompiledTopic {
  id: string;
  anchors: number[];
  anchorNames: string;
  /** Index of the entity that the topic is, -1 for none. */
  entity: number;
  weighed: Weighed;
  subtopics: Weighed[];
}

/** All that a tagger needs, as plain data: made from packs and entities once, at build for those we watch by. */
export interface CompiledPacks {
  tables: LexiconTables;
  topics: CompiledTopic[];
  packVersion: string;
}

const mostSpans = 8;

/** The tagger of what `compilePacks` made. */
export function taggerOf({ tables, topics, packVersion }: CompiledPacks): Tagger {
  const lexicon = lexiconOf(tables);
  const tally = new Tally(lexicon);
  return {
    packVersion,
    tag(text) {
      const found = findMatches(lexicon, text);
      tally.read({ text, found });
      const decision = decideTopics(topics, tally, { text, found });
      const entities = mentions(lexicon, { text, found });
      for (const topic of topics)
        if (decision.topics.includes(topic.id)) addUnnamed(entities, lexicon, topic, decision.evidence);
      return {
        ...decision,
        entities,
        evidence: [...decision.evidence, ...entities.map(entityEvidence)],
        packVersion,
      };
    },
  };
}

type TopicDecision = Pick<Tagging, 'topics' | 'subtopics' | 'nearMisses'> & { evidence: Evidence[] };

function decideTopics(topics: readonly CompiledTopic[], tally: Tally, read: MatchedText): TopicDecision {
  const decision: TopicDecision = { topics: [], subtopics: [], nearMisses: [], evidence: [] };
  for (const topic of topics) {
    if (!topic.anchors.some((group) => tally.has(group))) {
      decision.nearMisses.push({
        kind: 'topic',
        of: topic.id,
        rule: topic.weighed.rules[0]?.name ?? '',
        score: 0,
        places: [],
        lacked: `none of: ${topic.anchorNames}`,
      });
      continue;
    }
    const weighing = weigh(topic.weighed, tally);
    if (weighing.score >= topic.weighed.threshold) give(decision, topic, weighing, { tally, read });
    else decision.nearMisses.push(nearMiss(topic.weighed, weighing, { tally, read }));
  }
  return decision;
}

interface Reading {
  tally: Tally;
  read: MatchedText;
}

function give(decision: TopicDecision, topic: CompiledTopic, weighing: Weighing, reading: Reading): void {
  decision.topics.push(topic.id);
  decision.evidence.push(...evidenceOf('topic', topic.weighed, weighing, reading));
  for (const subtopic of topic.subtopics) {
    if (decision.subtopics.includes(subtopic.id)) continue;
    const own = weigh(subtopic, reading.tally);
    if (own.score < subtopic.threshold) continue;
    decision.subtopics.push(subtopic.id);
    decision.evidence.push(...evidenceOf('subtopic', subtopic, own, reading));
  }
}

function evidenceOf(
  kind: 'topic' | 'subtopic',
  weighed: Weighed,
  weighing: Weighing,
  { tally, read }: Reading,
): Evidence[] {
  return groundsOf(weighed, weighing, tally).map((ground) => ({
    kind,
    of: weighed.id,
    rule: ground.name,
    score: ground.score,
    places: spansOf(matchesOfGround(ground, tally, read), read),
  }));
}

/** Where the matches stand, each word once. */
function spansOf(matches: readonly Match[], read: MatchedText): TextSpan[] {
  const shown: Match[] = [];
  for (const match of matches) {
    if (shown.length === mostSpans) break;
    if (!shown.some(({ first }) => first === match.first)) shown.push(match);
  }
  return shown.map((match) => spanOf(match, read));
}

function spanOf(match: Match, { text, found }: MatchedText): TextSpan {
  const field = match.first < found.titleWords ? 'title' : 'summary';
  const [start, end] = [found.scan.start[match.first] ?? 0, found.scan.end[match.last] ?? 0];
  return { field, start, end, text: text[field].slice(start, end) };
}

/** Further from the topic than this, only rules are named: nobody asks which of a hundred signs kept it away, and most texts are. */
const farScore = -3;

/** What spoke most for the topic and what outweighed it; where nothing did, the rule that came nearest. */
function nearMiss(weighed: Weighed, weighing: Weighing, { tally, read }: Reading): Evidence {
  const grounds = weighing.score < farScore ? groundsOfRules(weighing) : groundsOf(weighed, weighing, tally);
  const forIt = grounds.find(({ score, rule }) => score > 0 && rule !== undefined);
  const about = { kind: 'topic', of: weighed.id, score: weighing.score } as const;
  if (forIt === undefined) {
    const { rule, lacked } = nearestRule(weighed.rules, tally);
    const matches = rule === undefined ? [] : matchesOfRule(rule, tally, read.found);
    return { ...about, rule: rule?.name ?? '', lacked, places: spansOf(matches, read) };
  }
  const against = grounds
    .filter(({ score }) => score < 0)
    .map(({ name, score }) => `${name} ${score.toFixed(1)}`);
  const lacked = against.length > 0 ? `against it: ${against.join(', ')}` : 'another rule beside it';
  return { ...about, rule: forIt.name, lacked, places: spansOf(matchesOfGround(forIt, tally, read), read) };
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

/** The entity that a topic is, where an article on it does not name it: «the bloc», a general of it. Its words are those that made the topic. */
function addUnnamed(
  mentioned: EntityMention[],
  { entities }: Lexicon,
  { id: topic, entity }: CompiledTopic,
  evidence: readonly Evidence[],
): void {
  const own = entities[entity];
  if (own === undefined || mentioned.some(({ id }) => id === own.id)) return;
  const made = evidence.find(
    ({ of, kind, score, places }) => kind === 'topic' && of === topic && score > 0 && places.length > 0,
  );
  if (made === undefined) return;
  const { id, kind, name } = own;
  mentioned.push({ id, kind, name, places: made.places });
}

function entityEvidence({ id, places }: EntityMention): Evidence {
  return { kind: 'entity', of: id, rule: 'alias', score: 1, places };
}
