import { z } from 'zod';
import file from './entities/shown-names.json' with { type: 'json' };

const name = z.string().min(1);
const rowSchema = z.strictObject({
  hy: name,
  az: name,
  ru: name,
  ka: name,
  tr: name,
  /** Where it differs from the entity's English name. */
  en: name.optional(),
  usedBy: z.enum(['AM', 'AZ']).optional(),
  /** Where the forms come from: a key of `sources`. */
  source: z.enum(['press', 'cldr', 'review']),
});
const fileSchema = z.strictObject({
  sources: z.record(z.enum(['press', 'cldr', 'review']), z.string().min(1)),
  names: z.record(z.string(), rowSchema),
});

export type ShownNameRow = z.infer<typeof rowSchema>;

/** The rows of the file by entity id. @throws where one is faulty */
export const readShownNameRows = (): Record<string, ShownNameRow> => fileSchema.parse(file).names;
