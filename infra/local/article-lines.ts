import { z } from 'zod';
import type { PipelineArticle } from '../../shared/domain/story/in-memory-pipeline.ts';
import { catalogueOutlets } from '../../shared/catalogue/catalogue.ts';
import { outletsByName } from '../../shared/catalogue/known-outlets.ts';
import { UsageError } from '../../shared/errors.ts';

const articleLine = z.object({
  id: z.string().min(1),
  title: z.string(),
  summary: z.string().nullish(),
  language: z.string().nullish(),
  country: z.string().nullish(),
  outlet: z.string().nullish(),
  published: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), 'no date')
    .nullish(),
});

const byName = outletsByName(catalogueOutlets({}));

/** For lines without a date: all of one moment. */
const noDate = '1970-01-01T00:00:00Z';

/**
 * The articles of a JSON-lines text, blank lines skipped. A line without a country has that of the outlet it names, where the catalogue
 * knows it by id, name or host.
 *
 * @throws UsageError naming the first line that is not an article
 */
export function readArticleLines(name: string, text: string): PipelineArticle[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const read = articleLine.safeParse(fromJson(line));
    if (!read.success)
      throw new UsageError(
        `${name}:${index + 1} is no article: ${z.prettifyError(read.error).replaceAll(/\s*\n\s*/g, ' ')}`,
      );
    const { id, title, summary, language, country, outlet, published } = read.data;
    return [
      {
        id,
        title,
        summary: summary ?? '',
        language: language ?? 'und',
        outlet: outlet ?? 'unknown',
        published: published ?? noDate,
        ...countryOf(country ?? byName.get(outlet?.toLowerCase() ?? '')?.country),
      },
    ];
  });
}

const countryOf = (country: string | undefined): { country?: string } =>
  country === undefined ? {} : { country };

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
