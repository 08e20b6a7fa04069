import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPipeline, type PipelineResult } from '../../../shared/domain/story/in-memory-pipeline.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { loadTagger } from '../load-tagger.ts';
import { readArticleLines } from '../article-lines.ts';

function labelOf(id: string, story: string, { tagging, reprintOf, evidence }: PipelineResult): unknown {
  const { topics, subtopics, entities, nearMisses } = tagging;
  return {
    id,
    topics,
    subtopics,
    entities: entities.map(({ name }) => name),
    reprintOf,
    story,
    evidence: [...evidence, ...nearMisses],
  };
}

export const command: Command = {
  summary: 'tag the articles of a JSON-lines file and say which are reprints and one story',
  usage: `usage: wire label FILE.jsonl

Reads one article per line ({"id", "title", "summary"?, "language"?, "country"?, "outlet"?, "published"?}) and prints one
line for each, in the same order: {"id", "topics", "subtopics", "entities", "reprintOf", "story", "evidence"}.
They are taken in the order of their times, as they would have come in; those of one time, or without one, in the order given.`,
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, strict: true, options: {} });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0)
      throw new UsageError('label wants one file: wire label FILE.jsonl');
    const pipeline = createPipeline(await loadTagger());
    const articles = readArticleLines(file, readFileSync(file, 'utf8'));
    const results = new Map<string, PipelineResult>();
    const byTime = [...articles].sort((a, b) => Date.parse(a.published) - Date.parse(b.published));
    for (const article of byTime) results.set(article.id, await pipeline.process(article));
    for (const { id } of articles) {
      const result = results.get(id);
      // Only now is it known which stories were one.
      if (result !== undefined)
        process.stdout.write(
          `${JSON.stringify(labelOf(id, pipeline.storyOf(id) ?? result.story, result))}\n`,
        );
    }
    return 0;
  },
};
