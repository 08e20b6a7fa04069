import { HtmlValidate } from 'html-validate';
import { expect, it } from 'vitest';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import { readerLinks } from '../../../shared/domain/digest/reader-links.ts';
import { readerOf } from '../../shared/domain/subscriber/reader-fixture.ts';
import { freshToken, keys, PagesInMemory, siteUrl } from '../subscribe/pages-in-memory.ts';
import { hostilePorts } from './hostile-stories.ts';
import { memorySite, now, site, textOf } from './memory-site.ts';

/** `standard` holds pages to the HTML Living Standard: content models, attributes, ids, references; no taste. */
const validator = new HtmlValidate({ extends: ['html-validate:standard'] });

/** Kinds of page by path: each dated, named or numbered page stands for its kind. */
const kindOf = (path: string): string =>
  path.replace(/\d{4}-\d\d-\d\d/g, 'DAY').replace(/[0-9a-f]{16}/g, 'ID');

it.each([
  ['the fixture', () => memorySite(), (made: ReturnType<typeof memorySite>) => made.ports],
  [
    'hostile stories',
    () => memorySite([]),
    (made: ReturnType<typeof memorySite>) => hostilePorts(made.ports),
  ],
])('every page of %s is valid HTML', async (name, make, portsOf) => {
  const made = make();
  await publishSite(portsOf(made), site(), now);
  const all = [...made.files.keys()].filter((path) => path.endsWith('.html'));
  const pages = name === 'the fixture' ? [...new Map(all.map((path) => [kindOf(path), path])).values()] : all;
  const faults = new Map<string, string>();
  for (const path of pages) {
    const { results } = await validator.validateString(textOf(made.files, path), path);
    for (const { messages } of results)
      for (const { ruleId, message, line } of messages)
        faults.set(`${kindOf(path)} ${ruleId} ${message}`, `${path}:${line} ${ruleId}: ${message}`);
  }
  expect(all.length).toBeGreaterThan(30);
  expect([...faults.values()]).toEqual([]);
});

it('every page of the subscribe function is valid HTML', async () => {
  const desk = new PagesInMemory();
  const id = '1'.repeat(32);
  desk.store.subscribers.set(id, JSON.stringify(readerOf({ id })));
  const links = readerLinks({ id, tokenVersion: 1 }, { siteUrl, keys });
  const t = await freshToken(desk, links);
  const pages = [
    await desk.ask('/s/subscribe'),
    await desk.post('/s/subscribe', { email: 'not "one" <address>' }),
    await desk.post('/s/subscribe', { email: 'reader@example.org', topics: 'csto', languages: 'hy' }),
    await desk.ask(links.preferences),
    await desk.ask(links.privacy),
    await desk.ask(`/s/privacy?t=${t}`),
    await desk.ask(links.unsubscribe),
    await desk.ask('/s/confirm?t=x'),
    await desk.ask('/s/nothing'),
  ];
  const faults: string[] = [];
  for (const [at, { body }] of pages.entries()) {
    const { results } = await validator.validateString(body);
    for (const { messages } of results)
      for (const { ruleId, message } of messages) faults.push(`page ${at} ${ruleId}: ${message}`);
  }
  expect(faults).toEqual([]);
});

it('the validator tells what is none', async () => {
  const { valid } = await validator.validateString(
    '<!DOCTYPE html><title>t</title><ul><p id="a" id="a">x</ul>',
  );
  expect(valid).toBe(false);
});
