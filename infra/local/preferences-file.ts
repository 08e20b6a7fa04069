import { readFileSync } from 'node:fs';
import { type Preferences, preferencesSchema } from '../../shared/domain/subscriber/subscriber.ts';
import { UsageError } from '../../shared/errors.ts';

/** The choices in a JSON file. @throws UsageError naming the field at fault */
export function preferencesIn(path: string): Preferences {
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read as JSON`, { cause: error });
  }
  const read = preferencesSchema.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${path}: ${issue?.path.join('.') || 'the whole file'}: ${issue?.message}`);
}
