import { z } from 'zod';
import { type PublishedName, publishedSchemas } from '../../../shared/domain/site/published.ts';
import { wireEventSchema } from '../../../shared/domain/site/wire-event.ts';
import { openApiOf } from './open-api.ts';

const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** A date needs no pattern beside its format. */
function withoutPattern({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string } }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}

/** The JSON Schema (2020-12) of each published file. Objects may have further fields: version 1 adds, and removes nothing. */
function schemaOf(name: PublishedName): object {
  const { title, schema } = publishedSchemas[name];
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, { io: 'input', override: withoutPattern });
  return { title, ...made };
}

const names = Object.keys(publishedSchemas) as PublishedName[];
const schemas = Object.fromEntries(names.map((name) => [name, schemaOf(name)])) as Record<
  PublishedName,
  object
>;

/** The contract as files under `api/v1/`, made at build: the function that publishes them holds no schemas. */
export const contractFiles: Record<string, string> = {
  // What is told on the bus, where the operator wants it told.
  'schema/event.json': JSON.stringify({
    $schema: dialect,
    $id: 'event.json',
    title: 'What happened on the wire: the detail of an event on its EventBridge bus',
    ...z.toJSONSchema(wireEventSchema, { io: 'input', override: withoutPattern }),
  }),
  'openapi.json': JSON.stringify(openApiOf(schemas)),
  ...Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      `schema/${name}.json`,
      JSON.stringify({ $schema: dialect, $id: `${name}.json`, ...schema }),
    ]),
  ),
};
