import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { defaultTagger } from '../../../shared/catalogue/packs.ts';
import { UsageError } from '../../../shared/errors.ts';
import type { Tagging } from '../../../shared/domain/tagging.ts';
import type { Command } from '../command.ts';

const line = z.object({
  id: z.string().min(1),
  title: z.string(),
  summary: z.string().nullish(),
  language: z.string().nullish(),
  country: z.string().nullish(),
  outlet: z.string().nullish(),
  published: z.string().nullish(),
});
type Line = z.infer<typeof line>;

/** @throws UsageError naming the first line that is no article */
export function readLines(text: string, name: string): Line[] {
  return text.split('\n').flatMap((one, index) => {
    if (one.trim() === '') return [];
    const parsed = parseJson(one);
    const article = line.safeParse(parsed);
    if (!article.success) throw new UsageError(`${name}:${index + 1} is no article: ${z.prettifyError(article.error).replaceAll('\n', ' ')}`);
    return [article.data];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function labelOf(article: Line, tagging: Tagging): unknown {
  const { topics, subtopics, entities, evidence, nearMisses } = tagging;
  return { id: article.id, topics, subtopics, entities: entities.map(({ name }) => name), reprintOf: null, story: article.id, evidence: [...evidence, ...nearMisses] };
}

export const command: Command = {
  summary: 'tag the articles of a JSON-lines file and say which are reprints and one story',
  usage: `usage: wire label FILE.jsonl

Reads one article per line ({"id", "title", "summary"?, "language"?, "country"?, "outlet"?, "published"?}) and prints one
line for each, in the same order: {"id", "topics", "subtopics", "entities", "reprintOf", "story", "evidence"}.
Articles are taken in the order given, as if they came in so.`,
  async run(args) {
    const { positionals } = parseArgs({ args, allowPositionals: true, strict: true, options: {} });
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new UsageError('label wants one file: wire label FILE.jsonl');
    const tagger = defaultTagger();
    for (const article of readLines(readFileSync(file, 'utf8'), file)) {
      const tagging = tagger.tag({ title: article.title, summary: article.summary ?? '', language: article.language ?? 'und' });
      process.stdout.write(`${JSON.stringify(labelOf(article, tagging))}\n`);
    }
    return 0;
  },
};
