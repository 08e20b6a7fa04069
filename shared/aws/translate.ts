import { createHash } from 'node:crypto';
import {
  GetTerminologyCommand,
  ImportTerminologyCommand,
  ResourceNotFoundException,
  TranslateClient,
  TranslateTextCommand,
} from '@aws-sdk/client-translate';
import { atMost } from '../at-most.ts';
import type { Language, WireLanguage } from '../domain/language.ts';

/** Requests at once; Amazon Translate allows far more, and a round has some dozens of texts. */
const atOnce = 8;
const terminologyName = 'caucasus-wire';

/**
 * Amazon Translate with our names as its custom terminology: brought up to date before the first text of a process.
 * @param terminology CSV (see terminology.ts)
 */
export function amazonTranslate(
  terminology: string,
  client: TranslateClient = new TranslateClient({ maxAttempts: 4 }),
): {
  engine: string;
  translate(texts: readonly string[], from: Language, to: WireLanguage): Promise<string[]>;
} {
  let prepared: Promise<void> | undefined;
  return {
    engine: 'Amazon Translate',
    translate: async (texts, from, to) => {
      prepared ??= keepTerminology(client, terminology);
      await prepared.catch((error: unknown) => {
        prepared = undefined;
        throw error;
      });
      return atMost(texts, atOnce, (text) => translated(client, { text, from, to }));
    },
  };
}

async function translated(
  client: TranslateClient,
  { text, from, to }: { text: string; from: Language; to: WireLanguage },
): Promise<string> {
  const { TranslatedText } = await client.send(
    new TranslateTextCommand({
      Text: text,
      SourceLanguageCode: from,
      TargetLanguageCode: to,
      TerminologyNames: [terminologyName],
    }),
  );
  if (TranslatedText === undefined)
    throw new Error(`Amazon Translate answered without a text (${from} to ${to})`);
  return TranslatedText;
}

/** Imports the names where the account has none of ours, or other ones. */
async function keepTerminology(client: TranslateClient, csv: string): Promise<void> {
  const version = createHash('sha256').update(csv).digest('hex').slice(0, 16);
  if ((await knownVersion(client)) === version) return;
  await client.send(
    new ImportTerminologyCommand({
      Name: terminologyName,
      Description: version,
      MergeStrategy: 'OVERWRITE',
      TerminologyData: { File: Buffer.from(csv), Format: 'CSV', Directionality: 'MULTI' },
    }),
  );
}

async function knownVersion(client: TranslateClient): Promise<string | undefined> {
  try {
    const { TerminologyProperties } = await client.send(new GetTerminologyCommand({ Name: terminologyName }));
    return TerminologyProperties?.Description;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
