import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { changed } from '../../../infra/local/feeds-changes.ts';
import { addToPlace } from '../../../infra/local/overlay-desk.ts';
import { loadTagger } from '../../../infra/local/load-tagger.ts';
import { packsText, putPacks, undoPacks } from '../../../infra/local/pack-desk.ts';
import { inPlace, type Place } from '../../../infra/local/place.ts';
import {
  baseOutlets,
  catalogueSources,
  catalogueSource,
  usedOverlay,
} from '../../../shared/catalogue/catalogue.ts';
import { currentTagger, usePacks } from '../../../shared/catalogue/default-tagger.ts';
import { compileOverlayText } from '../../../shared/catalogue/overlaid-packs.ts';
import { packSet } from '../../../shared/catalogue/packs.ts';
import { threadBeside } from '../../../shared/thread.ts';
import { applyOverlay, noChanges, readOverlay } from '../../../shared/catalogue/overlay.ts';
import { ran, untagged } from './commands/ran.ts';
import { deployedStack } from './deployed-stack.ts';

process.env.WIRE_QUIET = '1';
process.env.WIRE_NOW = '2026-11-24T12:00:00Z';
const folder = mkdtempSync(join(tmpdir(), 'wire-overlay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const stack = await deployedStack();
const { acceptOverlay, keptOverlay, readAcceptedOverlay, readGivenOverlay, readOverlayRefusal } =
  await import('../../../shared/aws/overlay-objects.ts');
const { compileInThread, packChanges } = await import('../../../shared/aws/pack-changes.ts');
const { storiesTable } = await import('../../../shared/aws/stories-table.ts');
const { catalogueChanges } = await import('../../../shared/aws/catalogue-overlay.ts');
const { overlayKeys, packOverlayKeys } = await import('../../../shared/aws/keys.ts');
const { putSiteFile } = await import('../../../shared/aws/site-bucket.ts');

const base = baseOutlets();
const [first, second] = base.flatMap(({ sources }) => sources);
if (first === undefined || second === undefined) throw new Error('the catalogue is empty');
const fresh = {
  id: 'new-outlet',
  name: 'New Outlet',
  country: 'AM',
  kind: 'independent' as const,
  homepage: 'https://new.example/',
  sources: [{ id: 'new-en', url: 'https://new.example/rss', language: 'en' }],
};
const overlayOf = (part: object): string => JSON.stringify({ format: 1, ...part });
const read = (part: object) => readOverlay(overlayOf(part), base);

describe('an overlay', () => {
  it('adds outlets, adds and replaces sources of known ones, and turns sources off', () => {
    const [known] = base;
    if (known === undefined) throw new Error('the catalogue is empty');
    const changedKnown = { ...known, sources: [{ ...first, url: 'https://moved.example/rss' }] };
    const overlay = read({ outlets: [fresh, changedKnown], off: [second.id] });
    if (typeof overlay === 'string') throw new Error(overlay);
    const sources = applyOverlay(base, overlay).flatMap((outlet) => outlet.sources);
    expect(sources.find(({ id }) => id === first.id)?.url).toBe('https://moved.example/rss');
    expect(sources.some(({ id }) => id === second.id)).toBe(false);
    expect(sources.some(({ id }) => id === 'new-en')).toBe(true);
    expect(applyOverlay(base, noChanges)).toBe(base);
  });
  it.each([
    ['{', 'it is not JSON'],
    [overlayOf({ outlets: [{ ...fresh, country: 'Armenia' }] }), 'outlets.0.country: an ISO 3166-1'],
    [
      overlayOf({ outlets: [{ ...fresh, sources: [{ ...fresh.sources[0], id: first.id }] }] }),
      'stands there twice',
    ],
    [overlayOf({ off: ['nowhere'] }), "off: there is no source 'nowhere'"],
    [overlayOf({ paused: [] }), 'the file: Unrecognized key'],
  ])('%s is refused by name', (text, why) => {
    expect(readOverlay(text, base)).toContain(why);
  });
});

describe('changes without a deploy', () => {
  let place: Place;
  let bucket: string;
  const now = new Date('2026-11-24T12:00:00Z');
  beforeEach(() =>
    inPlace({ stack: stack.name }, async (found) => {
      place = found;
      bucket = found.settings.BUCKET_ARCHIVE;
    }),
  );
  const byHand = (text: string) =>
    putSiteFile(bucket, {
      path: 'overlay/catalogue.json',
      body: text,
      contentType: 'application/json',
      cacheControl: 'no-store',
    });
  const change = (verb: Parameters<typeof changed>[1], ...rest: string[]) =>
    changed(place, verb, { rest, dryRun: false });
  const isOn = (id: string): boolean => catalogueSources().some((source) => source.id === id);

  it('are shown before they are written, taken by the stage that runs each minute, and read by the others', async () => {
    const shown = await changed(place, 'pause', { rest: [first.id], dryRun: true });
    expect(shown).toBe(`- ${first.id}  ${first.url}\nnothing was written\n`);
    await acceptOverlay(bucket, catalogueChanges, now);
    expect(isOn(first.id)).toBe(true);
    expect(await change('pause', first.id)).toContain('version 1, live within two minutes');
    await acceptOverlay(bucket, catalogueChanges, now);
    expect(isOn(first.id)).toBe(false);
    expect(catalogueSource(first.id)).toBeUndefined();
    expect((await readAcceptedOverlay(bucket, catalogueChanges)).off).toEqual([first.id]);
  });

  it('are undone one by one, and come back with the sources that were added', async () => {
    await addToPlace(place, (outlets) => [...outlets, fresh]);
    await acceptOverlay(bucket, catalogueChanges, now);
    expect([isOn('new-en'), isOn(first.id)]).toEqual([true, false]);
    expect(await change('undo')).toContain('- new-en  https://new.example/rss\nversion 3');
    expect(await change('undo')).toContain(`+ ${first.id}  ${first.url}\nversion 4`);
    await acceptOverlay(bucket, catalogueChanges, now);
    expect([isOn('new-en'), isOn(first.id)]).toEqual([false, true]);
    await expect(change('undo')).rejects.toThrow(/nothing to undo/);
  });

  it('that are bad are refused with their reason, also when put by hand; the last good ones stay', async () => {
    await change('pause', second.id);
    await acceptOverlay(bucket, catalogueChanges, now);
    await byHand(overlayOf({ off: ['nowhere'] }));
    await acceptOverlay(bucket, catalogueChanges, now);
    expect(isOn(second.id)).toBe(false);
    expect(await readOverlayRefusal(bucket, overlayKeys)).toEqual({
      reason: "off: there is no source 'nowhere'",
      at: now.toISOString(),
    });
    expect(await change('changes')).toContain(
      "refused at 2026-11-24T12:00:00.000Z: off: there is no source 'nowhere'",
    );
    await expect(change('pause', first.id)).rejects.toThrow(/cannot be taken .* `wire feeds undo` goes back/);
    const path = join(folder, 'bad.json');
    writeFileSync(path, overlayOf({ off: ['nowhere'] }));
    await expect(change('put', path)).rejects.toThrow('nothing was changed');
    expect(await change('undo')).toContain('version 6');
    await acceptOverlay(bucket, catalogueChanges, now);
    expect(await readOverlayRefusal(bucket, overlayKeys)).toBeNull();
    expect(usedOverlay().off).toEqual([second.id]);
  });

  it('a removed source of the catalogue is off; one that was added is gone', async () => {
    await addToPlace(place, (outlets) => [...outlets, fresh]);
    await change('remove', 'new-en', first.id);
    await acceptOverlay(bucket, catalogueChanges, now);
    expect([isOn('new-en'), isOn(first.id), usedOverlay().outlets]).toEqual([false, false, []]);
    await change('resume', first.id);
    await expect(change('resume', 'new-en')).rejects.toThrow("there is no source 'new-en'");
    await expect(change('pause')).rejects.toThrow(/feeds pause wants at least one SOURCE/);
  });
});

describe('packs changed without a deploy', () => {
  const title = 'Quokkas of Rottnest';
  const [pack] = packSet().packs;
  if (pack === undefined) throw new Error('there is no pack');
  const withTerm = (word: string) => ({
    ...pack,
    version: pack.version + 1,
    groups: { ...pack.groups, 'by-hand': { terms: { en: [word] } } },
    anchors: [...pack.anchors, 'by-hand'],
    rules: [
      ...pack.rules,
      { name: 'by-hand', score: 50, when: [{ in: 'title' as const, all: ['by-hand'] }] },
    ],
  });
  const path = join(folder, 'changed.json');
  const file = (content: object | string): string => {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const shown = { days: ['2026-11-22', '2026-11-23', '2026-11-24'], now: new Date('2026-11-24T12:00:00Z') };
  const put = (dryRun = false) =>
    inPlace({ stack: stack.name }, (place) => putPacks(place, path, { dryRun, shown }));
  const undo = () => inPlace({ stack: stack.name }, (place) => undoPacks(place, { dryRun: false, shown }));
  const list = () => inPlace({ stack: stack.name }, (place) => packsText(place, shown));
  const bucket = (): string => stack.outputs.BucketArchive ?? '';
  // Both work with what they were given last; the text is compiled once.
  const compiledBy = new Map<string, ReturnType<typeof compileOverlayText>>();
  const compile = (text: string) => {
    const content = text.slice(text.indexOf('"packs"'));
    const known = compiledBy.get(content) ?? compileOverlayText(text);
    compiledBy.set(content, known);
    return known;
  };
  const accept = () =>
    acceptOverlay(
      bucket(),
      packChanges(compile, () => {}),
      new Date('2026-11-24T12:00:00Z'),
    );
  const inIngest = keptOverlay(packChanges(compile, usePacks));
  const topicsNow = async (): Promise<string[]> => {
    await accept();
    await inIngest.refresh(bucket());
    return currentTagger().tag({ title, summary: '', language: 'en' }).topics;
  };

  it('say first what they would do, are taken by the clock, tag in ingest, and are undone', async () => {
    await storiesTable(stack.outputs.TableStories ?? '').putArticle(
      untagged('a'.repeat(24), title, { seenAt: '2026-11-24T08:00:00.000Z' }),
    );
    expect(await topicsNow()).toEqual([]);
    file(withTerm('Quokka*'));
    const dry = await put(true);
    expect(dry).toMatch(/^csto: (\d+) of \1 headlines as wanted$/m);
    expect(dry).toContain(
      `1 articles of the last 3 days: 1 would be tagged differently\n  +csto 1\n    ${'a'.repeat(24)}  ${title}\nnothing was written`,
    );
    expect(await topicsNow()).toEqual([]);
    expect(await put()).toContain('version 1, live within two minutes; `wire packs undo`');
    expect(await topicsNow()).toEqual(['csto']);
    expect(await list()).toContain(`csto: version ${pack.version + 1} in place of ${pack.version}`);
    expect((await loadTagger()).tag({ title, summary: '', language: 'en' }).topics).toEqual(['csto']);

    // A faulty one that somebody put by hand: refused, and the last good one stays.
    const faulty = { format: 1, packs: [{ ...withTerm('Quokka*'), anchors: ['by-hnd'] }] };
    await putSiteFile(bucket(), {
      path: 'overlay/packs.json',
      body: JSON.stringify(faulty),
      contentType: 'application/json',
      cacheControl: 'no-store',
    });
    expect(await topicsNow()).toEqual(['csto']);
    const reason = "pack csto: anchors.0: there is no group 'by-hnd'; did you mean 'by-hand'?";
    expect(await readOverlayRefusal(bucket(), packOverlayKeys)).toMatchObject({ reason });
    expect(await list()).toContain(`refused at 2026-11-24T12:00:00.000Z: ${reason}; the last good`);
    expect(await undo()).toContain('version 2');
    expect(await topicsNow()).toEqual(['csto']);
    expect(await undo()).toContain('version 3');
    expect(await topicsNow()).toEqual([]);
  }, 60_000);

  it.each([
    ['{', 'is not JSON; nothing was changed'],
    [{ hello: 1 }, "id: a pack has one, such as csto; what all packs share has 'hide'"],
    [
      { ...pack, id: 'arctic' },
      'id: no deployed pack has it (csto, armenia-azerbaijan); a new topic comes with',
    ],
    [{ ...pack, threshold: 'high' }, 'threshold: Invalid input: expected number, received string'],
    [
      { ...pack, names: { ...pack.names, en: 'Pact' } },
      'order, names, definition, members or subtopics differ; what readers see',
    ],
    [{ format: 2, packs: [] }, 'format: is of a format that this release does not know'],
  ])('an author hears of a mistake in one line: %#', async (content, message) => {
    const before = await readGivenOverlay(bucket(), packOverlayKeys);
    file(content);
    const error = await put().then(
      () => null,
      (thrown: Error) => thrown,
    );
    expect(error?.name).toBe('UsageError');
    expect(error?.message).toContain(path);
    expect(error?.message).toContain(message);
    expect(error?.message.split('\n')).toHaveLength(1);
    expect(await readGivenOverlay(bucket(), packOverlayKeys)).toBe(before);
  });

  it('are put by the command, one file at a time', async () => {
    await expect(ran('packs', 'put', '--aws', stack.name)).rejects.toThrow('packs put takes one FILE');
    await expect(ran('packs', 'undo', 'csto', '--aws', stack.name)).rejects.toThrow(
      'packs undo takes nothing',
    );
  });

  it('are compiled in a thread: a fault is its answer, no answer is a fault or passes', async () => {
    const script = threadBeside(
      'pack-worker',
      new URL('../../../functions/due-feeds/x.ts', import.meta.url).href,
    );
    const unknown = '{"format":1,"packs":[{"id":"arctic"}]}';
    expect(await compileInThread(script, 'refused')(unknown)).toContain('no deployed pack has it');
    const none = new URL('./no-such-worker.mjs', import.meta.url);
    expect(await compileInThread(none, 'refused')(unknown)).toContain('compiling the packs failed');
    await expect(compileInThread(none, 'thrown')(unknown)).rejects.toThrow('compiling the packs failed');
  }, 30_000);
});
