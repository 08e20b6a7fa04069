import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultTagger } from '../../../shared/catalogue/packs.ts';
import { createDesk, type DeskVerdict } from '../../../shared/domain/desk.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Command } from '../command.ts';
import { readArticleLines } from '../article-lines.ts';

function labelOf(id: string, { tagging, reprintOf, story, evidence }: DeskVerdict): unknown {
  const { topics, subtopics, entities, nearMisses } = tagging;
  return { id, topics, subtopics, entities: entities.map(({ name }) => name), reprintOf, story, evidence: [...evidence, ...nearMisses] };
}

export const command: Command = {
  summary: 'tag the articles of a JSON-lines file and say which are reprints and one story',
  usage: `usage: wire label FILE.jsonl

Reads one article per line ({"id", "title", "summary"?, "language"?, "country"?, "outlet"?, "published"?}) and prints one
line for each, in the same order: {"id", "topics", "subtopics", "entities", "reprintOf", "story", "evidence"}.
Articles are taken in the order given; give them in the order of their times, as they would come in.`,
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, strict: true, options: {} });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('label wants one file: wire label FILE.jsonl');
    const desk = createDesk(defaultTagger());
    for (const article of readArticleLines(file, readFileSync(file, 'utf8'))) {
      const verdict = await desk.take(article);
      process.stdout.write(`${JSON.stringify(labelOf(article.id, verdict))}\n`);
    }
    return 0;
  },
};
