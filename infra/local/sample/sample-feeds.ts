import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCatalogue } from '../../../shared/catalogue/catalogue.ts';
import type { Outlet } from '../../../shared/domain/outlet.ts';
import { hourMs } from '../../../shared/domain/text/time.ts';

/** Hand-written feeds of made-up outlets in six languages, on events of the past years; for a first look without a network. */
export const sampleFeedsFolder = fileURLToPath(new URL('./feeds/', import.meta.url));

const outletsFile = fileURLToPath(new URL('./outlets.json', import.meta.url));

/** The sample outlets, their feeds at `origin`. */
export function sampleOutlets(origin: string): Outlet[] {
  return parseCatalogue(
    readFileSync(outletsFile, 'utf8').replaceAll('http://sample.invalid', origin),
    outletsFile,
  );
}

/** The sample's texts are our own, and so are their translations: it shows what an engine would bring, without one. */
export const recordedTranslations = {
  TRANSLATE_ENGINE: 'recorded',
  TRANSLATE_INTO: 'en',
  TRANSLATE_RECORDED: fileURLToPath(new URL('./translations.json', import.meta.url)),
};

const placeholder = /\{\{(rfc822|iso) -(\d+)h\}\}/g;

/** A sample feed with its dates filled in: `{{rfc822 -9h}}` is nine hours before `start`. */
export function renderSample(file: string, start: Date): Buffer {
  const text = readFileSync(join(sampleFeedsFolder, file), 'utf8').replace(
    placeholder,
    (_, form: string, hours: string) => {
      const date = new Date(start.getTime() - Number(hours) * hourMs);
      return form === 'iso' ? date.toISOString() : date.toUTCString();
    },
  );
  return Buffer.from(text);
}
