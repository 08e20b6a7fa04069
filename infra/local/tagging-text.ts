import type { Evidence, TextSpan } from '../../shared/domain/evidence.ts';
import type { EntityMention, TaggableText, Tagging } from '../../shared/domain/topics/tagging.ts';

const spanText = ({ field, start, text }: TextSpan): string => `«${text}» ${field}:${start}`;
const spansText = (places: readonly TextSpan[]): string => places.map(spanText).join(', ');
const signedScore = (score: number): string => `${score >= 0 ? '+' : ''}${Number(score.toFixed(2))}`;

function ruleLine({ rule, score, places }: Evidence): string {
  return `    ${signedScore(score).padStart(5)}  ${rule}${places.length > 0 ? `: ${spansText(places)}` : ''}`;
}

function given(kind: 'topic' | 'subtopic', id: string, evidence: readonly Evidence[]): string[] {
  const rules = evidence.filter((one) => one.kind === kind && one.of === id);
  const score = rules.reduce((sum, one) => sum + one.score, 0);
  return [`  ${kind} ${id}  ${signedScore(score)}`, ...rules.map(ruleLine)];
}

function missed({ of, rule, score, lacked, places }: Evidence): string[] {
  return [
    `  not ${of}  ${signedScore(score)}: nearest rule ${rule}; lacked: ${lacked ?? 'nothing'}`,
    ...(places.length > 0 ? [`           found: ${spansText(places)}`] : []),
  ];
}

const mention = ({ id, kind, name, places }: EntityMention): string =>
  `  ${kind} ${id} (${name}): ${spansText(places)}`;

/** An article's tags with their grounds, for people: term, place in the text, rule, score; for a topic not given what it lacked. */
export function taggingText(text: TaggableText, tagging: Tagging): string {
  const { topics, subtopics, entities, evidence, nearMisses } = tagging;
  return [
    text.title,
    ...topics.flatMap((id) => given('topic', id, evidence)),
    ...subtopics.flatMap((id) => given('subtopic', id, evidence)),
    ...nearMisses.flatMap(missed),
    ...entities.map(mention),
    `  packs ${tagging.packVersion}`,
    '',
  ].join('\n');
}
