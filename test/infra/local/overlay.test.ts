import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { changed } from '../../../infra/local/feeds-changes.ts';
import { addToPlace } from '../../../infra/local/overlay-desk.ts';
import { inPlace, type Place } from '../../../infra/local/place.ts';
import {
  baseOutlets,
  catalogueSources,
  catalogueSource,
  usedOverlay,
} from '../../../shared/catalogue/catalogue.ts';
import { applyOverlay, noChanges, readOverlay } from '../../../shared/catalogue/overlay.ts';
import { deployedStack } from './deployed-stack.ts';

process.env.WIRE_QUIET = '1';
const folder = mkdtempSync(join(tmpdir(), 'wire-overlay-'));
afterAll(() => rmSync(folder, { recursive: true }));
const stack = await deployedStack();
const { acceptOverlay, readAcceptedOverlay, readOverlayRefusal } =
  await import('../../../shared/aws/overlay-objects.ts');
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
    await acceptOverlay(bucket, now);
    expect(isOn(first.id)).toBe(true);
    expect(await change('pause', first.id)).toContain('version 1, live within two minutes');
    await acceptOverlay(bucket, now);
    expect(isOn(first.id)).toBe(false);
    expect(catalogueSource(first.id)).toBeUndefined();
    expect((await readAcceptedOverlay(bucket)).off).toEqual([first.id]);
  });

  it('are undone one by one, and come back with the sources that were added', async () => {
    await addToPlace(place, (outlets) => [...outlets, fresh]);
    await acceptOverlay(bucket, now);
    expect([isOn('new-en'), isOn(first.id)]).toEqual([true, false]);
    expect(await change('undo')).toContain('- new-en  https://new.example/rss\nversion 3');
    expect(await change('undo')).toContain(`+ ${first.id}  ${first.url}\nversion 4`);
    await acceptOverlay(bucket, now);
    expect([isOn('new-en'), isOn(first.id)]).toEqual([false, true]);
    await expect(change('undo')).rejects.toThrow(/nothing to undo/);
  });

  it('that are bad are refused with their reason, also when put by hand; the last good ones stay', async () => {
    await change('pause', second.id);
    await acceptOverlay(bucket, now);
    await byHand(overlayOf({ off: ['nowhere'] }));
    await acceptOverlay(bucket, now);
    expect(isOn(second.id)).toBe(false);
    expect(await readOverlayRefusal(bucket)).toEqual({
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
    await acceptOverlay(bucket, now);
    expect(await readOverlayRefusal(bucket)).toBeNull();
    expect(usedOverlay().off).toEqual([second.id]);
  });

  it('a removed source of the catalogue is off; one that was added is gone', async () => {
    await addToPlace(place, (outlets) => [...outlets, fresh]);
    await change('remove', 'new-en', first.id);
    await acceptOverlay(bucket, now);
    expect([isOn('new-en'), isOn(first.id), usedOverlay().outlets]).toEqual([false, false, []]);
    await change('resume', first.id);
    await expect(change('resume', 'new-en')).rejects.toThrow("there is no source 'new-en'");
    await expect(change('pause')).rejects.toThrow(/feeds pause wants at least one SOURCE/);
  });
});
