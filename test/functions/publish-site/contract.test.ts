import { gunzipSync } from 'node:zlib';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contractFiles } from '../../../functions/publish-site/data/contract.at-build.ts';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { subscribePaths } from '../../../shared/domain/digest/reader-links.ts';
import { type PublishedName, publishedSchemas } from '../../../shared/domain/site/published.ts';
import { PagesInMemory } from '../subscribe/pages-in-memory.ts';
import { hostilePorts } from './hostile-stories.ts';
import { memorySite, now, site } from './memory-site.ts';

const well = memorySite();
const hostile = memorySite([]);
const ajv = new Ajv2020({ strict: true, allErrors: true });
formats.default(ajv);
beforeAll(async () => {
  await publishSite(well.ports, site(), now);
  await publishSite(hostilePorts(hostile.ports), site(), now);
});

interface Operation {
  parameters?: { name: string; schema: { pattern: string } }[];
  responses: Record<string, { content?: Record<string, { schema?: { $ref: string } }> }>;
}
interface Contract {
  openapi: string;
  paths: Record<string, Record<'get' | 'post', Operation | undefined>>;
}
const contract = JSON.parse(contractFiles['openapi.json'] ?? '') as Contract;

/** What of the bucket is public and made for programs. */
const forPrograms = (path: string): boolean =>
  /\.(json|csv|atom|gz)$|^opml/.test(path) && !/^(_state|assets)\//.test(path);
const contents = (): [path: string, bytes: Buffer][] =>
  [well, hostile].flatMap(({ files }) =>
    [...files.values()]
      .filter(({ path }) => forPrograms(path))
      .map(({ path, body }): [string, Buffer] => [path, Buffer.from(body)]),
  );

/** The path of the contract that a file is at. */
const documented = (path: string): string | undefined =>
  Object.entries(contract.paths).find(([template, { get }]) => {
    const pattern = (name: string): string =>
      get?.parameters?.find((each) => each.name === name)?.schema.pattern.replace(/^\^|\$$/g, '') ?? '';
    const form = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name: string) => pattern(name));
    return new RegExp(`^${form}$`).test(`/${path}`);
  })?.[0];

const lines: Record<string, PublishedName> = {
  '/exports/days/{day}.ndjson.gz': 'day-line',
  '/exports/articles/day={day}/articles.ndjson.gz': 'article-line',
};

/** Every JSON value of the site with the name of its schema. */
function values(): { path: string; name: string; value: unknown }[] {
  return contents().flatMap(([path, bytes]) => {
    const template = documented(path) ?? '';
    const line = lines[template];
    if (line !== undefined)
      return gunzipSync(bytes)
        .toString('utf8')
        .trim()
        .split('\n')
        .map((text) => ({ path, name: line as string, value: JSON.parse(text) as unknown }));
    const content = contract.paths[template]?.get?.responses['200']?.content ?? {};
    const name = /^#\/components\/schemas\/(.+)$/.exec(Object.values(content)[0]?.schema?.$ref ?? '')?.[1];
    return name === undefined ? [] : [{ path, name, value: JSON.parse(bytes.toString('utf8')) as unknown }];
  });
}

/** What is no file but made on request. */
async function answered(): Promise<{ path: string; name: string; value: unknown }[]> {
  const path = '/s/feed?q=corridor&format=json';
  const { body } = await new PagesInMemory().ask(path);
  return [{ path, name: 'query-feed', value: JSON.parse(body) as unknown }];
}

const faultsOf = (validate: ValidateFunction, value: unknown, path: string): string[] =>
  validate(value) ? [] : [`${path}: ${ajv.errorsText(validate.errors)}`];

describe('what the site publishes for programs', () => {
  it('has an OpenAPI 3.1 description that the official schema accepts', async () => {
    expect(contract.openapi).toMatch(/^3\.1\./);
    expect(await new Validator().validate(structuredClone(contract) as never)).toMatchObject({ valid: true });
    const broken = await new Validator().validate({ ...contract, paths: { latest: {} } });
    expect(broken.valid).toBe(false);
  });

  it('is described whole: every file has its path, and every path a file', () => {
    const schemas = Object.keys(contractFiles).map((name) => `api/v1/${name}`);
    const paths = contents().map(([path]) => path);
    expect(paths.filter((path) => documented(path) === undefined && !schemas.includes(path))).toEqual([]);
    const used = new Set(paths.map(documented));
    const files = Object.keys(contract.paths).filter((path) => !path.startsWith('/s/'));
    expect(files.filter((path) => !used.has(path))).toEqual([]);
    expect(schemas.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('keeps to its JSON Schemas, as ajv reads them', async () => {
    const validators = new Map(
      Object.keys(publishedSchemas).map((name) => [
        name,
        ajv.compile(JSON.parse(contractFiles[`schema/${name}.json`] ?? '') as object),
      ]),
    );
    const told = [...values(), ...(await answered())];
    expect(new Set(told.map(({ name }) => name))).toEqual(new Set(validators.keys()));
    const faults = told.flatMap(({ path, name, value }) => {
      const validate = validators.get(name);
      return validate === undefined ? [`${path}: no schema ${name}`] : faultsOf(validate, value, path);
    });
    expect(faults).toEqual([]);
  });

  it('publishes no field that its schema does not name', async () => {
    const strict = new Map(
      Object.entries(publishedSchemas).map(([name, { schema }]) => {
        const { $schema: _dialect, ...closed } = z.toJSONSchema(schema, { io: 'output' });
        return [name, ajv.compile({ ...closed, $id: `closed-${name}` })];
      }),
    );
    const faults = [...values(), ...(await answered())].flatMap(({ path, name, value }) => {
      const validate = strict.get(name);
      return validate === undefined ? [path] : faultsOf(validate, value, path);
    });
    expect(faults).toEqual([]);
  });
});

describe('the pages of readers', () => {
  it('are described, each with its methods and answers', async () => {
    const { style: _style, ...pages } = subscribePaths;
    expect(Object.keys(contract.paths).filter((path) => path.startsWith('/s/'))).toEqual(
      expect.arrayContaining(Object.values(pages)),
    );
    const asked = Object.values(pages).flatMap((path) =>
      (['GET', 'POST'] as const).map((method) => ({ path, method })),
    );
    for (const { path, method } of asked) {
      const { status } = await new PagesInMemory().ask(path, { method, body: 't=no-such-token' });
      const operation = contract.paths[path]?.[method === 'GET' ? 'get' : 'post'];
      const answers = operation === undefined ? ['405', '410', '200'] : Object.keys(operation.responses);
      expect(answers, `${method} ${path}`).toContain(String(status));
    }
  });
});
