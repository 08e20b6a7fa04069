import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import glossary from '../../../shared/catalogue/glossary.json' with { type: 'json' };
import mail from '../../../shared/catalogue/interface-mail.json' with { type: 'json' };
import site from '../../../shared/catalogue/interface-site.json' with { type: 'json' };
import { wireLanguages } from '../../../shared/domain/language.ts';

const languages = z.enum(wireLanguages);
const concepts = z
  .record(
    z.string(),
    z.strictObject({
      is: z.string().min(1),
      keys: z.strictObject({ mail: z.array(z.string()), site: z.array(z.string()) }),
      words: z.record(languages, z.string().min(1)),
      not: z.partialRecord(languages, z.array(z.string())),
    }),
  )
  .parse(glossary);

const lower = (text: string): string => text.toLowerCase().replaceAll('i̇', 'i');
const stringsOf = (file: Record<string, unknown>): [string, string][] =>
  Object.entries(file).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string'
      ? [[key, lower(value)]]
      : stringsOf(z.record(z.string(), z.unknown()).parse(value)).map(([inner, text]) => [
          `${key}.${inner}`,
          text,
        ]),
  );
const files = { mail, site };

describe.each(wireLanguages)('the glossary in %s', (language) => {
  const strings = {
    mail: new Map(stringsOf(files.mail[language])),
    site: new Map(stringsOf(files.site[language])),
  };
  it('has one word for each concept, in the mail and on the site', () => {
    const missing = Object.entries(concepts).flatMap(([concept, { keys, words }]) =>
      (['mail', 'site'] as const).flatMap((file) =>
        keys[file]
          .filter((key) => strings[file].get(key)?.includes(words[language]) !== true)
          .map((key) => `${concept}: ${file} ${key} says «${strings[file].get(key)}»`),
      ),
    );
    expect(missing).toEqual([]);
  });
  it('has no other word for one', () => {
    const others = Object.entries(concepts).flatMap(([concept, { not }]) =>
      (not[language] ?? []).flatMap((word) =>
        [...strings.mail, ...strings.site]
          .filter(([, text]) => text.includes(word))
          .map(([key, text]) => `${concept}: ${word} in ${key}: ${text}`),
      ),
    );
    expect(others).toEqual([]);
  });
  it('says the same of outlet kinds, sides and frequencies in both', () => {
    const both = { kinds: 'kind-', sides: 'side-', frequencies: '' } as const;
    for (const [group, prefix] of Object.entries(both))
      for (const [id, name] of stringsOf(
        z.record(z.string(), z.unknown()).parse(mail[language][group as keyof typeof both]),
      ))
        expect([group, id, strings.site.get(`${prefix}${id}`)]).toEqual([group, id, name]);
  });
});

describe('no sentence is glued', () => {
  it('puts a moment behind a mark or in brackets, where no ending can follow it', () => {
    const glued = wireLanguages.flatMap((language) =>
      stringsOf(mail[language])
        .filter(([, text]) => /\{(when|date)\}[-\p{L}]/u.test(text))
        .map(([key]) => `${language} ${key}`),
    );
    expect(glued).toEqual([]);
  });
  it('has no count before a noun in a language whose nouns follow the number', () => {
    const counted = (['en', 'ru'] as const).flatMap((language) =>
      stringsOf(mail[language])
        .filter(([, text]) =>
          /\{(n|stories|outlets|languages|feeds|late|blocked)\} (?!more)\p{L}/u.test(text),
        )
        .map(([key, text]) => `${language} ${key}: ${text}`),
    );
    expect(counted.filter((line) => !line.includes('{feeds}'))).toEqual([]);
  });
  it('uses the marks of Armenian', () => {
    const latin = stringsOf({ ...mail.hy, site: site.hy })
      .filter(([, text]) => /[\u0531-\u0587][:;]|[\u0531-\u0587]․/u.test(text))
      .map(([key]) => key);
    expect(latin).toEqual([]);
  });
});

it('the name of the wire stands in one setting: no text, template or page has it written out', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const files = ['functions', 'infra/aws', 'infra/local', 'shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  );
  const spelled = files
    .filter((file) => /\.(ts|json)$/.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => line.includes('Caucasus Wire'))
        .map((line) => `${file}: ${line.trim()}`),
    );
  expect(spelled).toEqual([
    // The software itself, in a folder that is not its own.
    expect.stringContaining('infra/local/data-folder.ts: '),
    "shared/domain/text/wire-name.ts: export const defaultWireName = 'Caucasus Wire';",
  ]);
});
