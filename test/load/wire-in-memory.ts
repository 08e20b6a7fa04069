import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodiesABatch, hostsABatch, invocationsFor } from '../../infra/aws/settings.ts';
import { silenceKnownWarnings } from '../../infra/local/local-wire.ts';
import { deadLettersOf, localBuckets, localSettings, localTables } from '../../infra/local/settings.ts';
import { loadStages, type Stages } from '../../infra/local/stages.ts';
import { MemoryCloud } from '../fakes/memory-cloud/cloud.ts';
import type { Internet } from './internet.ts';

export interface MemoryWire {
  cloud: MemoryCloud;
  settings: ReturnType<typeof localSettings>;
  stages: Stages;
}

/** Runs work on the real stages over a cloud in memory, at the stack's pace, before the sources of a loopback internet. */
export async function withWireInMemory<T>(
  internet: Internet,
  work: (wire: MemoryWire) => Promise<T>,
): Promise<T> {
  silenceKnownWarnings();
  const folder = mkdtempSync(join(tmpdir(), 'wire-load-'));
  const { outlets, hosts } = internet.catalogue();
  const WIRE_CATALOGUE = join(folder, 'catalogue.json');
  writeFileSync(WIRE_CATALOGUE, JSON.stringify(outlets));
  Object.assign(process.env, {
    WIRE_CATALOGUE,
    WIRE_ALLOW_HOSTS: hosts,
    WIRE_HOST_GAP_MS: '0',
    AWS_REGION: 'eu-central-1',
  });
  const cloud = new MemoryCloud();
  cloud.addTables((name) => localTables[name]);
  for (const name of Object.values(localBuckets)) cloud.addBucket(name);
  const queue = (name: string): string => {
    cloud.addQueue(deadLettersOf(name));
    return cloud.addQueue(name);
  };
  const queues = {
    visit: queue('visit'),
    ingest: queue('ingest'),
    story: queue('story.fifo'),
    digest: queue('digest'),
  };
  const settings = localSettings({
    queues,
    siteUrl: 'https://wire.invalid',
    tokenKeys: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  });
  Object.assign(process.env, settings);
  cloud.install();
  const { visits } = invocationsFor(internet.sources.length);
  const stages = await loadStages(
    { settings },
    {
      visits: { batchSize: hostsABatch, workers: visits },
      // One at a time: each starts four threads, which here compile what they load.
      bodies: { batchSize: bodiesABatch, workers: 1 },
    },
  );
  try {
    return await work({ cloud, settings, stages });
  } finally {
    internet.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
