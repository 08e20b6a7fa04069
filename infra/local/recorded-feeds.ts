import { join } from 'node:path';
import { type LocalWire, recordedCatalogue } from './local-wire.ts';
import { replayOutlets } from './replay-catalogue.ts';
import { filesBelow, serveReplay } from './replay-server.ts';
import {
  recordedTranslations,
  renderSample,
  sampleFeedsFolder,
  sampleOutlets,
} from './sample/sample-feeds.ts';
import { writeWholeFile } from './whole-file.ts';

export interface RecordedFeeds {
  close(): Promise<void>;
}

/**
 * Serves recorded feeds on loopback and makes them the catalogue of this run: those in `folder`, else the sample.
 * Only that one loopback address becomes visitable, and its feeds need no gap between visits.
 */
export async function serveRecorded(
  { folder: data }: LocalWire,
  { folder, start }: { folder?: string; start: Date },
): Promise<RecordedFeeds> {
  const port = data.marker.replayPort ?? 0;
  const server =
    folder === undefined
      ? await serveReplay(sampleFeedsFolder, port, (file) => renderSample(file, start))
      : await serveReplay(folder, port);
  if (server.port !== port) data.save({ ...data.marker, replayPort: server.port });
  const outlets =
    folder === undefined
      ? sampleOutlets(server.origin)
      : await replayOutlets(folder, filesBelow(folder), server.origin);
  const catalogue = join(data.path, recordedCatalogue);
  writeWholeFile(catalogue, JSON.stringify(outlets, null, 1));
  Object.assign(process.env, {
    WIRE_CATALOGUE: catalogue,
    WIRE_ALLOW_HOSTS: `127.0.0.1:${server.port}`,
    WIRE_HOST_GAP_MS: '0',
    ...(folder === undefined && process.env.TRANSLATE_ENGINE === undefined && recordedTranslations),
  });
  return { close: () => server.close() };
}
