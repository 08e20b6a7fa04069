import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Ports, SiteFile } from '../../../functions/publish-site/ports.ts';
import { publishSite } from '../../../functions/publish-site/publish-site.ts';
import type { IndexEntry } from '../../../shared/domain/site/story-index.ts';
import type { Told } from './fixture-stories.ts';
import { manyStories } from './many-stories.ts';
import { memorySite, now, site, textOf, watched } from './memory-site.ts';
import { newProcess } from './new-process.ts';

const indexPath = '_state/index.json.gz';
const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
const stories = (): Told[] => manyStories({ days: 8, perDay: 3, until: '2026-11-24T07:30:00.000Z' });

const changedAt = (told: Told | undefined, at: Date, change: Partial<Told> = {}): Told => {
  if (told === undefined) throw new Error('no story');
  return { ...told, ...change, extra: { ...told.extra, ...change.extra, changedAt: at.toISOString() } };
};

const said = (title: string): Told['pieces'][number] => ({
  outlet: 'masis',
  language: 'en',
  title,
  after: 9,
});

/** One story goes on, one is joined with another, one is new and follows up an old one, one has its title changed. */
function news(list: Told[], minutes: number): void {
  const at = later(minutes - 1);
  const [first, second, old, edited] = [list[0], list[4], list[20], list[7]];
  list[0] = changedAt(first, at, { pieces: [...(first?.pieces ?? []), said(`Said after ${minutes}`)] });
  list[4] = changedAt(second, at, { extra: { mergedInto: first?.id ?? '' } });
  const revisions = [{ at: at.toISOString(), title: `Before ${minutes}`, summary: '' }];
  const pieces = edited?.pieces.map((piece) => ({ ...piece, revisions })) ?? [];
  list[7] = changedAt(edited, at, { pieces });
  const id = `feed${String(minutes).padStart(20, '0')}`;
  list.push({
    ...changedAt(old, at, { id, first: at.toISOString(), pieces: [said(`News of ${minutes}`)] }),
    extra: { follows: old?.id ?? '', changedAt: at.toISOString() },
  });
}

const shown = (files: Map<string, SiteFile>): Map<string, string> =>
  new Map(
    [...files.keys()]
      .filter((path) => !path.startsWith('_state/'))
      .map((path) => [path, textOf(files, path)]),
  );

function differing(files: Map<string, SiteFile>, whole: Map<string, SiteFile>): string[] {
  const [own, right] = [shown(files), shown(whole)];
  return [...new Set([...own.keys(), ...right.keys()])].filter((path) => own.get(path) !== right.get(path));
}

const unpacked = (files: Map<string, SiteFile>, path: string): Record<string, unknown> =>
  JSON.parse(gunzipSync(files.get(path)?.body ?? '').toString('utf8')) as Record<string, unknown>;

const entriesPaths = (files: Map<string, SiteFile>): string[] =>
  [...files.keys()].filter((path) => path.startsWith('_state/entries/'));

describe('what publish-site keeps of its window', () => {
  it('is read and written no more for the days that did not change, however many they are', async () => {
    const asked = async (days: number): Promise<{ read: string[]; put: string[] }> => {
      const list = manyStories({ days, perDay: 3, until: '2026-11-24T07:30:00.000Z' });
      const { ports, puts, stories: held } = memorySite(list);
      const { ports: counted, files: read } = watched(ports);
      const round = async (minutes: number): Promise<void> => {
        held[0] = changedAt(held[0], later(minutes - 1));
        await publishSite(counted, site(), later(minutes));
      };
      await publishSite(counted, site(), now);
      await round(31);
      [read.length, puts.length] = [0, 0];
      await round(62);
      return { read, put: puts.filter((path) => path.startsWith('_state/')).sort() };
    };
    const few = await asked(6);
    expect(few.read).toEqual([indexPath]);
    expect(few.put).toEqual([
      '_state/days/2026-11-24.json.gz',
      expect.stringMatching(/^_state\/entries\/2026-11-24\.[ab]\.json\.gz$/),
      indexPath,
    ]);
    expect(await asked(40)).toEqual(few);
  });

  it('is the same in a process that goes on and in one that begins with each round', async () => {
    const [going, beginning] = [memorySite(stories()), memorySite(stories())];
    for (const minutes of [0, 5, 40, 1_500]) {
      const at = later(minutes);
      for (const each of [going, beginning]) if (minutes > 0) news(each.stories, minutes);
      await publishSite(going.ports, site(), at);
      const fresh = await newProcess();
      await fresh(beginning.ports, site(), at);
      expect(differing(beginning.files, going.files)).toEqual([]);
    }
    const state = (files: Map<string, SiteFile>) =>
      [...files.keys()]
        .filter((path) => path.startsWith('_state/'))
        .map((path) => [path, unpacked(files, path)]);
    expect(state(beginning.files)).toEqual(state(going.files));
  });

  it.each([
    ['the same process', 20],
    ['a new one', 120],
  ])(
    'stands a kill at any write of what is kept, and of others: %s ends with the same site',
    async (_, step) => {
      const before = memorySite(stories());
      await publishSite(before.ports, site(), now);
      news(before.stories, 5);
      await publishSite(before.ports, site(), later(5));
      const started = () => {
        const again = memorySite([...before.stories]);
        for (const [path, file] of before.files) again.files.set(path, file);
        news(again.stories, 40);
        return again;
      };
      const whole = started();
      await publishSite(whole.ports, site(), later(40));
      const isKept = (path = ''): boolean => path.startsWith('_state/');
      const kills = [...whole.puts.keys()].filter((at) => isKept(whole.puts[at]) || at % step === 0);
      expect(kills.length).toBeGreaterThan(5);
      for (const survives of kills) {
        const { ports, files, puts } = started();
        const dying: Ports = {
          ...ports,
          writeFile: (file) =>
            puts.length < survives ? ports.writeFile(file) : Promise.reject(new Error('the function died')),
        };
        await expect(publishSite(dying, site(), later(40))).rejects.toThrow('the function died');
        const publish = step === 20 ? publishSite : await newProcess();
        await publish(ports, site(), later(40));
        expect([survives, differing(files, whole.files)]).toEqual([survives, []]);
        puts.length = 0;
        await publish(ports, site(), later(41));
        expect(puts).toEqual([]);
      }
    },
  );

  it('is taken from an index of the version before, which had it all, and published no story again', async () => {
    const [right, old] = [memorySite(stories()), memorySite(stories())];
    for (const { ports, stories: list } of [right, old]) {
      await publishSite(ports, site(), now);
      news(list, 5);
      await publishSite(ports, site(), later(5));
    }
    const { entriesOfDays, cardsOfDays, ...index } = unpacked(old.files, indexPath);
    expect([entriesOfDays, cardsOfDays]).not.toContain(undefined);
    const entries = Object.entries(entriesOfDays as Record<string, { place: string }>).flatMap(
      ([day, { place }]) =>
        unpacked(old.files, `_state/entries/${day}.${place}.json.gz`).entries as IndexEntry[],
    );
    const before = entries.map(({ editedAt: _editedAt, ...entry }) => [entry.id, entry]);
    const body = gzipSync(JSON.stringify({ ...index, version: 3, entries: Object.fromEntries(before) }));
    for (const path of entriesPaths(old.files)) old.files.delete(path);
    old.files.set(indexPath, { path: indexPath, body, contentType: 'x', cacheControl: 'x' });
    const { ports: counted, stories: read } = watched(old.ports);
    const publish = await newProcess();
    for (const { stories: list } of [right, old]) list[0] = changedAt(list[0], later(9));
    await publish(counted, site(), later(10));
    await publishSite(right.ports, site(), later(10));
    expect(differing(old.files, right.files)).toEqual([]);
    expect(textOf(old.files, 'corrections.html')).toContain('Before 5');
    expect(read).toEqual([old.stories[0]?.id]);
    expect(unpacked(old.files, indexPath)).toEqual(
      expect.objectContaining({ version: 4, since: unpacked(right.files, indexPath).since }),
    );
    old.puts.length = 0;
    await publish(old.ports, site(), later(15));
    expect(old.puts).toEqual([]);
  });

  it.each<[string, (file: SiteFile) => SiteFile | null]>([
    ['missing', () => null],
    ['cut short', (file) => ({ ...file, body: Buffer.from(file.body).subarray(0, 20) })],
    ['another than the index names', (file) => ({ ...file, body: gzipSync('{"version":1,"entries":[]}') })],
  ])('is remade from the cards of a day where its entries are %s', async (_, hurt) => {
    const [right, hurtSite] = [memorySite(stories()), memorySite(stories())];
    for (const { ports } of [right, hurtSite]) await publishSite(ports, site(), now);
    const { files } = hurtSite;
    const paths = entriesPaths(files).slice(3, 6);
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      const file = files.get(path);
      const made = file === undefined ? null : hurt(file);
      if (made === null) files.delete(path);
      else files.set(path, made);
    }
    const publish = await newProcess();
    for (const { stories: list } of [right, hurtSite]) news(list, 35);
    await publish(hurtSite.ports, site(), later(35));
    await publishSite(right.ports, site(), later(35));
    expect(differing(files, right.files)).toEqual([]);
    hurtSite.puts.length = 0;
    await (
      await newProcess()
    )(hurtSite.ports, site(), later(36));
    expect(hurtSite.puts).toEqual([]);
  });
});
