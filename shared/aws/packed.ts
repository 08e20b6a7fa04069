import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { z } from 'zod';
import { earlierDictionaries } from './earlier-dictionaries.ts';

/** The first byte of a body: plain deflate of JSON. Numbers from 1 on are the dictionaries of earlier rows. */
const plain = 0;

/** No row of ours unpacks to more: DynamoDB items end at 400 KB and text deflates about threefold. */
const maxBytes = 4 * 1024 * 1024;

/** Rows are charged per started kilobyte, and six-language text takes two or three bytes a letter: bodies are deflated JSON. */
export function packBody(value: unknown): Uint8Array {
  return Buffer.concat([Uint8Array.of(plain), deflateRawSync(JSON.stringify(value), { level: 9 })]);
}

/**
 * @param row the row whose `body` packBody made, in this format or an earlier one
 * @throws Error naming the row's key where the body is damaged or is not of the schema
 */
export function unpackBody<T>(row: Record<string, unknown>, schema: z.ZodType<T>): T {
  try {
    if (!(row.body instanceof Uint8Array)) throw new Error('it has no body');
    return schema.parse(JSON.parse(inflated(row.body)));
  } catch (error) {
    throw new Error(`cannot read the row ${String(row.pk)} ${String(row.sk)}`, { cause: error });
  }
}

function inflated(body: Uint8Array): string {
  const [format = plain] = body;
  const dictionary = format === plain ? undefined : earlierDictionaries()[format];
  if (format !== plain && dictionary === undefined)
    throw new Error(
      `its body is of format ${format}, written by a later release: deploy that again ("Rolling back" in RUNBOOK.md)`,
    );
  const options = { maxOutputLength: maxBytes, ...(dictionary !== undefined && { dictionary }) };
  return inflateRawSync(body.subarray(1), options).toString();
}
