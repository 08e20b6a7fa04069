/** A stretch of an article's text: UTF-16 offsets into the field, end exclusive. */
export interface TextSpan {
  field: 'title' | 'summary';
  start: number;
  end: number;
  /** The text as the outlet wrote it. */
  text: string;
}

/** Why a tag, a link or a digest choice was made. */
export interface Evidence {
  kind: 'topic' | 'subtopic' | 'entity' | 'reprint' | 'story' | 'digest';
  /** What it speaks for: a topic, subtopic, entity, article or story id. */
  of: string;
  /** The name of the rule in the data that decided. */
  rule: string;
  score: number;
  places: TextSpan[];
  /** For a near miss: what the rule lacked, in words. */
  lacked?: string;
}
