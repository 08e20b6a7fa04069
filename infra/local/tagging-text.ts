import type { Evidence, Place } from '../../shared/domain/evidence.ts';
import type { EntityMention, TaggableText, Tagging } from '../../shared/domain/topics/tagging.ts';

const placeText = ({ field, start, text }: Place): string => `«${text}» ${field}:${start}`;
const placesText = (places: readonly Place[]): string => places.map(placeText).join(', ');
const signed = (score: number): string => `${score >= 0 ? '+' : ''}${Number(score.toFixed(2))}`;

function ruleLine({ rule, score, places }: Evidence): string {
  return `    ${signed(score).padStart(5)}  ${rule}${places.length > 0 ? `: ${placesText(places)}` : ''}`;
}

function given(kind: 'topic' | 'subtopic', id: string, evidence: readonly Evidence[]): string[] {
  const rules = evidence.filter((one) => one.kind === kind && one.of === id);
  const score = rules.reduce((sum, one) => sum + one.score, 0);
  return [`  ${kind} ${id}  ${signed(score)}`, ...rules.map(ruleLine)];
}

function missed({ of, rule, score, lacked, places }: Evidence): string[] {
  return [
    `  not ${of}  ${signed(score)}: nearest rule ${rule}; lacked: ${lacked ?? 'nothing'}`,
    ...(places.length > 0 ? [`           found: ${placesText(places)}`] : []),
  ];
}

const mention = ({ id, kind, name, places }: EntityMention): string =>
  `  ${kind} ${id} (${name}): ${placesText(places)}`;

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
